/// What one request asks of a model: everything policy, quota and audit need to know of a body.
public struct ModelCall: Sendable {
  /// Where the request was sent.
  public let endpoint: Endpoint
  /// What policy decides on.
  public let action: ModelAction
  /// The model in the catalogue the reader was given.
  public let model: ModelIndex
  /// Where the model's name stands in the body, its quotes included.
  public let modelRange: Range<Int>
  /// Whether the answer is a stream (SSE, or NDJSON for Ollama, which streams unless told not to).
  public internal(set) var isStream = false
  /// The names of the tools offered to the model, unescaped; empty (and unallocated) where none are.
  public internal(set) var tools: [[UInt8]] = []
  /// The most output tokens asked for, the largest where several fields say; nil where none does.
  public internal(set) var tokenLimit: Int?
  /// How many answers are generated (`n`, `best_of`; the larger), at least 1.
  public internal(set) var choices = 1
  /// Whether the client asked for usage in its stream (`stream_options.include_usage`).
  public internal(set) var includeUsageAsked = false
  /// The guarded fields this call uses; policy refuses those a role does not allow.
  public internal(set) var features: GuardedFields = []

  /// Where edits to the body go; see `BodySplices`.
  var places = SplicePlaces()

  init(endpoint: Endpoint, model: ModelIndex, modelRange: Range<Int>) {
    self.endpoint = endpoint
    action = endpoint.action
    self.model = model
    self.modelRange = modelRange
  }

  /// Whether usage has to be asked for upstream and its extra chunk removed again (`ResponseMeter`).
  public var injectsUsage: Bool {
    isStream && !includeUsageAsked && (endpoint == .chatCompletions || endpoint == .completions)
  }
}

/// The places in a body that splices may change.
struct SplicePlaces: Sendable {
  /// What `stream_options` says, and where.
  enum StreamOptions: Sendable {
    case absent
    /// A `null` to be replaced.
    case null(Range<Int>)
    /// An object that does not mention usage: where its content begins, and whether it is empty.
    case object(contentStart: Int, isEmpty: Bool)
    /// `include_usage` is `false` or `null` at this place.
    case declined(Range<Int>)
    case asked
  }

  /// Just after the body's opening brace.
  var start = 0
  var streamOptions = StreamOptions.absent
  /// Where a `null` stands as the value of `store`, or nil.
  var storeNull: Range<Int>?
  var hasStore = false
}
