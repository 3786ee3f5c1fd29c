/// Makes a `ModelCall` of a body; one per event loop, used again for every request.
public final class CallReader {
  /// The most tools one call may offer.
  public static let maximumTools = 512
  /// The longest name of a tool, in bytes, unescaped.
  public static let maximumToolName = 256
  /// The largest number of output tokens that is not absurd.
  public static let maximumTokenLimit = Int(Int32.max)
  /// The most answers to one request.
  public static let maximumChoices = 128

  private let json: StrictJSON
  private let known: [FieldSet]
  private var name: [UInt8] = []

  public init(limits: StrictJSON.Limits = StrictJSON.Limits()) {
    json = StrictJSON(limits: limits)
    known = Endpoint.allCases.map { EndpointFields.known($0) }
  }

  /// Reads the first `length` bytes of `buffer` as the body of a request to `endpoint`.
  ///
  /// Give the whole buffer where it has `StrictJSON.padding` bytes after the body, whatever they hold: that spares a
  /// copy. The endpoint must be one that is forwarded.
  public func read(
    _ buffer: Span<UInt8>, length: Int, endpoint: Endpoint, catalogue: ModelCatalogue
  ) throws(CallRefusal) -> ModelCall {
    let json = json
    do { try json.read(buffer, length: length) } catch { throw .json(error) }
    defer { json.relinquish() }
    let document = JSONDocument(bytes: buffer.extracting(0..<length), marks: json.marks)
    guard document.kind(0) == 0x7B else { throw .notAnObject }
    let mark = try checkMembers(document, endpoint)
    let model = try findModel(document, mark, endpoint, catalogue)
    var call = ModelCall(endpoint: endpoint, model: model, modelRange: document.scalar(mark))
    call.isStream = endpoint == .ollamaChat || endpoint == .ollamaGenerate
    call.places.start = document.start(0) &+ 1
    for member in json.members { try FieldReading.member(member, document, &call) }
    var references = ItemReferences()
    for hit in json.hits {
      try HitReading.hit(hit, document, &call)
      if endpoint == .responses { references.note(hit, document) }
    }
    if references.found { call.features.insert(GuardedFields(.previousResponse)) }
    return call
  }

  /// Every outermost field must be one of the endpoint's, spelled as it defines it; returns the mark of the model.
  private func checkMembers(_ document: borrowing JSONDocument, _ endpoint: Endpoint) throws(CallRefusal) -> Int {
    var model: Int?
    let fields = known[Int(endpoint.rawValue)]
    for member in json.members {
      guard let field = member.field, fields.contains(field) else {
        throw .fieldUnknown(document.text(member.key))
      }
      guard member.isExact else { throw .fieldSpelling(document.text(member.key)) }
      if field == .model { model = member.value }
    }
    guard let model else { throw .modelMissing }
    return model
  }

  private func findModel(
    _ document: borrowing JSONDocument, _ mark: Int, _ endpoint: Endpoint, _ catalogue: ModelCatalogue
  ) throws(CallRefusal) -> ModelIndex {
    guard let range = document.string(mark), !range.isEmpty else { throw .modelMissing }
    name.removeAll(keepingCapacity: true)
    JSONEscapes.append(document.bytes, range, to: &name)
    guard let index = catalogue.lookup(name.span) else { throw .modelUnknown(name: name) }
    let speaks = catalogue[index].dialects
    guard speaks.contains(endpoint.dialect) else {
      throw .modelSpeaksOtherwise(name: name, asked: endpoint.dialect, speaks: speaks)
    }
    return index
  }
}

extension JSONDocument {
  /// The unescaped text of a key or string, for a refusal or a tool's name; allocates.
  func text(_ range: Range<Int>) -> [UInt8] {
    var output: [UInt8] = []
    JSONEscapes.append(bytes, range, to: &output)
    return output
  }
}
