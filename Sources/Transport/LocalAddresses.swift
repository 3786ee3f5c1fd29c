import CLinux
import Glibc

/// The addresses of this machine's interfaces.
public enum LocalAddresses {
  /// Those of all interfaces that are up now, loopback included; empty where the kernel does not tell.
  public static func all() -> [IPAddress] {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard unsafe getifaddrs(&list) == 0 else { return [] }
    defer { unsafe freeifaddrs(list) }
    var result: [IPAddress] = []
    var next = unsafe list
    while let entry = unsafe next {
      if let address = unsafe read(entry.pointee.ifa_addr), !result.contains(address) { result.append(address) }
      unsafe next = entry.pointee.ifa_next
    }
    return result
  }

  private static func read(_ source: UnsafeMutablePointer<sockaddr>?) -> IPAddress? {
    guard let source = unsafe source else { return nil }
    let length: Int
    switch unsafe Int32(source.pointee.sa_family) {
    case AF_INET: length = MemoryLayout<sockaddr_in>.size
    case AF_INET6: length = MemoryLayout<sockaddr_in6>.size
    default: return nil
    }
    var storage = sockaddr_storage()
    unsafe memcpy(&storage, source, length)
    guard case .internet(let address, _) = SocketAddress(storage) else { return nil }
    return address
  }
}
