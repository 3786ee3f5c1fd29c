import CLinux
import Glibc

/// An IP address as 128 bits; IPv4 in its IPv6-mapped form, so that one machine has one address however it connects.
public struct IPAddress: Hashable, Sendable {
  /// The upper 64 bits.
  public let high: UInt64
  /// The lower 64 bits.
  public let low: UInt64

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// An IPv4 address of 32 bits, most significant byte first in the number.
  public init(ipv4: UInt32) {
    self.init(high: 0, low: 0xffff_0000_0000 | UInt64(ipv4))
  }

  /// The IPv4 address, where this is one.
  public var ipv4: UInt32? {
    high == 0 && low >> 32 == 0xffff ? UInt32(truncatingIfNeeded: low) : nil
  }

  /// 127.0.0.1.
  public static let loopback = IPAddress(ipv4: 0x7f00_0001)

  /// Whether only this machine can use the address: 127.0.0.0/8 and ::1.
  public var isLoopback: Bool {
    if let ipv4 { return ipv4 >> 24 == 127 }
    return high == 0 && low == 1
  }
}

/// Where a socket listens or connects to: an IP address and port, or the path of a Unix socket.
public enum SocketAddress: Hashable, Sendable {
  case internet(IPAddress, port: UInt16)
  case unix(path: String)

  /// The IP address; of a Unix socket this machine's, for only this machine has its file system.
  public var address: IPAddress {
    if case .internet(let address, _) = self { address } else { .loopback }
  }

  /// The longest path a Unix socket can have, in bytes.
  public static let maximumUnixPathLength = 107

  var family: Int32 {
    switch self {
    case .internet(let address, _): address.ipv4 == nil ? AF_INET6 : AF_INET
    case .unix: AF_UNIX
    }
  }

  func withSockaddr<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
    var storage = sockaddr_storage()
    let length = unsafe fill(&storage)
    return unsafe withUnsafePointer(to: &storage) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, length) }
    }
  }

  private func fill(_ storage: UnsafeMutablePointer<sockaddr_storage>) -> socklen_t {
    switch self {
    case .internet(let address, let port):
      if let ipv4 = address.ipv4 { return unsafe Self.fillIPv4(storage, ipv4, port) }
      return unsafe Self.fillIPv6(storage, address, port)
    case .unix(let path):
      return unsafe Self.fillUnix(storage, path)
    }
  }

  private static func fillIPv4(
    _ storage: UnsafeMutablePointer<sockaddr_storage>, _ address: UInt32, _ port: UInt16
  ) -> socklen_t {
    unsafe storage.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { target in
      unsafe target.pointee.sin_family = sa_family_t(AF_INET)
      unsafe target.pointee.sin_port = port.bigEndian
      unsafe target.pointee.sin_addr.s_addr = address.bigEndian
    }
    return socklen_t(MemoryLayout<sockaddr_in>.size)
  }

  private static func fillIPv6(
    _ storage: UnsafeMutablePointer<sockaddr_storage>, _ address: IPAddress, _ port: UInt16
  ) -> socklen_t {
    unsafe storage.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { target in
      unsafe target.pointee.sin6_family = sa_family_t(AF_INET6)
      unsafe target.pointee.sin6_port = port.bigEndian
      unsafe withUnsafeMutableBytes(of: &target.pointee.sin6_addr) { bytes in
        unsafe bytes.storeBytes(of: address.high.bigEndian, toByteOffset: 0, as: UInt64.self)
        unsafe bytes.storeBytes(of: address.low.bigEndian, toByteOffset: 8, as: UInt64.self)
      }
    }
    return socklen_t(MemoryLayout<sockaddr_in6>.size)
  }

  private static func fillUnix(_ storage: UnsafeMutablePointer<sockaddr_storage>, _ path: String) -> socklen_t {
    let bytes = Array(path.utf8.prefix(maximumUnixPathLength))
    return unsafe storage.withMemoryRebound(to: sockaddr_un.self, capacity: 1) { target in
      unsafe target.pointee.sun_family = sa_family_t(AF_UNIX)
      unsafe withUnsafeMutableBytes(of: &target.pointee.sun_path) { unsafe $0.copyBytes(from: bytes) }
      return socklen_t(MemoryLayout<sa_family_t>.size + bytes.count + 1)
    }
  }

  /// Reads what the kernel filled in; a Unix peer counts as loopback, for only this machine has its file system.
  init(_ storage: borrowing sockaddr_storage) {
    var copy = copy storage
    let family = Int32(copy.ss_family)
    self = unsafe withUnsafeBytes(of: &copy) { bytes in
      switch family {
      case AF_INET:
        let value = unsafe bytes.load(as: sockaddr_in.self)
        return .internet(
          IPAddress(ipv4: UInt32(bigEndian: value.sin_addr.s_addr)), port: UInt16(bigEndian: value.sin_port))
      case AF_INET6:
        let high = unsafe UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        let low = unsafe UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
        let port = unsafe UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        return .internet(IPAddress(high: high, low: low), port: port)
      default:
        return .internet(.loopback, port: 0)
      }
    }
  }
}
