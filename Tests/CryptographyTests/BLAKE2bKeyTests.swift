import Testing

@testable import Cryptography

/// Against the values of Python's hashlib (the reference implementation of RFC 7693).
@Suite struct BLAKE2bKeyTests {
  private func digest(of message: [UInt8], key bytes: [UInt8]) -> String {
    let key = BLAKE2bKey(Secret(bytes.span))
    let first = key.digest(message.span)
    let second = key.digest(message.span)
    #expect(first == second, "a key serves many messages")
    return Hex.encode(first.bytes)
  }

  @Test(arguments: [
    (0, "4e51e7a913fc80137da52880fecca175bf81e117d5c68126dc2774033517ea0d"),
    (300, "89870f2a4f222ac9406bbfd9b1d8da5a614ae381882d590b9d0bb33de8642c02"),
  ])
  func agreesWithTheReference(count: Int, expected: String) {
    let text = digest(of: (0..<count).map { UInt8($0 % 251) }, key: (0..<32).map { UInt8($0) })
    #expect(text == expected)
  }

  @Test func anotherKeyIsAnotherDigest() {
    let one = digest(of: [1], key: (0..<32).map { UInt8($0) })
    let other = digest(of: [1], key: [UInt8](repeating: 7, count: 32))
    #expect(one != other)
  }
}
