/// A key's scope as bit sets over one policy's actions, models and routes.
struct CompiledKeyScope: Sendable {
  private let actions: UInt8
  private let models: [Bool]
  private let routes: [Bool]

  init(_ scope: KeyScope, models modelNames: [[UInt8]], routes routeNames: [[UInt8]]) {
    let named = scope.actions?.compactMap(Action.init(name:))
    actions = named.map { $0.reduce(0) { $0 | $1.bit } } ?? .max
    let namesTargets = scope.models != nil || scope.routes != nil
    models = Self.allowed(modelNames, scope.models, otherwise: !namesTargets)
    routes = Self.allowed(routeNames, scope.routes, otherwise: !namesTargets)
  }

  private static func allowed(_ names: [[UInt8]], _ patterns: [String]?, otherwise: Bool) -> [Bool] {
    guard let patterns else { return names.map { _ in otherwise } }
    let compiled = patterns.compactMap(Pattern.init)
    return names.map { name in compiled.contains { $0.matches(name.span) } }
  }

  func allows(_ action: Action, _ target: Facts.Target) -> Bool {
    guard actions & action.bit != 0 else { return false }
    switch target {
    case .model(let index): return models[index]
    case .route(let index): return routes[index]
    case .modelList: return models.contains(true)
    }
  }

  func allows(model: Int) -> Bool { models[model] }
}
