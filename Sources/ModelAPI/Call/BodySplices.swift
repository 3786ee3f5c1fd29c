public import Bytes

/// One edit of a body: the bytes in `range` give way to `replacement`.
public struct BodySplice: Sendable {
  /// Bytes of the client's body; empty where something is put in.
  public var range: Range<Int>
  /// What stands there instead.
  public var replacement: [UInt8]
}

/// The few edits that turn a client's body into the one that goes upstream; kept inline, nothing is allocated.
///
/// The model's upstream name takes the place of the caller's; a chat or completions stream asks for usage where the
/// client did not; a Responses call is told not to store unless that is allowed. All other bytes stay as they came.
public struct BodySplices: Sendable {
  private var edits: InlineArray<3, BodySplice>
  /// How many edits there are, 1 to 3.
  public private(set) var count = 0
  /// The length of the edited body.
  public private(set) var length: Int

  /// The edits for a call, given the length of its body and whether the caller may have its responses stored.
  public init(_ call: ModelCall, model: Model, bodyLength: Int, storeAllowed: Bool) {
    edits = InlineArray(repeating: BodySplice(range: 0..<0, replacement: []))
    length = bodyLength
    if call.injectsUsage { askForUsage(call.places) }
    if call.endpoint == .responses, !storeAllowed { declineStore(call.places) }
    insert(call.modelRange, model.quotedUpstreamName)
  }

  /// The edit at a place, in the order of the body.
  public subscript(index: Int) -> BodySplice { edits[index] }

  /// Appends the edited body.
  public func append(_ body: Span<UInt8>, to output: inout [UInt8]) {
    var next = 0
    for index in 0..<count {
      output.append(body, next..<edits[index].range.lowerBound)
      output.append(contentsOf: edits[index].replacement)
      next = edits[index].range.upperBound
    }
    output.append(body, next..<body.count)
  }

  /// Appends the edited body.
  public func append(_ body: Span<UInt8>, to buffer: ByteBuffer) {
    var next = 0
    for index in 0..<count {
      buffer.append(body.extracting(next..<edits[index].range.lowerBound))
      buffer.append(edits[index].replacement)
      next = edits[index].range.upperBound
    }
    buffer.append(body.extracting(next..<body.count))
  }

  private mutating func askForUsage(_ places: SplicePlaces) {
    switch places.streamOptions {
    case .absent: insert(places.start..<places.start, Self.streamOptionsMember)
    case .null(let range): insert(range, Self.streamOptionsValue)
    case .object(let start, let isEmpty): insert(start..<start, isEmpty ? Self.onlyUsage : Self.usageMember)
    case .declined(let range): insert(range, Self.yes)
    case .asked: break
    }
  }

  private mutating func declineStore(_ places: SplicePlaces) {
    if let range = places.storeNull {
      insert(range, Self.no)
    } else if !places.hasStore {
      insert(places.start..<places.start, Self.storeMember)
    }
  }

  /// Keeps the edits in the order of the body.
  private mutating func insert(_ range: Range<Int>, _ replacement: [UInt8]) {
    var place = count
    while place > 0, edits[place &- 1].range.lowerBound > range.lowerBound {
      edits[place] = edits[place &- 1]
      place &-= 1
    }
    edits[place] = BodySplice(range: range, replacement: replacement)
    count &+= 1
    length += replacement.count - range.count
  }

  private static let streamOptionsMember = Array("\"stream_options\":{\"include_usage\":true},".utf8)
  private static let streamOptionsValue = Array("{\"include_usage\":true}".utf8)
  private static let usageMember = Array("\"include_usage\":true,".utf8)
  private static let onlyUsage = Array("\"include_usage\":true".utf8)
  private static let storeMember = Array("\"store\":false,".utf8)
  private static let yes = Array("true".utf8)
  private static let no = Array("false".utf8)
}
