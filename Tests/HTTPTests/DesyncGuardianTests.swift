import Bytes
import Foundation
import HTTP
import Testing
import Vectors

/// The classified requests of HTTP Desync Guardian: Ambiguous and Severe ones are refused, Compliant ones are not.
@Suite struct DesyncGuardianTests {
  private static let files = [
    "acceptable", "ambiguous", "bad-header-characters", "edge-cases", "more-compliant-tests", "real-life-test-cases",
    "rfc-compliant", "severe", "single-case", "uri-specific-test-cases",
  ]

  /// Requests that are called ambiguous and are served, and why.
  private static let served = [
    "UndefinedContentLengthSemantics": "a body of GET has one length and is sent on with that length",
    "UndefinedTransferEncodingSemantics": "a body of GET in chunks is decoded and sent on with its length",
  ]
  /// What is called compliant and refused, by name, and why.
  private static let stricter = [
    "Compliant URL": "a fragment does not belong into a request target",
    "International in URI": "a path is ASCII; other characters are percent-encoded",
    "Empty URI": "there is no request line without a target",
    "%09 in URI is OK": "an encoded control character is no part of any path here",
    "%0A in URI is OK": "an encoded line end is no part of any path here",
    "%0D in URI is OK": "an encoded line end is no part of any path here",
  ]

  @Test(arguments: files)
  func refusesWhatHasTwoReadings(file: String) throws {
    guard let text = try VectorFolder.read("http-desync-guardian/tests/\(file).yaml") else { return }
    let cases = GuardianCase.read(String(decoding: text, as: UTF8.self))
    #expect(!cases.isEmpty)
    for vector in cases {
      let bytes = vector.bytes
      let progress = RequestHead().read(bytes.span, limits: .standard)
      switch (vector.tier, progress) {
      case ("Ambiguous", .complete), ("Severe", .complete):
        #expect(Self.served[vector.reason] != nil, "\(file): \(vector.name): \(vector.reason) is accepted")
      case ("Compliant", .invalid(let error)):
        // A coding beside one plain "chunked" has been read differently by different servers (CVE-2019-16786).
        if error == .unsupportedTransferEncoding { continue }
        #expect(Self.stricter[vector.name] != nil, "\(file): \(vector.name): refused as \(error)")
      case (_, .incomplete): Issue.record("\(file): \(vector.name): incomplete")
      default: break
      }
    }
  }

  @Test func readsAllOfTheCorpus() throws {
    var count = 0
    for file in Self.files {
      guard let text = try VectorFolder.read("http-desync-guardian/tests/\(file).yaml") else { return }
      count += GuardianCase.read(String(decoding: text, as: UTF8.self)).count
    }
    #expect(count == 159)
  }
}

/// One request of the corpus. Its YAML is a list of flat maps with one list of headers: lines say all there is.
private struct GuardianCase {
  var name = ""
  var tier = ""
  var reason = ""
  private var method: [UInt8] = []
  private var uri: [UInt8] = []
  private var version: [UInt8] = []
  private var headers: [(name: [UInt8], value: [UInt8])] = []

  var bytes: [UInt8] {
    var bytes = method + [0x20] + uri + [0x20] + version + Array("\r\n".utf8)
    // The corpus leaves Host out where it is not about Host.
    let hasHost = headers.contains { String(decoding: $0.name, as: UTF8.self).lowercased().contains("host") }
    if !hasHost { bytes += Array("Host: example.org\r\n".utf8) }
    for header in headers { bytes += header.name + Array(": ".utf8) + header.value + Array("\r\n".utf8) }
    return bytes + Array("\r\n".utf8)
  }

  static func read(_ text: String) -> [GuardianCase] {
    var cases: [GuardianCase] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
      let indent = line.prefix { $0 == " " }.count
      let content = line.dropFirst(indent)
      guard !content.hasPrefix("#"), let colon = content.firstIndex(of: ":") else { continue }
      let value = scalar(content[content.index(after: colon)...])
      let key = content[..<colon]
      if indent == 0 && key == "- name" {
        cases.append(GuardianCase())
        cases[cases.count - 1].name = String(decoding: value, as: UTF8.self)
      } else if !cases.isEmpty {
        cases[cases.count - 1].set(key, value, indent)
      }
    }
    return cases
  }

  private mutating func set(_ key: Substring, _ value: [UInt8], _ indent: Int) {
    switch (key, indent) {
    case ("uri", 2): uri = value
    case ("method", 2): method = value
    case ("version", 2): version = value
    case ("- name", 4): headers.append((value, []))
    case ("value", 6): headers[headers.count - 1].value = value
    case ("tier", 4): tier = String(decoding: value, as: UTF8.self)
    case ("reason", 4): reason = String(decoding: value, as: UTF8.self)
    default: break
    }
  }

  // A plain, single-quoted or double-quoted scalar (YAML 1.2, 7.3).
  private static func scalar(_ text: Substring) -> [UInt8] {
    let trimmed = text.drop { $0 == " " }
    if trimmed.first == "'" { return Array(trimmed.dropFirst().prefix { $0 != "'" }.utf8) }
    if trimmed.first == "\"" { return unescaped(Array(trimmed.dropFirst().utf8)) }
    return Array(trimmed.utf8)
  }

  private static func unescaped(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var i = 0
    while i < text.count, text[i] != 0x22 {
      guard text[i] == 0x5c else {
        result.append(text[i])
        i += 1
        continue
      }
      switch text[i + 1] {
      case 0x74: result.append(0x09)
      case 0x6e: result.append(0x0a)
      case 0x72: result.append(0x0d)
      case 0x30: result.append(0)
      case 0x78:
        let code = UInt8(String(decoding: text[i + 2...i + 3], as: UTF8.self), radix: 16) ?? 0
        // `\x80` names a character, which is two bytes of UTF-8.
        result += Array(String(UnicodeScalar(code)).utf8)
        i += 2
      default: result.append(text[i + 1])
      }
      i += 2
    }
    return result
  }
}
