import COpenSSL

/// Secret bytes: shared by reference, never printed, overwritten when the last reference goes.
@safe public final class Secret: Sendable {
  /// Written only in `init` and `deinit`, so sharing it between threads is reading only.
  private nonisolated(unsafe) let storage: UnsafeMutableRawBufferPointer

  /// The number of bytes.
  public var count: Int { unsafe storage.count }

  /// Copies the bytes; the caller's copy stays the caller's to overwrite.
  public init(_ bytes: Span<UInt8>) {
    unsafe storage = .allocate(byteCount: bytes.count, alignment: 16)
    unsafe bytes.withUnsafeBytes { unsafe storage.copyMemory(from: $0) }
  }

  /// Fresh random bytes; 32 unless told otherwise.
  public convenience init(randomCount count: Int = 32) {
    var bytes = SecureRandom.bytes(count)
    self.init(bytes.span)
    bytes.cleanse()
  }

  deinit {
    unsafe OPENSSL_cleanse(storage.baseAddress, storage.count)
    unsafe storage.deallocate()
  }

  /// The bytes, borrowed: do not copy them out of sight.
  public var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    borrowing get {
      let buffer = unsafe UnsafeBufferPointer(storage.bindMemory(to: UInt8.self))
      return unsafe _overrideLifetime(Span(_unsafeElements: buffer), borrowing: self)
    }
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The length alone.
  public var description: String { "Secret(\(count) bytes)" }
  /// The length alone.
  public var debugDescription: String { description }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: [(label: String?, value: Any)]()) }
}

extension [UInt8] {
  /// Overwrites the bytes with zeros that the optimiser may not leave out.
  public mutating func cleanse() {
    unsafe withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
  }
}
