import CSHA256

/// SHA-256 of many messages, hashed side by side in the lanes of vector registers.
///
/// Messages are copied when they are appended and hashed when the memory is full or the digests are wanted. Allocates
/// nothing once it is made. With 16 lanes a block costs an eighth of what it costs alone.
@safe public final class SHA256Batch {
  /// The longest message, its prefix aside.
  public static let longestMessage = 65_535

  /// How many bytes of padded messages wait at most; with them the first-level cache still holds the kernel's own.
  private static let capacity = 96 << 10
  /// How many messages wait at most.
  private static let mostMessages = 256
  private static let blockSize = 64

  /// 16, 8 or 4 messages at once; 1 where the processor hashes a single one faster.
  let lanes: Int
  private let arena: UnsafeMutablePointer<UInt8>
  private let messages: UnsafeMutablePointer<countersign_sha256_message>
  private let digests: UnsafeMutablePointer<UInt8>
  private var used = 0
  private var waiting = 0

  /// As many lanes as the processor has.
  public convenience init() {
    self.init(lanes: Int(countersign_sha256_lanes()))
  }

  /// So many lanes, for tests of each kernel; the processor must have them.
  init(lanes: Int) {
    self.lanes = lanes
    unsafe arena = .allocate(capacity: SHA256Batch.capacity)
    unsafe arena.initialize(repeating: 0, count: SHA256Batch.capacity)
    unsafe messages = .allocate(capacity: SHA256Batch.mostMessages)
    unsafe messages.initialize(repeating: countersign_sha256_message(), count: SHA256Batch.mostMessages)
    unsafe digests = .allocate(capacity: SHA256Batch.mostMessages * Digest32.count)
    unsafe digests.initialize(repeating: 0, count: SHA256Batch.mostMessages * Digest32.count)
  }

  deinit {
    unsafe arena.deallocate()
    unsafe messages.deallocate()
    unsafe digests.deallocate()
  }

  /// How many digests `drain` will give.
  public var count: Int { waiting }

  /// Whether another message finds room; where not, `drain` makes it.
  public func hasRoom(for count: Int) -> Bool {
    waiting < SHA256Batch.mostMessages && used + SHA256Batch.padded(count + 1) <= SHA256Batch.capacity
  }

  /// Appends the message `prefix ‖ bytes`, which must find room.
  public func append(prefix: UInt8, _ bytes: Span<UInt8>) {
    precondition(hasRoom(for: bytes.count), "the batch is drained before it is full")
    let length = bytes.count + 1
    let size = SHA256Batch.padded(length)
    let start = unsafe arena + used
    unsafe start[0] = prefix
    unsafe bytes.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { unsafe (start + 1).update(from: base, count: source.count) }
    }
    unsafe SHA256Batch.pad(start, length: length, size: size)
    unsafe messages[waiting] = unsafe countersign_sha256_message(
      blocks: start, count: size / SHA256Batch.blockSize, digest: digests + waiting * Digest32.count)
    used += size
    waiting += 1
  }

  /// Appends the digests of all messages, in their order, and forgets them.
  public func drain(into output: inout [UInt8]) {
    hashAll()
    unsafe output.append(contentsOf: UnsafeBufferPointer(start: digests, count: waiting * Digest32.count))
    used = 0
    waiting = 0
  }
}

extension SHA256Batch {
  /// The length with the padding of FIPS 180-4 section 5.1.1: one byte, zeros, eight bytes of length.
  private static func padded(_ length: Int) -> Int {
    (length + 9 + blockSize - 1) & ~(blockSize - 1)
  }

  private static func pad(_ start: UnsafeMutablePointer<UInt8>, length: Int, size: Int) {
    let memory = UnsafeMutableRawPointer(start)
    unsafe (memory + length).initializeMemory(as: UInt8.self, repeating: 0, count: size - length)
    unsafe start[length] = 0x80
    unsafe memory.storeBytes(of: UInt64(8 * length).bigEndian, toByteOffset: size - 8, as: UInt64.self)
  }

  private func hashAll() {
    guard lanes == 1 else {
      unsafe countersign_sha256_many(messages, waiting, Int32(lanes))
      return
    }
    for index in 0..<waiting { unsafe SHA256Batch.hashAlone(messages[index]) }
  }

  private static func hashAlone(_ message: countersign_sha256_message) {
    let end = unsafe UnsafeRawPointer(message.blocks + message.count * blockSize - 8)
    let length = unsafe Int(UInt64(bigEndian: end.loadUnaligned(as: UInt64.self)) / 8)
    let digest = unsafe SHA256.hash(Span(_unsafeStart: message.blocks, count: length))
    for byte in 0..<Digest32.count { unsafe message.digest[byte] = digest.bytes[byte] }
  }
}
