/// Which keys are looked for below the outermost object, and below which keys nothing is.
///
/// Opaque are the places every API defines as the caller's own data: JSON schemas and the arguments of tool calls.
/// An upstream reads no address and no model name from there, and a schema may well have a property `file_id`.
struct WatchedFields: Sendable {
  let anywhere = FieldSet(common)
  private let tools = FieldSet(common + [.name, .type])
  private let input = FieldSet(common + [.type, .id, .role])
  private let options = FieldSet([.numPredict])
  private let streamOptions = FieldSet([.includeUsage])
  private let opaque = FieldSet([.parameters, .inputSchema, .schema, .arguments, .input, .inputExamples])
  private let opaqueAtTop = FieldSet([.format, .logitBias, .metadata, .guidedJSON, .jsonSchema])

  private static let common: [Field] = [
    .imageURL, .fileURL, .videoURL, .audioURL, .url, .fileID, .fileIDs, .vectorStoreIDs, .serverURL, .connectorID,
    .comparisonResponseID, .model, .chatTemplate,
  ]

  /// What is looked for below an outermost field.
  func under(_ top: Field) -> FieldSet {
    switch top {
    case .tools, .functions: tools
    case .input: input
    case .options: options
    case .streamOptions: streamOptions
    default: anywhere
    }
  }

  func isOpaque(_ field: Field) -> Bool { opaque.contains(field) }

  func isOpaqueAtTop(_ field: Field) -> Bool { opaqueAtTop.contains(field) }
}
