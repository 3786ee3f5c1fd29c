import Identity

/// What a credential costs that the loop has seen before.
enum IdentityBenchmarks {
  static var all: [Benchmark] {
    [hit("identity.cache-hit.token", Samples.token), hit("identity.cache-hit.key", Samples.key)]
  }

  private final class Value {}

  // A thousand callers, one after the other: their credentials are not all in the processor's nearest cache.
  private static func hit(_ name: String, _ credential: String) -> Benchmark {
    let credentials = (0..<1000).map { number -> [UInt8] in Array(credential.utf8) + Array(String(1000 + number).utf8) }
    let cache = CredentialCache<Value>(capacity: 16_384)
    for credential in credentials {
      cache.insert(credential.span, Value(), generation: 1, notBefore: 0, expires: .max, now: 1)
    }
    return Benchmark(name, unit: "lookup of \(credentials[0].count) bytes") { count in
      for number in 0..<count {
        let credential = credentials[number % 1000]
        guard cache.lookup(credential.span, now: 2, generation: 1) != nil else {
          preconditionFailure("it was inserted")
        }
      }
    }
  }
}
