import Bytes
import HTTP
import ModelAPI
import Proxy

/// Where a request wants to go.
enum Destination: Equatable {
  case endpoint(Endpoint)
  /// A plain route by its index.
  case route(Int)
}

/// What the directory says of a method and path.
enum DirectoryEntry {
  case endpoint(Endpoint)
  case route(Int)
  case wrongMethod(StaticString)
  case unknown
}

/// All there is behind the gateway: endpoints of model APIs and plain routes. What is not here does not exist.
struct Directory {
  let endpoints = EndpointTable()
  private let routes: [PlainRoute]

  init(routes: [PlainRoute]) { self.routes = routes }

  /// Finds the entry for the call's method and path; routes are tried in the operator's order, endpoints first.
  func find(_ call: Call) -> DirectoryEntry {
    let method = call.head.method
    let path = call.path
    switch endpoints.match(method: method.bytes.span, path: path.readable) {
    case .endpoint(let endpoint): return .endpoint(endpoint.speaking(anthropicVersion: call.head.hasAnthropicVersion))
    case .wrongMethod(let allow): return .wrongMethod(allow.fieldValue)
    case .none: break
    }
    for (index, route) in routes.enumerated() where route.matches(path.readable) {
      return route.methods.contains(method) ? .route(index) : .wrongMethod(route.allow)
    }
    return .unknown
  }
}

/// A plain HTTP route: an exact path, or everything below a prefix (`/reports/**`).
struct PlainRoute {
  let name: [UInt8]
  /// The path, or the prefix with its slash.
  let path: [UInt8]
  let isPrefix: Bool
  let methods: Set<Method>
  let upstream: Int

  init(_ settings: RouteSettings) {
    name = Array(settings.name.utf8)
    switch settings.paths {
    case .exactly(let path):
      self.path = Array(path.utf8)
      isPrefix = false
    case .below(let prefix):
      path = Array(prefix.utf8)
      isPrefix = true
    }
    let named = Set(settings.methods.compactMap { Method(Array($0.utf8).span) })
    methods = named.isEmpty ? Set(Method.allCases) : named
    upstream = settings.upstream
  }

  /// For the `Allow` header; a fixed text, for the set of methods is the operator's.
  var allow: StaticString { methods.contains(.post) ? "GET, HEAD, POST" : "GET, HEAD" }

  func matches(_ path: Span<UInt8>) -> Bool {
    if !isPrefix { return path.equals(self.path.span) }
    return path.count >= self.path.count && path.extracting(0..<self.path.count).equals(self.path.span)
  }
}
