import COpenSSL
import Synchronization

/// The keys of session tickets, shared by all loops and all certificates; they outlive every reload and no restart.
///
/// Whoever steals the newest key can read what was said in sessions resumed under it in TLS 1.2, and nothing older than
/// its lifetime: that is what rotation is for.
public final class TicketKeys: Sendable {
  /// How long the newest key seals, and how long any key opens, in nanoseconds.
  public struct Times: Sendable, Equatable {
    let rotation: UInt64
    let lifetime: UInt64

    /// `lifetime` counts from the making of a key, and is at least `rotation`.
    public init(rotation: UInt64, lifetime: UInt64) {
      self.rotation = rotation
      self.lifetime = max(rotation, lifetime)
    }

    /// How long a ticket can be used, even one that was given in a key's last moment of sealing.
    var ticketSeconds: Int { Int((lifetime - rotation) / Nanoseconds.perSecond) }
  }

  /// The newest first.
  private let keys = Mutex<[TicketKey]>([])

  /// None at first; the first ticket makes one.
  public init() {}

  /// How many keys there are.
  public var count: Int { keys.withLock { $0.count } }

  /// Drops keys that are too old and makes a new one when that is due; `now` on the monotonic clock.
  public func rotate(now: UInt64, _ times: Times) { _ = newest(now: now, times) }

  func newest(now: UInt64, _ times: Times) -> TicketKey? {
    keys.withLock { keys in
      keys.removeAll { now >= $0.made + times.lifetime }
      if let newest = keys.first, now < newest.made + times.rotation { return newest }
      guard let fresh = TicketKey(now: now) else { return nil }
      keys.insert(fresh, at: 0)
      return fresh
    }
  }

  func find(_ name: UnsafeBufferPointer<UInt8>, now: UInt64, _ times: Times) -> TicketKey? {
    keys.withLock { keys in
      keys.first { unsafe $0.name.elementsEqual(name) && now < $0.made + times.lifetime }
    }
  }

  /// OpenSSL's call for one ticket: -1 fails the handshake, 0 goes on without a ticket, 1 seals or opens it.
  func serve(
    _ name: UnsafeMutablePointer<UInt8>, _ vector: UnsafeMutablePointer<UInt8>, _ cipher: OpaquePointer?,
    _ mac: OpaquePointer?, isSealing: Bool, _ times: Times
  ) -> Int32 {
    let now = Clock.monotonic()
    guard isSealing else {
      let wanted = unsafe UnsafeBufferPointer(start: UnsafePointer(name), count: TicketKey.nameLength)
      guard let key = unsafe find(wanted, now: now, times) else { return 0 }
      return unsafe key.ready(cipher, mac, vector, isSealing: false) ? 1 : -1
    }
    guard let key = newest(now: now, times), unsafe RAND_bytes(vector, 16) == 1 else { return 0 }
    for (index, byte) in key.name.enumerated() { unsafe name[index] = byte }
    return unsafe key.ready(cipher, mac, vector, isSealing: true) ? 1 : -1
  }
}
