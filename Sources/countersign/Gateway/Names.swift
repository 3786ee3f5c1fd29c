import ModelAPI
import Policy
import Proxy

/// The names of endpoints, actions, models and upstreams in the logs; made once, handed on by reference.
struct Names {
  private let endpoints: [[UInt8]]
  private let actions: [[UInt8]]
  private let gateway: Gateway

  init(_ gateway: Gateway) {
    self.gateway = gateway
    endpoints = Endpoint.allCases.map { Array("\($0.dialect.name)/\($0)".utf8) }
    actions = Policy.Action.allCases.map { Array($0.name.utf8) }
  }

  /// The decision of a call that was permitted.
  let permit = Array("permit".utf8)

  private let ends = ExchangeEnd.allCases.map { Array("\($0.word)".utf8) }

  func end(_ end: ExchangeEnd) -> [UInt8] { ends[Int(end.rawValue)] }

  func destination(_ destination: Destination?) -> [UInt8] {
    switch destination {
    case .endpoint(let endpoint): endpoints[Int(endpoint.rawValue)]
    case .route(let index): gateway.routeNames[index]
    case nil: []
    }
  }

  func action(_ action: Policy.Action) -> [UInt8] { actions[Int(action.rawValue)] }

  func model(_ index: ModelIndex?) -> [UInt8] { index.map { gateway.catalogue[$0].name } ?? [] }

  func upstream(_ index: Int?) -> [UInt8] { index.map { gateway.upstreamNames[$0] } ?? [] }
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
