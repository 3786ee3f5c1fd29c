import COpenSSL
import Glibc

/// The socket under a TLS session, as OpenSSL's BIO: this program's own system calls, and knowledge of when there is
/// nothing more to receive.
@safe final class TLSSocket {
  private var descriptor: Int32 = -1
  private var kernel: Kernel?
  /// Whether the peer's end was read.
  private(set) var hasEnded = false
  /// Whether a byte was ever received.
  private(set) var hasReceived = false
  /// The last call's error number; 0 where it did not fail.
  private(set) var error: Int32 = 0
  /// Whether everything that arrived was received: until the poller speaks again, another receive would be in vain.
  private(set) var isDrained = false
  private var endIsNear = false

  /// Readies `session` to speak through this socket, which must live at least as long.
  func attach(_ descriptor: Int32, _ kernel: Kernel, to session: OpaquePointer) {
    self.descriptor = descriptor
    self.kernel = kernel
    guard let bio = unsafe BIO_new(Self.method.pointer) else { return }
    unsafe BIO_set_data(bio, Unmanaged.passUnretained(self).toOpaque())
    unsafe BIO_set_init(bio, 1)
    // The session takes the one reference for both directions.
    unsafe SSL_set_bio(session, bio, bio)
  }

  /// The poller saw something. Behind a peer's end no further event comes, so then a short read drains nothing.
  func becameReady(endIsNear: Bool) {
    isDrained = false
    if endIsNear { self.endIsNear = true }
  }

  fileprivate func receive(_ target: UnsafeMutableRawPointer, _ room: Int) -> Int {
    error = 0
    guard let kernel else { return Self.failed }
    if isDrained || hasEnded { return hasEnded ? 0 : Self.wouldBlock }
    switch unsafe kernel.receive(descriptor, into: target, room) {
    case .bytes(let count):
      hasReceived = true
      isDrained = count < room && !endIsNear
      return count
    case .end:
      hasEnded = true
      return 0
    case .wouldBlock:
      isDrained = true
      return Self.wouldBlock
    case .failed(let error):
      self.error = error
      return Self.failed
    }
  }

  fileprivate func send(_ source: UnsafeRawPointer, _ count: Int) -> Int {
    error = 0
    guard let kernel else { return Self.failed }
    switch unsafe kernel.send(descriptor, source, count) {
    case .bytes(let count): return count
    case .wouldBlock, .end: return Self.wouldBlock
    case .failed(let error):
      self.error = error
      return Self.failed
    }
  }

  fileprivate static let wouldBlock = -1
  fileprivate static let failed = -2

  // Made once; OpenSSL only reads it.
  private static let method = SocketMethod()
}

/// The table of functions that make a `TLSSocket` a BIO.
@safe private final class SocketMethod: Sendable {
  nonisolated(unsafe) let pointer: OpaquePointer?

  init() {
    let method = unsafe BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket")
    unsafe BIO_meth_set_read_ex(method) { bio, target, room, count in
      guard let bio = unsafe bio, let target = unsafe target else { return 0 }
      unsafe BIO_clear_flags(bio, retryFlags)
      let received = unsafe socket(of: bio) { unsafe $0.receive(target, room) }
      if received == TLSSocket.wouldBlock { unsafe BIO_set_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_SHOULD_RETRY) }
      guard received > 0 else { return 0 }
      unsafe count?.pointee = received
      return 1
    }
    unsafe BIO_meth_set_write_ex(method) { bio, source, length, count in
      guard let bio = unsafe bio, let source = unsafe source else { return 0 }
      unsafe BIO_clear_flags(bio, retryFlags)
      let sent = unsafe socket(of: bio) { unsafe $0.send(source, length) }
      if sent == TLSSocket.wouldBlock { unsafe BIO_set_flags(bio, BIO_FLAGS_WRITE | BIO_FLAGS_SHOULD_RETRY) }
      guard sent >= 0 else { return 0 }
      unsafe count?.pointee = sent
      return 1
    }
    // Nothing is buffered here, so a flush has nothing to do; all else is not for a socket.
    unsafe BIO_meth_set_ctrl(method) { _, command, _, _ in command == BIO_CTRL_FLUSH ? 1 : 0 }
    unsafe pointer = method
  }
}

private let retryFlags = BIO_FLAGS_READ | BIO_FLAGS_WRITE | BIO_FLAGS_IO_SPECIAL | BIO_FLAGS_SHOULD_RETRY

private func socket(of bio: OpaquePointer, _ use: (TLSSocket) -> Int) -> Int {
  guard let data = unsafe BIO_get_data(bio) else { return TLSSocket.failed }
  return unsafe Unmanaged<TLSSocket>.fromOpaque(data)._withUnsafeGuaranteedRef(use)
}
