import Policy

/// Deals roles and calls from small vocabularies, so that they often meet.
struct RandomPolicy {
  static let models = ["qwen", "qwen-coder", "smollm", "llama-3", "embedder"]
  static let routes = ["reports", "reports-daily", "status"]
  static let fields = ["metadata", "store", "file_id", "remote_url"]
  private static let modelPatterns = models + ["qwen*", "*", "*m*", "sm*lm", "llama-*"]
  private static let routePatterns = routes + ["*", "reports*"]
  private static let toolPatterns = ["deploy", "sql_*", "*", "read_*_file", "search"]
  private static let tools = ["deploy", "sql_query", "sql_", "search", "read_a_file", "rm"]
  private static let users = ["local:ana", "local:ben", "corp:8f3c", "ci:build-7"]
  private static let groups = ["corp:eng", "corp:ops", "local:eng", "ci:builders"]
  private static let networks = [
    "10.0.0.0/8", "10.1.0.0/16", "2001:db8::/32", "::ffff:192.168.0.0/112", "0.0.0.0/0", "::/0",
  ]
  private static let addresses = ["10.1.2.3", "::ffff:10.1.2.3", "192.168.7.7", "2001:db8::7", "2001:db9::7", "::1"]
  static let zones = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"]
  private static let methods = ["pwd", "pin", "otp", "hwk", "fpt", "user", "mfa", "geo"]

  static func roles(_ random: inout SeededRandom) -> [PlainRole] {
    (0..<Int.random(in: 1...6, using: &random)).map { role($0, &random) }
  }

  private static func role(_ index: Int, _ random: inout SeededRandom) -> PlainRole {
    var role = PlainRole(name: "role\(index)")
    role.everyone = random.oneIn(4)
    role.users = random.some(users + ["ci:*", "corp:8*"], most: 2, least: 1)
    role.groups = random.some(groups + ["corp:*"], most: 2)
    targets(&role, &random)
    if random.oneIn(4) { role.hours = hours(&random) }
    if random.oneIn(4) { role.networks = random.some(networks, most: 2, least: 1) }
    if random.oneIn(3) { role.requirement = requirement(&random) }
    if random.oneIn(3) { role.fields = random.some(fields, most: 3, least: 1) }
    if random.oneIn(4) { role.maximumTokens = random.pick([100, 1000, 4096]) }
    return role
  }

  private static func targets(_ role: inout PlainRole, _ random: inout SeededRandom) {
    let hasModels = !random.oneIn(5)
    let hasRoutes = !hasModels || random.oneIn(3)
    if hasModels { role.models = random.some(modelPatterns, most: 3, least: 1) }
    if hasRoutes { role.routes = random.some(routePatterns, most: 2, least: 1) }
    role.actions =
      (hasModels ? random.some([Action.chat, .complete, .embed, .list], most: 4, least: 1) : [])
      + (hasRoutes ? random.some([Action.read, .write], most: 2, least: 1) : [])
    guard hasModels, random.oneIn(4) else { return }
    role.tools = random.some(toolPatterns, most: 2)
    if !hasRoutes && random.oneIn(2) { role.actions = nil }
  }

  private static func hours(_ random: inout SeededRandom) -> [PlainRole.Hours] {
    (0..<Int.random(in: 1...2, using: &random)).map { _ in
      let from = 15 * Int.random(in: 0..<96, using: &random)
      var to = 15 * Int.random(in: 0...96, using: &random)
      if to == from { to = from == 0 ? 1440 : 0 }
      let days = Set(random.some(Array(0..<7), most: 7, least: 1))
      return PlainRole.Hours(days: days, from: from, to: to, zone: random.pick(zones))
    }
  }

  private static func requirement(_ random: inout SeededRandom) -> Requirement {
    Requirement(
      factors: Int.random(in: 0...3, using: &random),
      contextClasses: random.oneIn(3) ? [random.pick(["phr", "phrh", "urn:corp:high"])] : [],
      maximumAge: random.oneIn(2) ? random.pick([60, 900, 43_200]) : nil,
      methods: random.oneIn(4) ? random.some(["hwk", "otp"], most: 2, least: 1) : [])
  }

  static func call(_ random: inout SeededRandom) -> PlainCall {
    let now = Int64.random(in: 1_700_000_000...1_850_000_000, using: &random)
    var call = PlainCall(
      user: random.pick(users), groups: random.some(groups, most: 3), scope: nil,
      methods: random.some(methods, most: 4), contextClass: random.pick([nil, "phr", "phrh", "urn:corp:high"]),
      authenticatedAt: nil, expires: random.oneIn(3) ? now + 3600 : .max, now: now, action: .chat, model: nil,
      route: nil, address: random.oneIn(8) ? nil : random.pick(addresses),
      tools: random.oneIn(3) ? random.some(tools, most: 3) : [],
      fields: random.oneIn(5) ? random.some(fields, most: 2) : [],
      tokenLimit: random.oneIn(3) ? nil : random.pick([50, 100, 1000, 5000]))
    if !random.oneIn(3) { call.authenticatedAt = now - random.pick([-120, -60, 0, 59, 60, 61, 900, 901, 40_000]) }
    target(&call, &random)
    if random.oneIn(4) { call.scope = scope(&random) }
    return call
  }

  private static func target(_ call: inout PlainCall, _ random: inout SeededRandom) {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: call.action = .list
    case 1, 2:
      call.route = random.pick(routes)
      call.action = random.pick([.read, .write])
    default:
      call.model = random.pick(models)
      call.action = random.pick([.chat, .chat, .complete, .embed, .list])
    }
  }

  private static func scope(_ random: inout SeededRandom) -> KeyScope {
    KeyScope(
      actions: random.oneIn(2)
        ? random.some(["chat", "complete", "list", "read", "nonsense"], most: 4, least: 1) : nil,
      models: random.oneIn(2) ? random.some(modelPatterns, most: 2) : nil,
      routes: random.oneIn(3) ? random.some(routePatterns, most: 2) : nil)
  }
}
