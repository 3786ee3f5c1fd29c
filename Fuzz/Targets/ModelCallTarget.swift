@testable import Identity
@testable import ModelAPI

/// Bodies of model calls: what is accepted is, after the gateway's edits, accepted again as the same call.
///
/// A second reader of JSON, that of tokens, must see the same members in both bodies but those that edits may change.
enum ModelCallTarget {
  private static let endpoints = Endpoint.allCases.filter(\.isForwarded)
  private static let dialects: DialectSet = [.openAI, .anthropic, .ollama]
  private static let ours = catalogue(name: "m", upstreamName: "org/\"model\"\\é")
  private static let theirs = catalogue(name: "org/\"model\"\\é", upstreamName: "x")
  /// As on an event loop, one for all bodies; what one leaves behind must not change how the next is read.
  private nonisolated(unsafe) static let reader = CallReader()
  private static let edited: Set<String> = ["model", "stream_options", "store"]

  private static func catalogue(name: String, upstreamName: String) -> ModelCatalogue {
    let model = ModelSettings(name: Array(name.utf8), upstream: 0, upstreamName: Array(upstreamName.utf8))
    do { return try ModelCatalogue(models: [model], upstreams: [dialects]) } catch { preconditionFailure("\(error)") }
  }

  /// The first byte says which endpoint the rest is sent to.
  static func run(_ input: [UInt8]) throws(BrokenPromise) {
    guard let first = input.first else { return }
    let endpoint = endpoints[Int(first) % endpoints.count]
    let body = Array(input.dropFirst())
    guard let call = try? read(body, endpoint, ours) else { return }
    let splices = BodySplices(
      call, model: ours[call.model], bodyLength: body.count, storeAllowed: call.features.contains(GuardedFields(.store))
    )
    var sent: [UInt8] = []
    splices.append(body.span, to: &sent)
    try BrokenPromise.unless(sent.count == splices.length, "the edited body is not as long as announced")
    let again: ModelCall
    do { again = try read(sent, endpoint, theirs) } catch { throw BrokenPromise("edited, it is refused: \(error)") }
    try BrokenPromise.unless(again.model == call.model, "edited, it names another model")
    try BrokenPromise.unless(isSame(call, again), "edited, it is another call")
    try BrokenPromise.unless(!again.injectsUsage, "edited, it still does not ask for usage")
    try compare(body, sent)
  }

  private static func read(_ body: [UInt8], _ endpoint: Endpoint, _ catalogue: ModelCatalogue) throws -> ModelCall {
    try reader.read(body.span, length: body.count, endpoint: endpoint, catalogue: catalogue)
  }

  private static func isSame(_ call: ModelCall, _ again: ModelCall) -> Bool {
    again.isStream == call.isStream && again.tools == call.tools && again.tokenLimit == call.tokenLimit
      && again.choices == call.choices && again.features == call.features
  }

  private static func compare(_ body: [UInt8], _ sent: [UInt8]) throws(BrokenPromise) {
    let before: JSONObject?
    let after: JSONObject?
    do throws(JSONError) {
      before = try JSONReader.read(body).object
      after = try JSONReader.read(sent).object
    } catch .tooComplex {
      return
    } catch {
      throw BrokenPromise("the second reader refuses it: \(error)")
    }
    guard let before, let after else { throw BrokenPromise("the second reader sees no object") }
    try BrokenPromise.unless(unedited(before) == unedited(after), "the edits changed other members")
    guard after["model"]?.string.map({ Array($0.utf8) }) == Array("org/\"model\"\\é".utf8) else {
      throw BrokenPromise("the second reader sees another model")
    }
  }

  private static func unedited(_ object: JSONObject) -> [JSONObject.Member] {
    object.members.filter { !edited.contains(String(decoding: $0.name, as: UTF8.self)) }
  }
}
