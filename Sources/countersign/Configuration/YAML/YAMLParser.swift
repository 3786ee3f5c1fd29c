import CYAML
import Policy

/// Owns one libyaml parser and the bytes it reads.
///
/// Both live at fixed addresses until `deinit`, because libyaml keeps pointers to them.
@safe
struct YAMLParser: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>

  /// nil where libyaml has no memory.
  init?(_ bytes: [UInt8]) {
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(bytes.count, 1))
    _ = unsafe buffer.initialize(from: bytes)
    let handle = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    unsafe handle.initialize(to: yaml_parser_t())
    unsafe input = buffer
    unsafe parser = handle
    guard unsafe yaml_parser_initialize(handle) == 1 else { return nil }
    unsafe yaml_parser_set_encoding(handle, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(handle, buffer.baseAddress, bytes.count)
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
    unsafe input.deallocate()
  }

  /// The next event.
  mutating func next() throws(YAMLFlaw) -> YAMLEvent {
    var event = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw flaw() }
    defer { unsafe yaml_event_delete(&event) }
    return unsafe YAMLParser.copy(event)
  }

  private static func copy(_ event: yaml_event_t) -> YAMLEvent {
    var anchored = false
    var tagged = false
    let kind: YAMLEvent.Kind
    switch unsafe event.type {
    case YAML_STREAM_END_EVENT: kind = .streamEnd
    case YAML_DOCUMENT_START_EVENT: kind = .documentStart
    case YAML_DOCUMENT_END_EVENT: kind = .documentEnd
    case YAML_SEQUENCE_END_EVENT: kind = .listEnd
    case YAML_MAPPING_END_EVENT: kind = .mappingEnd
    case YAML_ALIAS_EVENT: kind = .alias
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      unsafe (anchored, tagged) = (scalar.anchor != nil, scalar.tag != nil)
      let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      kind = unsafe .text(String(decoding: bytes, as: UTF8.self))
    case YAML_SEQUENCE_START_EVENT:
      let start = unsafe event.data.sequence_start
      unsafe (anchored, tagged) = (start.anchor != nil, start.tag != nil)
      kind = .listStart
    case YAML_MAPPING_START_EVENT:
      let start = unsafe event.data.mapping_start
      unsafe (anchored, tagged) = (start.anchor != nil, start.tag != nil)
      kind = .mappingStart
    default: kind = .other
    }
    let mark = unsafe event.start_mark
    return YAMLEvent(
      kind: kind, line: Int(mark.line) + 1, column: Int(mark.column) + 1, isAnchored: anchored, isTagged: tagged)
  }

  private func flaw() -> YAMLFlaw {
    let state = unsafe parser.pointee
    let problem = unsafe state.problem.map { unsafe String(cString: $0) } ?? "no memory"
    let context = unsafe state.context.map { unsafe String(cString: $0) + ": " } ?? ""
    let position = unsafe SourcePosition(
      line: Int(state.problem_mark.line) + 1, column: Int(state.problem_mark.column) + 1)
    return YAMLFlaw(
      position: position, message: "this is not YAML: \(context)\(problem)",
      fix: "check indentation (spaces, no tabs), colons and quotes here and on the line before")
  }
}
