import Policy

/// A call and its caller in the plainest words.
struct PlainCall {
  var user: String
  var groups: [String]
  var scope: KeyScope?
  var methods: [String]
  var contextClass: String?
  var authenticatedAt: Int64?
  var expires: Int64
  var now: Int64
  var action: Action
  /// A model, a route, or neither for the list of models.
  var model: String?
  var route: String?
  /// An IP address, or nil for a Unix socket.
  var address: String?
  var tools: [String]
  var fields: [String]
  var tokenLimit: Int64?

  var caller: Caller {
    Caller(
      name: Array(user.utf8), groups: groups, scope: scope, methods: methods, contextClass: contextClass,
      authenticatedAt: authenticatedAt, expires: expires)
  }
}
