import Audit
import ModelAPI
import Policy
import Telemetry

/// What a call asks for, as the record and the access log name it: an endpoint or route, the action, the model.
final class CallTarget {
  let record: RecordedTarget
  let fields: LogFields
  /// The names by themselves, for refusals.
  let route: [UInt8]
  let action: [UInt8]
  let model: [UInt8]

  init(route: [UInt8], action: [UInt8], model: [UInt8], upstream: [UInt8]) {
    record = RecordedTarget(route: route, action: action, model: model, upstream: upstream)
    fields = LogFields(endpoint: route, model: model, action: action)
    (self.route, self.action, self.model) = (route, action, model)
  }
}

/// What permitted a call, as the record and the access log name it.
final class CallRule {
  let record: RecordedRule
  let fields: LogFields
  let role: [UInt8]

  init(role: [UInt8], policy: [UInt8]) {
    record = RecordedRule(role: role, policy: policy)
    fields = LogFields(decision: Array("permit".utf8), rule: role)
    self.role = role
  }
}
