/// The work behind `CallReader`: the strict reading of the body, then what its fields mean.
struct CallReading: ~Copyable {
  private var json: JSONReading
  /// The fields of each endpoint, by its raw value.
  private let known: [FieldSet]
  private var name: [UInt8] = []

  init(limits: StrictJSON.Limits) {
    json = JSONReading(limits: limits, seed: .random(in: .min ... .max))
    known = Endpoint.allCases.map { EndpointFields.known($0) }
  }

  mutating func read(
    _ buffer: Span<UInt8>, length: Int, endpoint: Endpoint, catalogue: ModelCatalogue
  ) throws(CallRefusal) -> ModelCall {
    do { try json.read(buffer, length: length) } catch { throw .json(error) }
    defer { json.relinquish() }
    let body = buffer.extracting(0..<length)
    return try Self.interpret(body, json, known[Int(endpoint.rawValue)], endpoint, catalogue, &name)
  }

  private static func interpret(
    _ body: Span<UInt8>, _ json: borrowing JSONReading, _ known: FieldSet, _ endpoint: Endpoint,
    _ catalogue: ModelCatalogue, _ name: inout [UInt8]
  ) throws(CallRefusal) -> ModelCall {
    let document = JSONDocument(bytes: body, marks: json.parser.marks)
    guard document.kind(0) == 0x7B else { throw .notAnObject }
    let mark = try checkMembers(json.walk.members, document, known)
    let model = try findModel(document, mark, endpoint, catalogue, &name)
    var call = ModelCall(endpoint: endpoint, model: model, modelRange: document.scalar(mark))
    call.isStream = endpoint == .ollamaChat || endpoint == .ollamaGenerate
    call.places.start = document.start(0) &+ 1
    for member in json.walk.members { try FieldReading.member(member, document, &call) }
    try interpretHits(json.walk.hits, document, &call)
    return call
  }

  /// What the watched keys below the outermost object say.
  private static func interpretHits(
    _ hits: [JSONHit], _ document: borrowing JSONDocument, _ call: inout ModelCall
  ) throws(CallRefusal) {
    var references = ItemReferences()
    for hit in hits {
      try HitReading.hit(hit, document, &call)
      if call.endpoint == .responses { references.note(hit, document) }
    }
    if references.found { call.features.insert(GuardedFields(.previousResponse)) }
  }

  /// Every outermost field must be one of the endpoint's, spelled as it defines it; returns the mark of the model.
  private static func checkMembers(
    _ members: [JSONMember], _ document: borrowing JSONDocument, _ known: FieldSet
  ) throws(CallRefusal) -> Int {
    var model: Int?
    for member in members {
      guard let field = member.field, known.contains(field) else { throw .fieldUnknown(document.text(member.key)) }
      guard member.isExact else { throw .fieldSpelling(document.text(member.key)) }
      if field == .model { model = member.value }
    }
    guard let model else { throw .modelMissing }
    return model
  }

  private static func findModel(
    _ document: borrowing JSONDocument, _ mark: Int, _ endpoint: Endpoint, _ catalogue: ModelCatalogue,
    _ name: inout [UInt8]
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
