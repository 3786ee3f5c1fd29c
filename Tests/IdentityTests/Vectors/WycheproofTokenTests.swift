import Testing

@testable import Identity

@Suite("Wycheproof: JWS and JWK")
struct WycheproofTokenTests {
  /// Valid by the vector, refused here; each with its reason. HMAC tokens are refused all, whatever the vector says.
  static let waivers: [String: String] = [
    "json_web_signature 346": "signed with PS384 while the key's `alg` says PS256",
    "json_web_signature 347": "the key's `alg` is ES521, which is no algorithm",
    "json_web_signature 350": "signed with PS384 while the key's `alg` says PS256",
    "json_web_signature 351": "the key's `alg` is ES521, which is no algorithm",
  ]

  @Test(
    "no false accept; every valid asymmetric signature but the waivers is accepted",
    arguments: [
      "json_web_signature", "json_web_key", "json_web_crypto",
    ])
  func tokens(file: String) throws {
    guard let document = try JOSEVectors.read("wycheproof/\(file)_test.json") else { return }
    var accepted = 0
    var refused = 0
    for group in document["testGroups"] as? [[String: Any]] ?? [] {
      guard let key = group["public"] ?? group["private"] else { continue }
      let keySet = try JOSEVectors.keySet(key)
      for test in group["tests"] as? [[String: Any]] ?? [] {
        guard let compact = test["jws"] as? String, let id = test["tcId"] as? Int else { continue }
        let isAccepted = JOSEVectors.verifies(compact, keySet: keySet)
        let isSymmetric = group["public"] == nil
        let isExpected =
          test["result"] as? String == "valid" && !isSymmetric
          && WycheproofTokenTests.waivers["\(file) \(id)"] == nil
        #expect(isAccepted == isExpected, "\(file) \(id) \(group["comment"] ?? "") \(test["comment"] ?? "")")
        accepted += isAccepted ? 1 : 0
        refused += isAccepted ? 0 : 1
      }
    }
    print("Wycheproof \(file): \(accepted) accepted, \(refused) refused")
    #expect(accepted > 0 && refused > 0)
  }
}
