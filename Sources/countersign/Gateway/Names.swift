import HTTP
import ModelAPI
import Policy

/// The names of endpoints, actions, models and roles in the logs; made when first needed, then used by reference.
///
/// One for each loop: objects shared between loops would have their reference counts pulled from core to core.
final class Names {
  private let gateway: Gateway
  private var rules: [CallRule?]
  // By endpoint and model, each with a place for "no model".
  private var endpoints: [CallTarget?]
  // By route, for reading and for writing.
  private var routes: [CallTarget?]

  init(_ gateway: Gateway) {
    self.gateway = gateway
    rules = Array(repeating: nil, count: gateway.policy.roleNames.count)
    endpoints = Array(repeating: nil, count: Endpoint.allCases.count * (gateway.catalogue.models.count + 1))
    routes = Array(repeating: nil, count: gateway.routeNames.count * 2)
  }

  /// The names of what a request is for; nil where that is nothing the gateway knows.
  func target(_ destination: Destination?, _ model: ModelIndex?, _ method: Method) -> CallTarget? {
    switch destination {
    case .endpoint(let endpoint): target(endpoint, model)
    case .route(let index): target(route: index, isSafe: method.isSafe)
    case nil: nil
    }
  }

  /// The names of what permits by this role, an index into the policy's.
  func rule(_ role: Int) -> CallRule {
    if let rule = rules[role] { return rule }
    let rule = CallRule(role: gateway.policy.roleNames[role], policy: gateway.policy.version)
    rules[role] = rule
    return rule
  }

  private func target(_ endpoint: Endpoint, _ model: ModelIndex?) -> CallTarget {
    let place = Int(endpoint.rawValue) * (gateway.catalogue.models.count + 1) + (model.map { $0.rawValue + 1 } ?? 0)
    if let target = endpoints[place] { return target }
    let named = model.map { gateway.catalogue[$0] }
    let upstream = named.flatMap { endpoint.isForwarded ? gateway.upstreamNames[$0.upstream] : nil }
    let target = CallTarget(
      route: Array("\(endpoint.dialect.name)/\(endpoint)".utf8),
      action: Array(Policy.Action(endpoint.action).name.utf8), model: named?.name ?? [], upstream: upstream ?? [])
    endpoints[place] = target
    return target
  }

  private func target(route: Int, isSafe: Bool) -> CallTarget {
    let place = route * 2 + (isSafe ? 0 : 1)
    if let target = routes[place] { return target }
    let action = isSafe ? Policy.Action.read : .write
    let target = CallTarget(
      route: gateway.routeNames[route], action: Array(action.name.utf8), model: [],
      upstream: gateway.upstreamNames[gateway.routeUpstreams[route]])
    routes[place] = target
    return target
  }
}

extension Policy.Action {
  /// The action policy knows a model API's by.
  init(_ action: ModelAction) {
    switch action {
    case .chat: self = .chat
    case .complete: self = .complete
    case .embed: self = .embed
    case .list: self = .list
    }
  }
}
