import Testing

@testable import Identity

/// The numbers are those of the threat model's list of abuse cases.
@Suite("Abuse case 48 (CVE-2026-35030): the cache of verified credentials")
struct CredentialCacheTests {
  final class Marker {
    let credential: [UInt8]
    init(_ credential: [UInt8]) { self.credential = credential }
  }

  /// A small generator, seeded, so that a failure can be repeated.
  struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) ^ (state << 31)
    }
  }

  private func isKept(_ credential: [UInt8], in cache: CredentialCache<Marker>) -> Bool {
    cache.lookup(credential.span, now: 1, generation: 1) != nil
  }

  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test("48: no prefix, extension, or changed byte of a kept credential finds it")
  func neighbours() {
    let cache = CredentialCache<Marker>(capacity: 64)
    let kept = (0..<100).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    cache.insert(kept.span, Marker(kept), generation: 1, notBefore: 0, expires: 1000, now: 10)
    #expect(cache.lookup(kept.span, now: 10, generation: 1)?.credential == kept)
    for count in 0..<kept.count {
      let prefix = Array(kept.prefix(count))
      #expect(cache.lookup(prefix.span, now: 10, generation: 1) == nil)
      var changed = kept
      changed[count] ^= 0x80
      #expect(cache.lookup(changed.span, now: 10, generation: 1) == nil)
    }
    let longer = kept + [0]
    #expect(cache.lookup(longer.span, now: 10, generation: 1) == nil)
    #expect(cache.lookup(kept.span, now: 10, generation: 1) != nil)
  }

  @Test("48: when two hashes agree, the compare of all bytes still tells them apart")
  func compare() {
    let kept = (0..<70).map { UInt8($0) }
    for count in 0...kept.count {
      let isEqual = CredentialCache<Marker>.equal(kept, kept.span.extracting(first: count))
      let isEqualReversed = CredentialCache<Marker>.equal(Array(kept.prefix(count)), kept.span)
      #expect(isEqual == (count == kept.count) && isEqualReversed == isEqual)
    }
    for bit in 0..<kept.count * 8 {
      var changed = kept
      changed[bit / 8] ^= 1 << (bit % 8)
      let isEqual = CredentialCache<Marker>.equal(kept, changed.span)
      #expect(!isEqual)
    }
  }

  @Test("validity, maximum age and generation are asked on every lookup, and end the entry")
  func validity() {
    func find(now: Int64, generation: UInt64, expires: Int64 = 1000) -> Bool {
      let cache = CredentialCache<Marker>(capacity: 4, maximumAge: 300)
      let kept = bytes("token")
      cache.insert(kept.span, Marker(kept), generation: 7, notBefore: 50, expires: expires, now: 100)
      let found = cache.lookup(kept.span, now: now, generation: generation) != nil
      // Once refused, an entry does not come back with the old time or generation.
      if !found { #expect(cache.lookup(kept.span, now: 100, generation: 7) == nil) }
      return found
    }
    #expect(find(now: 100, generation: 7) && find(now: 399, generation: 7))
    #expect(!find(now: 400, generation: 7) && !find(now: 99, generation: 7))
    #expect(!find(now: 100, generation: 8) && !find(now: 100, generation: 6))
    #expect(find(now: 149, generation: 7, expires: 150) && !find(now: 150, generation: 7, expires: 150))
    #expect(find(now: 100, generation: 7, expires: .max))
  }

  @Test("a credential in a full bucket takes the place that was not used for longest")
  func eviction() {
    let cache = CredentialCache<Marker>(capacity: 4)
    let names = (0..<5).map { bytes("token-\($0)") }
    for name in names.prefix(4) {
      cache.insert(name.span, Marker(name), generation: 1, notBefore: 0, expires: 1000, now: 1)
    }
    #expect(names.indices.filter { $0 != 1 && isKept(names[$0], in: cache) } == [0, 2, 3])
    let fifth = names[4]
    cache.insert(fifth.span, Marker(fifth), generation: 1, notBefore: 0, expires: 1000, now: 1)
    let found = names.map { isKept($0, in: cache) }
    #expect(found == [true, false, true, true, true])
  }

  @Test("too long a credential is not kept, and forgetting forgets all")
  func bounds() {
    let cache = CredentialCache<Marker>(capacity: 4)
    for count in [CredentialCache<Marker>.maximumLength, CredentialCache<Marker>.maximumLength + 1] {
      let kept = [UInt8](repeating: 1, count: count)
      cache.insert(kept.span, Marker(kept), generation: 1, notBefore: 0, expires: 1000, now: 1)
      let isKept = cache.lookup(kept.span, now: 1, generation: 1) != nil
      #expect(isKept == (count <= CredentialCache<Marker>.maximumLength))
    }
    cache.removeAll()
    let kept = [UInt8](repeating: 1, count: CredentialCache<Marker>.maximumLength)
    #expect(cache.lookup(kept.span, now: 1, generation: 1) == nil)
  }

  /// Against a dictionary that forgets nothing: whatever the cache answers, the model must answer too, and be right.
  @Test(
    "48: over random histories, a hit is always the very credential, valid now and under this generation",
    arguments: [
      UInt64(1), 2, 3, 4, 5, 6, 7, 8,
    ])
  func histories(seed: UInt64) {
    struct Kept {
      let generation: UInt64
      let notBefore: Int64
      let expires: Int64
    }
    var random = Generator(state: seed)
    let cache = CredentialCache<Marker>(capacity: 16, maximumAge: 50)
    var model: [[UInt8]: Kept] = [:]
    var generation: UInt64 = 1
    var now: Int64 = 1000
    var hits = 0
    let base = (0..<40).map { _ in UInt8.random(in: 0...255, using: &random) }
    for _ in 0..<20_000 {
      // Prefixes of one string, and the string with one byte changed, are each other's nearest neighbours.
      var credential = Array(base.prefix(Int.random(in: 0...40, using: &random)))
      if Bool.random(using: &random), !credential.isEmpty {
        credential[Int.random(in: 0..<credential.count, using: &random)] ^= 1
      }
      switch Int.random(in: 0..<100, using: &random) {
      case 0: generation += 1
      case 1..<5: now += Int64.random(in: -2...10, using: &random)
      case 5..<30:
        let notBefore = now + Int64.random(in: -20...5, using: &random)
        let kept = Kept(
          generation: generation, notBefore: notBefore, expires: now + Int64.random(in: 0...80, using: &random))
        cache.insert(
          credential.span, Marker(credential), generation: generation, notBefore: kept.notBefore, expires: kept.expires,
          now: now)
        model[credential] = Kept(
          generation: generation, notBefore: max(kept.notBefore, now), expires: min(kept.expires, now + 50))
      default:
        guard let found = cache.lookup(credential.span, now: now, generation: generation) else { continue }
        hits += 1
        let kept = model[credential]
        #expect(found.credential == credential)
        #expect(kept?.generation == generation)
        #expect(kept.map { now >= $0.notBefore && now < $0.expires } == true)
      }
    }
    #expect(hits > 100)
  }
}
