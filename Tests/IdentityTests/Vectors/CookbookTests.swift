import Testing

@testable import Identity

@Suite("RFC 7515, 7520, 7797 and 8037")
struct CookbookTests {
  @Test(
    "signatures of RFC 7520 and RFC 8037 are accepted, and refused once a byte is changed",
    arguments: [
      "jws/4_1.rsa_v15_signature.json", "jws/4_2.rsa-pss_signature.json", "jws/4_3.ecdsa_signature.json",
      "curve25519/jws.json",
    ])
  func signatures(path: String) throws {
    guard let document = try JOSEVectors.read("jose-cookbook/\(path)") else { return }
    let input = try #require(document["input"] as? [String: Any])
    let output = try #require(document["output"] as? [String: Any])
    let compact = try #require(output["compact"] as? String)
    let keySet = try JOSEVectors.keySet(try #require(input["key"]))
    #expect(JOSEVectors.verifies(compact, keySet: keySet))
    let parts = compact.split(separator: ".").map(String.init)
    for index in parts.indices {
      var changed = parts
      changed[index] = (parts[index].hasPrefix("A") ? "B" : "A") + parts[index].dropFirst()
      #expect(!JOSEVectors.verifies(changed.joined(separator: "."), keySet: keySet), "part \(index)")
    }
  }

  /// Known gaps, on purpose: HMAC, detached content, unencoded payloads and JSON serialization open nothing here.
  @Test(
    "HMAC, detached and unencoded tokens are refused",
    arguments: [
      "jws/4_4.hmac-sha2_integrity_protection.json", "jws/4_5.signature_with_detached_content.json",
      "rfc7797/4.2.hmac-sha2_b64_false.json",
    ])
  func refused(path: String) throws {
    guard let document = try JOSEVectors.read("jose-cookbook/\(path)") else { return }
    let input = try #require(document["input"] as? [String: Any])
    let output = try #require(document["output"] as? [String: Any])
    let compact = (output["compact"] as? String) ?? ""
    #expect(!JOSEVectors.verifies(compact, keySet: try JOSEVectors.keySet(try #require(input["key"]))))
  }

  @Test("RFC 7515 appendix A.2 (RS256) and A.3 (ES256)")
  func appendixA() {
    let payload =
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    let elliptic =
      #"{"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","#
      + #""y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}"#
    let signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
    #expect(JOSEVectors.verifies("eyJhbGciOiJFUzI1NiJ9.\(payload).\(signature)", keySet: Array(elliptic.utf8)))
    let rsa =
      #"{"keys":[{"kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw"#
      + "-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpa"
      + "SHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxX"
      + #"FvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"}]}"#
    let rsaSignature =
      "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdb"
      + "F9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383"
      + "LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWy"
      + "wlVmtVrBp0igcN_IoypGlUPQGe77Rw"
    #expect(JOSEVectors.verifies("eyJhbGciOiJSUzI1NiJ9.\(payload).\(rsaSignature)", keySet: Array(rsa.utf8)))
  }
}
