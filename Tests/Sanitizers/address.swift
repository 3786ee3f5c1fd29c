// Reads behind the end of an allocation: AddressSanitizer must say so, or its silence elsewhere means nothing.
let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: 16)
memory.initialize(repeating: 1, count: 16)
let end = 16 + CommandLine.arguments.count
print(memory[end])
memory.deallocate()
