import Cryptography

@testable import Identity

/// Tokens: nothing is accepted that the issuer's key did not sign, and a good signature is not enough.
enum TokenTarget {
  private static let bench = TokenBench()

  /// The first byte is a mode: raw bytes, or lines of header, claims and signature of which we encode, or sign, each.
  static func run(_ input: [UInt8]) throws(BrokenPromise) {
    guard let mode = input.first else { return }
    let body = Array(input.dropFirst())
    guard mode & 3 != 0 else {
      return try BrokenPromise.unless(!bench.accepts(body), "bytes that nobody signed are accepted")
    }
    let lines = body.split(separator: 0x0a, maxSplits: 2, omittingEmptySubsequences: false).map { Array($0) }
    guard lines.count > 1 else { return }
    let text = encoded(lines[0]) + [0x2e] + encoded(lines[1]) + [0x2e]
    guard mode & 3 == 1 else { return try checkSigned(text, lines) }
    let forged = text + encoded(lines.count > 2 ? lines[2] : [1])
    try BrokenPromise.unless(!bench.accepts(forged), "a forged signature is accepted")
  }

  private static func encoded(_ bytes: [UInt8]) -> [UInt8] { Base64URL.encode(bytes.span) }

  private static func checkSigned(_ text: [UInt8], _ lines: [[UInt8]]) throws(BrokenPromise) {
    guard let signature = bench.sign(Array(text.dropLast())) else { return }
    let token = text + encoded(signature)
    guard bench.accepts(token) else { return }
    let header = (try? JSONReader.read(lines[0]))?.object
    let claims = (try? JSONReader.read(lines[1]))?.object
    try BrokenPromise.unless(header?["alg"]?.string == "ES256", "another algorithm is accepted")
    try BrokenPromise.unless(claims?["iss"]?.string == TokenBench.issuer, "another issuer is accepted")
    let audiences = claims?["aud"].flatMap { $0.string.map { [$0] } ?? $0.strings } ?? []
    try BrokenPromise.unless(audiences.contains(TokenBench.audience), "another audience is accepted")
    let expires = claims?["exp"]?.seconds ?? 0
    try BrokenPromise.unless(expires + 60 > TokenBench.now, "an expired token is accepted")
    var broken = signature
    broken[Int(text[text.count / 2]) % broken.count] ^= 1 << (text[text.count / 3] % 8)
    let other = text + encoded(broken)
    try BrokenPromise.unless(!bench.accepts(other), "a broken signature is accepted")
  }
}
