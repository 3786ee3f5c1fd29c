/// What each outermost field means for a call.
enum FieldReading {
  static func member(
    _ member: JSONMember, _ document: borrowing JSONDocument, _ call: inout ModelCall
  ) throws(CallRefusal) {
    guard let field = member.field else { return }
    let value = member.value
    switch field {
    case .stream: call.isStream = try boolean(field, value, document) ?? call.isStream
    case .maxTokens, .maxCompletionTokens, .maxOutputTokens: try limit(field, value, document, &call)
    case .nPredict: try prediction(field, value, document, &call)
    case .n, .bestOf, .nCmpl: try choices(field, value, document, &call)
    case .streamOptions: try streamOptions(value, document, &call)
    case .store: store(value, document, &call)
    case .tools, .functions, .images: try expect(.array, field, value, document)
    case .options: try expect(.object, field, value, document)
    case .fallbacks, .name: try refuseModel(member, document)
    default: break
    }
    if let guarded = GuardedNames.guarded(field, call.endpoint), document.saysSomething(value) {
      call.features.insert(GuardedFields(guarded))
    }
  }

  /// A boolean or null, which counts as absent.
  static func boolean(_ field: Field, _ mark: Int, _ document: borrowing JSONDocument) throws(CallRefusal) -> Bool? {
    if document.isNull(mark) { return nil }
    guard let value = document.boolean(mark) else { throw .fieldType(KnownField(field), .boolean) }
    return value
  }

  /// llama.cpp's `n_predict` and Ollama's `num_predict`, where -1 says what leaving it out says.
  static func prediction(
    _ field: Field, _ mark: Int, _ document: borrowing JSONDocument, _ call: inout ModelCall
  ) throws(CallRefusal) {
    if document.integer(mark) == -1 { return }
    try limit(field, mark, document, &call)
  }

  private static func limit(
    _ field: Field, _ mark: Int, _ document: borrowing JSONDocument, _ call: inout ModelCall
  ) throws(CallRefusal) {
    let maximum = CallReader.maximumTokenLimit
    guard let value = try integer(field, mark, document, 0, maximum) else { return }
    call.tokenLimit = max(value, call.tokenLimit ?? 0)
  }

  private static func choices(
    _ field: Field, _ mark: Int, _ document: borrowing JSONDocument, _ call: inout ModelCall
  ) throws(CallRefusal) {
    guard let value = try integer(field, mark, document, 1, CallReader.maximumChoices) else { return }
    call.choices = max(value, call.choices)
  }

  private static func integer(
    _ field: Field, _ mark: Int, _ document: borrowing JSONDocument, _ minimum: Int, _ maximum: Int
  ) throws(CallRefusal) -> Int? {
    if document.isNull(mark) { return nil }
    guard document.kind(mark) == 0x2D || document.kind(mark) &- 0x30 <= 9 else {
      throw .fieldType(KnownField(field), .integer)
    }
    guard let value = document.integer(mark), value >= minimum, value <= maximum else {
      throw .fieldRange(KnownField(field), minimum: minimum, maximum: maximum)
    }
    return value
  }

  private static func expect(
    _ expected: JSONExpectation, _ field: Field, _ mark: Int, _ document: borrowing JSONDocument
  ) throws(CallRefusal) {
    if document.isNull(mark) { return }
    guard document.kind(mark) == (expected == .array ? 0x5B : 0x7B) else {
      throw .fieldType(KnownField(field), expected)
    }
  }

  private static func streamOptions(
    _ mark: Int, _ document: borrowing JSONDocument, _ call: inout ModelCall
  ) throws(CallRefusal) {
    if document.isNull(mark) {
      call.places.streamOptions = .null(document.scalar(mark))
    } else if document.kind(mark) == 0x7B {
      call.places.streamOptions = .object(
        contentStart: document.start(mark) &+ 1, isEmpty: document.isEmpty(mark))
    } else {
      throw .fieldType(KnownField(.streamOptions), .object)
    }
  }

  private static func store(_ mark: Int, _ document: borrowing JSONDocument, _ call: inout ModelCall) {
    call.places.hasStore = true
    if document.isNull(mark) { call.places.storeNull = document.scalar(mark) }
  }

  /// Fields whose only meaning is to name other models.
  private static func refuseModel(_ member: JSONMember, _ document: borrowing JSONDocument) throws(CallRefusal) {
    if document.saysSomething(member.value) { throw .modelNamedTwice(field: document.text(member.key)) }
  }
}
