import COpenSSL

/// Owns a `BIO` over memory, through which OpenSSL reads and writes PEM.
@safe struct MemoryBIO: ~Copyable {
  let pointer: OpaquePointer

  /// An empty one to write to.
  init() throws(CryptographyError) {
    guard let pointer = unsafe BIO_new(BIO_s_mem()) else { throw .library("BIO_new") }
    unsafe self.pointer = pointer
  }

  /// One that holds the bytes to read.
  static func holding(_ bytes: Span<UInt8>) throws(CryptographyError) -> MemoryBIO {
    let memory = try MemoryBIO()
    let written = unsafe bytes.withUnsafeBytes { unsafe BIO_write(memory.pointer, $0.baseAddress, CInt($0.count)) }
    guard Int(written) == bytes.count else { throw .library("BIO_write") }
    return memory
  }

  deinit {
    unsafe BIO_free(pointer)
  }

  /// Everything that was written.
  func contents() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: unsafe BIO_ctrl_pending(pointer))
    let read = unsafe BIO_read(pointer, &bytes, CInt(bytes.count))
    bytes.removeLast(bytes.count - max(0, Int(read)))
    return bytes
  }
}
