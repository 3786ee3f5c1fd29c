import Policy

extension Section {
  /// Who can prove to be somebody: accounts of this gateway, and issuers of JWTs.
  func identity() -> IdentitySettings? {
    let local = section("local") { $0.flag("enabled", default: true) } ?? true
    let issuers = sections("jwt") { $0.jwtIssuer() }
    reportRepeatedNames(issuers)
    if !local && elements("jwt").isEmpty {
      report(position, "nobody can identify themselves", fix: "enable identity.local, or add an issuer to identity.jwt")
    }
    return IdentitySettings(isLocalEnabled: local, jwt: issuers.map(\.value))
  }

  private func reportRepeatedNames(_ issuers: [Located<JWTIssuerSettings>]) {
    var names: Set<String> = ["local"]
    var identifiers: Set<String> = []
    for issuer in issuers {
      if !names.insert(issuer.value.name).inserted {
        report(
          issuer.position, "the name \(issuer.value.name) is taken by another issuer",
          fix: "add name: WORD; principals are called WORD:subject")
      }
      if !identifiers.insert(issuer.value.issuer).inserted {
        report(issuer.position, "the issuer \(issuer.value.issuer) is listed twice", fix: "merge the two entries")
      }
    }
  }

  private func jwtIssuer() -> Located<JWTIssuerSettings>? {
    let issuer = requiredText("issuer", "https://idp.example.org")
    let audiences = texts("audience").map(\.value)
    if audiences.isEmpty { reportMissing("audience", "what the tokens are made for, such as models") }
    let keys = JWTKeysReader.keys(self, issuer)
    let name = issuerName(issuer)
    let settings = JWTIssuerSettings(
      name: name ?? "", issuer: issuer?.value ?? "", audiences: audiences, keys: keys ?? .file(""),
      algorithms: algorithms(), skew: seconds("skew", default: "60s", "0s", "5m"),
      maximumAge: seconds("max_age", default: "24h", "1m", "30d"), requiredClaims: requiredClaims(),
      groupsClaim: text("groups_claim")?.value ?? "groups", subjectClaim: text("subject_claim")?.value ?? "sub",
      emailClaim: text("email_claim")?.value ?? "email", type: text("type")?.value)
    return issuer == nil || keys == nil || name == nil ? nil : Located(settings, position)
  }

  private func issuerName(_ issuer: Located<String>?) -> String? {
    if let given = text("name") {
      if Self.isScopeName(given.value), given.value != "local" { return given.value }
      reportUnexpected(given, label("name"), "a word of a-z, 0-9 and dashes that begins with a letter, not local")
      return nil
    }
    guard let issuer else { return nil }
    let host = WebAddress(parsing: issuer.value)?.host ?? ""
    let word = String(host.prefix { $0 != "." })
    if Self.isScopeName(word), word != "local", !host.contains(":") { return word }
    report(issuer.position, "no name for the issuer can be made of this", fix: "add name: WORD")
    return nil
  }

  private static func isScopeName(_ word: String) -> Bool {
    let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard let first = word.utf8.first, letters.contains(first), word.utf8.count <= 64 else { return false }
    return word.utf8.allSatisfy { letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "-") }
  }

  private func algorithms() -> [String] {
    let known = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
    let given = texts("algorithms")
    for algorithm in given where !known.contains(algorithm.value) {
      let why = algorithm.value.hasPrefix("HS") ? "a shared secret could forge tokens" : "it is not one we verify"
      report(
        algorithm.position, "the algorithm \(PrintableText.line(algorithm.value)) is not taken: \(why)",
        fix: "write one or more of \(known.joined(separator: ", "))")
    }
    return given.isEmpty ? ["RS256", "ES256", "EdDSA"] : given.map(\.value)
  }

  private func requiredClaims() -> [JWTIssuerSettings.RequiredClaim] {
    section("required_claims") { claims in
      claims.names.map { name in
        let values = claims.texts(name.value).map(\.value)
        if values.isEmpty { report(name.position, "the claim \(name.value) has no value", fix: "name its values") }
        return JWTIssuerSettings.RequiredClaim(name: name.value, values: values)
      }
    } ?? []
  }
}
