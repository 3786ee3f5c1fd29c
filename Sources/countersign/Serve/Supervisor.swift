import Glibc
import Transport

/// Whoever started the gateway and wants to know how it fares: systemd's notification socket (sd_notify(3)).
///
/// Written by hand, for it is one datagram. Where no `NOTIFY_SOCKET` is set, nothing is told.
struct Supervisor: Sendable {
  /// Within which time the supervisor wants to hear that the gateway lives, in nanoseconds; nil where it does not.
  let watchdogInterval: UInt64?
  private let path: [UInt8]

  init(_ environment: [String: String]) {
    path = Array((environment["NOTIFY_SOCKET"] ?? "").utf8)
    let isOurs = environment["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
    let interval = environment["WATCHDOG_USEC"].flatMap { DecimalText.parse($0) } ?? 0
    watchdogInterval = isOurs && interval > 0 && !path.isEmpty ? UInt64(interval) * 1000 : nil
  }

  /// The gateway serves; a successor says that it is now the service's main process.
  func tellReady() { tell("READY=1\nMAINPID=\(getpid())\nSTATUS=serving\n") }

  /// A configuration is being read; `tellReady` follows, whatever comes of it.
  func tellReloading() {
    tell("RELOADING=1\nMONOTONIC_USEC=\(Clock.monotonic() / 1000)\nSTATUS=reading the configuration\n")
  }

  func tellStopping() { tell("STOPPING=1\nSTATUS=finishing requests under way\n") }

  /// All event loops turn.
  func tellAlive() { tell("WATCHDOG=1\n") }

  // Never waits: a supervisor that does not read must not stop the gateway.
  private func tell(_ state: String) {
    guard path.first == UInt8(ascii: "/") || path.first == UInt8(ascii: "@"), path.count < 108 else { return }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { place in
      unsafe place.copyBytes(from: path)
      // An abstract name begins with a zero, which is written as @.
      if path[0] == UInt8(ascii: "@") { unsafe place[0] = 0 }
    }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
    let bytes = Array(state.utf8)
    unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe _ = sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT), pointer, length)
      }
    }
  }
}
