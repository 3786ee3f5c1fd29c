import Policy

extension Command {
  /// `countersign policy check`.
  static let policyCheck = Command(
    "policy check", "prints the decision for a call, the rule behind it, and why",
    about: """
      Decides a call that nobody makes, with the policy in the configuration, and says which role decided it and why.
      Ends with 0 where the call is permitted, else 1. A name without an issuer belongs to --issuer. Without --amr,
      --factors or --mfa-age the caller has proved nothing, as with an API key.
      """,
    options: [
      .config,
      .required("user", "NAME", "who calls: ana, or with the issuer, corp:8f3c"),
      .value("issuer", "NAME", "the issuer of names given without one", default: "local"),
      .list("group", "NAME", "a group of the caller"),
      .value("model", "NAME", "the model or alias that is called"),
      .value("route", "NAME", "the plain route that is called"),
      .value("action", "ACTION", "chat, complete, embed, list, read or write (default: chat, or read on a route)"),
      .list("tool", "NAME", "a tool the call asks for"),
      .list("field", "NAME", "a guarded request field the call carries"),
      .value("max-tokens", "COUNT", "the token limit the call sets"),
      .value("ip", "ADDRESS", "where the call comes from"),
      .value("at", "TIME", "when, such as 2025-03-01T08:00:00Z (default: now)"),
      .list("amr", "WORD", "a method the caller used: pwd, otp, hwk, fpt and others of RFC 8176"),
      .value("factors", "COUNT", "how many kinds of factor the caller proved, instead of --amr"),
      .value("acr", "CLASS", "the authentication class, such as phr or phrh"),
      .value("mfa-age", "DURATION", "how long ago the caller proved it; alone, it stands for two factors"),
      .output,
    ],
    examples: [
      Example(
        "countersign policy check --user ana --model qwen2.5-coder --action chat --mfa-age 20m",
        "may ana chat, 20 minutes after she proved two factors?"),
      Example(
        "countersign policy check --user corp:8f3c --group corp:eng --route reports --at 2025-03-01T22:00:00Z",
        "may an engineer read reports at night?"),
    ]
  ) { invocation in
    let configuration = try invocation.loadConfiguration(files: .ignored)
    let record = try PolicyQuestion(invocation, configuration).answer()
    invocation.show(record.record)
    return record.isPermitted ? .done : .failed
  }
}
