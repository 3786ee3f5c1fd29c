import CLinux
import Glibc

/// Why a host name has no address.
public struct ResolutionError: Error {
  /// The name that was looked up.
  public let host: String
  /// The system's own words.
  public let reason: String
  /// Whether the name servers did not answer, which says nothing about the name.
  public let isTemporary: Bool
}

/// Turns host names into addresses. Blocks: for start-up and the worker pool, never for a loop.
public enum Resolver {
  /// The most addresses kept of one name.
  public static let maximumAddresses = 16

  /// The addresses of `host` in the system's order of preference; a literal address needs no name server.
  public static func addresses(of host: String, port: UInt16) throws(ResolutionError) -> [SocketAddress] {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    let status = unsafe getaddrinfo(host, nil, &hints, &list)
    guard status == 0 else {
      throw ResolutionError(
        host: host, reason: unsafe String(cString: gai_strerror(status)),
        isTemporary: status == EAI_AGAIN || status == EAI_SYSTEM || status == EAI_MEMORY)
    }
    defer { unsafe freeaddrinfo(list) }
    var result: [SocketAddress] = []
    var next = unsafe list
    while let entry = unsafe next, result.count < maximumAddresses {
      if let address = unsafe read(entry.pointee, port), !result.contains(address) { result.append(address) }
      unsafe next = entry.pointee.ai_next
    }
    if result.isEmpty {
      throw ResolutionError(host: host, reason: "the name has no IPv4 or IPv6 address", isTemporary: false)
    }
    return result
  }

  private static func read(_ entry: addrinfo, _ port: UInt16) -> SocketAddress? {
    guard let source = unsafe entry.ai_addr else { return nil }
    var storage = sockaddr_storage()
    unsafe memcpy(&storage, source, Int(entry.ai_addrlen))
    guard case .internet(let address, _) = SocketAddress(storage) else { return nil }
    return .internet(address, port: port)
  }
}
