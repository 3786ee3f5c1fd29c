import Foundation
import Testing

@testable import Cryptography

@Suite struct SHA256BatchTests {
  /// One at a time, the width every processor has, and all up to the one this processor is best at.
  private static let widths: [Int] = {
    let best = SHA256Batch().lanes
    return [1, 4] + [8, 16].filter { $0 <= best }
  }()

  private func digests(_ messages: [[UInt8]], lanes: Int) -> [String] {
    let batch = SHA256Batch(lanes: lanes)
    var output: [UInt8] = []
    for message in messages {
      let rest = Array(message.dropFirst())
      if !batch.hasRoom(for: rest.count) { batch.drain(into: &output) }
      let span = rest.span
      batch.append(prefix: message[0], span)
    }
    batch.drain(into: &output)
    return stride(from: 0, to: output.count, by: 32).map { start in
      let digest = Array(output[start..<start + 32])
      return Hex.encode(digest.span)
    }
  }

  /// The examples that NIST gives for FIPS 180-4, and its long one.
  @Test(arguments: widths)
  func publishedExamples(lanes: Int) {
    let messages = [
      Array("abc".utf8), Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
      Array("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno".utf8)
        + Array("ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu".utf8), [0xbd],
      [0xc9, 0x8c, 0x8e, 0x55], [UInt8](repeating: 0, count: 55),
      [UInt8](repeating: 0, count: 56), [UInt8](repeating: 0, count: 64), [UInt8](repeating: 0, count: 1000),
    ]
    let published = [
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1",
      "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b",
      "7abc22c0ae5af26ce93dbb94433a0e0b2e119d014f8e7f65bd56c61ccccd9504",
      "02779466cdec163811d078815c633f21901413081449002f24aa3e80f0b88ef7",
      "d4817aa5497628e7c77e6b606107042bbba3130888c5f47a375e6179be789fbb",
      "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b",
      "541b3e9daa09b20bf85fa273e5cbd3e80185aa4ec298e765db87742b70138a53",
    ]
    #expect(digests(messages, lanes: lanes) == published)
  }

  /// Messages of all lengths around the padding's corners, in any order and number, as OpenSSL hashes them.
  @Test(arguments: widths)
  func agreesWithOpenSSL(lanes: Int) {
    var random = SystemRandomNumberGenerator()
    var lengths = Array(1...300) + [65_535, 65_536, 4096]
    for round in 0..<20 {
      lengths.shuffle(using: &random)
      let messages = lengths.prefix(round == 0 ? lengths.count : Int.random(in: 1...80, using: &random)).map { length in
        (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      }
      let expected = messages.map { message in SHA256.hash(message.span).hex }
      #expect(digests(messages, lanes: lanes) == expected)
    }
  }

  /// A batch says when it is full, and gives nothing twice.
  @Test func theBatchHasALimit() {
    let batch = SHA256Batch()
    let longest = [UInt8](repeating: 7, count: SHA256Batch.longestMessage)
    #expect(batch.hasRoom(for: longest.count))
    batch.append(prefix: 0, longest.span)
    #expect(!batch.hasRoom(for: longest.count))
    let nothing: [UInt8] = []
    while batch.hasRoom(for: 0) { batch.append(prefix: 0, nothing.span) }
    var output: [UInt8] = []
    batch.drain(into: &output)
    #expect(output.count >= 2 * 32)
    output.removeAll()
    batch.drain(into: &output)
    #expect(output.isEmpty)
  }
}
