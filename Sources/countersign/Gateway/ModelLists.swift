import ModelAPI
import Policy
import Proxy

/// The answers the gateway gives itself: lists of the models a caller may use, and what probes ask.
struct ModelLists {
  private let gateway: Gateway

  init(_ gateway: Gateway) { self.gateway = gateway }

  func answer(
    _ endpoint: Endpoint, model: ModelIndex?, _ caller: IdentifiedCaller, _ permit: borrowing Permit
  ) -> Answer {
    var body: [UInt8] = []
    var type: StaticString = "application/json"
    switch endpoint {
    case .ollamaVersion: ModelList.writeOllamaVersion(into: &body)
    case .ollamaRoot:
      ModelList.writeOllamaRoot(into: &body)
      type = "text/plain; charset=utf-8"
    default:
      if let model {
        ModelList.write(gateway.catalogue[model], endpoint: endpoint, into: &body)
      } else {
        ModelList.write(visible(endpoint, caller, permit), of: gateway.catalogue, endpoint: endpoint, into: &body)
      }
    }
    return Answer(status: 200, contentType: type, body: body)
  }

  // What the caller may use over this API: a model whose server does not speak it could be listed but not called.
  private func visible(
    _ endpoint: Endpoint, _ caller: IdentifiedCaller, _ permit: borrowing Permit
  ) -> [ModelIndex] {
    let standing = caller.standing(under: gateway.policy)
    var visible: [ModelIndex] = []
    for index in gateway.catalogue.indices
    where gateway.catalogue[index].dialects.contains(endpoint.dialect)
      && gateway.policy.mayList(model: index.rawValue, standing, under: permit)
    {
      visible.append(index)
    }
    return visible
  }
}
