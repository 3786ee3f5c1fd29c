/// What the watched keys below the outermost object mean for a call.
enum HitReading {
  static func hit(_ hit: JSONHit, _ document: borrowing JSONDocument, _ call: inout ModelCall) throws(CallRefusal) {
    guard hit.isExact else { throw .fieldSpelling(document.text(hit.key)) }
    switch hit.field {
    case .imageURL, .fileURL, .videoURL, .audioURL, .url:
      if isRemote(hit.value, document) { call.features.insert(GuardedFields(.remoteMedia)) }
    case .fileID, .fileIDs, .vectorStoreIDs: note(.storedFiles, hit, document, &call)
    case .serverURL, .connectorID: note(.mcpServers, hit, document, &call)
    case .comparisonResponseID: note(.previousResponse, hit, document, &call)
    case .chatTemplate: note(.rawPrompt, hit, document, &call)
    case .model:
      if document.saysSomething(hit.value) { throw .modelNamedTwice(field: document.text(hit.key)) }
    case .numPredict where hit.depth == 2: try FieldReading.prediction(.numPredict, hit.value, document, &call)
    case .includeUsage where hit.depth == 2: try includeUsage(hit.value, document, &call)
    case .name where hit.top != .input: try toolNamed(hit.value, document, &call)
    case .type where hit.top == .tools && hit.depth == 3:
      if let guarded = ToolKinds.guarded(hit.value, document) { call.features.insert(GuardedFields(guarded)) }
    default: break
    }
  }

  private static func note(
    _ field: GuardedField, _ hit: JSONHit, _ document: borrowing JSONDocument, _ call: inout ModelCall
  ) {
    if document.saysSomething(hit.value) { call.features.insert(GuardedFields(field)) }
  }

  /// A string that is not a `data:` URL; objects are looked into by their own keys.
  private static func isRemote(_ mark: Int, _ document: borrowing JSONDocument) -> Bool {
    guard let range = document.string(mark), !range.isEmpty else { return false }
    return !begins(document.bytes, range.lowerBound, with: "data:")
  }

  private static func includeUsage(
    _ mark: Int, _ document: borrowing JSONDocument, _ call: inout ModelCall
  ) throws(CallRefusal) {
    let isAsked = try FieldReading.boolean(.includeUsage, mark, document) ?? false
    call.includeUsageAsked = isAsked
    call.places.streamOptions = isAsked ? .asked : .declined(document.scalar(mark))
  }

  private static func toolNamed(
    _ mark: Int, _ document: borrowing JSONDocument, _ call: inout ModelCall
  ) throws(CallRefusal) {
    guard let range = document.string(mark), !range.isEmpty, range.count <= CallReader.maximumToolName * 6 else {
      throw .toolName(maximum: CallReader.maximumToolName)
    }
    guard call.tools.count < CallReader.maximumTools else { throw .tooManyTools(maximum: CallReader.maximumTools) }
    let name = document.text(range)
    guard name.count <= CallReader.maximumToolName else { throw .toolName(maximum: CallReader.maximumToolName) }
    call.tools.append(name)
  }
}
