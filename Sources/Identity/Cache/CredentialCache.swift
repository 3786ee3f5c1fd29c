public import Cryptography

/// Verified credentials of one event loop, found by a keyed hash of the whole credential and a compare of all of it.
///
/// Bounded: four places a bucket, the one unused longest makes room. Not `Sendable`; a lookup allocates nothing.
public final class CredentialCache<Value: AnyObject> {
  /// One verified credential, or an empty place where `value` is nil.
  @usableFromInline
  struct Entry {
    @usableFromInline var tag: UInt64 = 0
    @usableFromInline var value: Value?
    @usableFromInline var credential: [UInt8] = []
    @usableFromInline var generation: UInt64 = 0
    @usableFromInline var notBefore: Int64 = 0
    @usableFromInline var expires: Int64 = 0
    @usableFromInline var lastUse: UInt64 = 0

    @inlinable
    init() {}
  }

  @usableFromInline var entries: [Entry]
  @usableFromInline var uses: UInt64 = 0
  @usableFromInline let hash = KeyedHash()
  @usableFromInline let mask: Int
  @usableFromInline let maximumAge: Int64

  /// Places in a bucket.
  @inlinable static var ways: Int { 4 }
  /// The longest credential that is kept; a longer one is verified each time.
  public static var maximumLength: Int { 8 * 1024 }

  /// Room for `capacity` credentials, rounded up to a power of two; none is kept longer than `maximumAge` seconds.
  ///
  /// The age bounds how late a use is noted and how long a key that its issuer removed can matter.
  public init(capacity: Int, maximumAge: Int64 = 300) {
    precondition(capacity > 0 && maximumAge > 0, "a cache holds something for some time")
    var buckets = 1
    while buckets * CredentialCache.ways < capacity { buckets *= 2 }
    entries = Array(repeating: Entry(), count: buckets * CredentialCache.ways)
    mask = buckets - 1
    self.maximumAge = maximumAge
  }

  deinit {
    removeAll()
  }

  /// The value verified for exactly this credential, still valid now and under this generation; else nil.
  @inlinable
  public func lookup(_ credential: Span<UInt8>, now: Int64, generation: UInt64) -> Value? {
    let tag = hash.hash(credential)
    let start = (Int(truncatingIfNeeded: tag) & mask) &* CredentialCache.ways
    for index in start..<start &+ CredentialCache.ways where entries[index].tag == tag {
      guard let value = entries[index].value, CredentialCache.equal(entries[index].credential, credential) else {
        continue
      }
      guard entries[index].generation == generation, now >= entries[index].notBefore, now < entries[index].expires
      else {
        remove(at: index)
        return nil
      }
      uses &+= 1
      entries[index].lastUse = uses
      return value
    }
    return nil
  }

  /// Keeps a value for a credential that was verified under `generation`, read before the verification began.
  public func insert(
    _ credential: Span<UInt8>, _ value: Value, generation: UInt64, notBefore: Int64, expires: Int64, now: Int64
  ) {
    guard credential.count <= CredentialCache.maximumLength else { return }
    let tag = hash.hash(credential)
    let index = place(for: credential, tag: tag)
    remove(at: index)
    uses &+= 1
    entries[index].tag = tag
    entries[index].value = value
    entries[index].credential = [UInt8](credential)
    entries[index].generation = generation
    // From `now` on, so that a clock that is set back does not stretch the age.
    entries[index].notBefore = max(notBefore, now)
    entries[index].expires = min(expires, now.addingReportingOverflow(maximumAge).partialValue)
    entries[index].lastUse = uses
  }

  /// Forgets everything and overwrites the credentials.
  public func removeAll() {
    for index in entries.indices { remove(at: index) }
  }

  /// The credential's own place, else an empty one, else the one that was not used for longest.
  private func place(for credential: Span<UInt8>, tag: UInt64) -> Int {
    let start = (Int(truncatingIfNeeded: tag) & mask) * CredentialCache.ways
    var best = start
    for index in start..<start + CredentialCache.ways {
      if entries[index].value == nil {
        best = entries[best].value == nil ? best : index
      } else if entries[index].tag == tag, CredentialCache.equal(entries[index].credential, credential) {
        return index
      } else if entries[best].value != nil, entries[index].lastUse < entries[best].lastUse {
        best = index
      }
    }
    return best
  }

  @usableFromInline
  func remove(at index: Int) {
    entries[index].credential.cleanse()
    entries[index].credential = []
    entries[index].value = nil
    entries[index].tag = 0
  }

  /// Compares all bytes whatever they are: no early end tells how far a guess was right.
  @inlinable
  static func equal(_ kept: [UInt8], _ credential: Span<UInt8>) -> Bool {
    guard kept.count == credential.count else { return false }
    let span = kept.span
    var difference: UInt8 = 0
    for index in 0..<span.count { difference |= span[index] ^ credential[index] }
    return difference == 0
  }
}
