/// What authentication method and class words prove; the vocabulary of RFC 8176 and OpenID EAP.
enum Assurance {
  /// OpenID EAP: phishing-resistant.
  static let phishingResistant = "phr"
  /// OpenID EAP: phishing-resistant, the key in hardware.
  static let phishingResistantHardware = "phrh"
  /// How far in the future a proof may lie before it counts as none, in seconds.
  static let clockSkew: Int64 = 60

  private static let known = ["pwd", "pin", "kba"]
  private static let held = ["otp", "hwk", "swk", "sc", "pop", "sms", "tel"]
  private static let ofTheBody = ["fpt", "face", "iris", "retina", "vbm"]

  /// How many different kinds of factor the methods name; two of one kind count once.
  ///
  /// `mfa` says that there were at least two. `user` is only a presence test in RFC 8176 and counts for nothing, nor do
  /// words about place or risk.
  static func factors(_ methods: [String]) -> Int {
    let kinds = [known, held, ofTheBody].count { kind in kind.contains { contains(methods, $0) } }
    return contains(methods, "mfa") ? max(2, kinds) : kinds
  }

  /// Whether a credential of class `proved` meets a demand for class `demanded`.
  static func meets(_ demanded: String, proved: String?) -> Bool {
    guard let proved else { return false }
    if same(demanded, proved) { return true }
    return same(demanded, phishingResistant) && same(proved, phishingResistantHardware)
  }

  /// Whether the proof, its age apart, meets the requirement.
  static func meets(_ requirement: Requirement, methods: [String], contextClass: String?) -> Bool {
    factors(methods) >= requirement.factors
      && requirement.contextClasses.allSatisfy { meets($0, proved: contextClass) }
      && requirement.methods.allSatisfy { contains(methods, $0) }
  }

  private static func contains(_ methods: [String], _ method: String) -> Bool {
    methods.contains { same($0, method) }
  }

  /// Bytes, not characters: String's own equality takes canonically equivalent texts for one.
  private static func same(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }
}
