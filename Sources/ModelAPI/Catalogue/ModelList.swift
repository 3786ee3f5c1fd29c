/// Writes the lists of models in each dialect, from the models a caller may use.
///
/// What upstreams say of their models (sizes, digests, families) is not known here and not invented: fields a client
/// requires hold neutral values.
public enum ModelList {
  /// What Ollama's version path answers; clients compare it with what they need.
  public static let ollamaVersion: StaticString = "0.6.0"

  /// The body of a list: OpenAI's, Anthropic's (one page) or Ollama's tags, by endpoint.
  public static func write(
    _ models: some Sequence<ModelIndex>, of catalogue: ModelCatalogue, endpoint: Endpoint, into output: inout [UInt8]
  ) {
    switch endpoint.dialect {
    case .openAI: writeOpenAI(models, catalogue, into: &output)
    case .anthropic: writeAnthropic(models, catalogue, into: &output)
    case .ollama: writeOllama(models, catalogue, into: &output)
    }
  }

  /// The body that describes one model: OpenAI's or Anthropic's, by endpoint.
  public static func write(_ model: Model, endpoint: Endpoint, into output: inout [UInt8]) {
    if endpoint.dialect == .anthropic {
      appendAnthropic(model, to: &output)
    } else {
      appendOpenAI(model, to: &output)
    }
  }

  /// The body of `GET /api/version`.
  public static func writeOllamaVersion(into output: inout [UInt8]) {
    output.append("{\"version\":\"")
    output.append(ollamaVersion)
    output.append("\"}")
  }

  /// The body of `GET /`, as Ollama's command line expects it; it is `text/plain`.
  public static func writeOllamaRoot(into output: inout [UInt8]) { output.append("Ollama is running") }

  private static func writeOpenAI(
    _ models: some Sequence<ModelIndex>, _ catalogue: ModelCatalogue, into output: inout [UInt8]
  ) {
    output.append("{\"object\":\"list\",\"data\":[")
    separated(models, &output) { model, output in appendOpenAI(catalogue[model], to: &output) }
    output.append("]}")
  }

  private static func writeAnthropic(
    _ models: some Sequence<ModelIndex>, _ catalogue: ModelCatalogue, into output: inout [UInt8]
  ) {
    var first: ModelIndex?
    var last: ModelIndex?
    output.append("{\"data\":[")
    separated(models, &output) { model, output in
      first = first ?? model
      last = model
      appendAnthropic(catalogue[model], to: &output)
    }
    output.append("],\"has_more\":false,\"first_id\":")
    appendName(first.map { catalogue[$0] }, to: &output)
    output.append(",\"last_id\":")
    appendName(last.map { catalogue[$0] }, to: &output)
    output.append("}")
  }

  private static func writeOllama(
    _ models: some Sequence<ModelIndex>, _ catalogue: ModelCatalogue, into output: inout [UInt8]
  ) {
    output.append("{\"models\":[")
    separated(models, &output) { model, output in appendOllama(catalogue[model], to: &output) }
    output.append("]}")
  }

  private static func separated(
    _ models: some Sequence<ModelIndex>, _ output: inout [UInt8], write: (ModelIndex, inout [UInt8]) -> Void
  ) {
    var isFirst = true
    for model in models {
      if !isFirst { output.append(0x2C) }
      isFirst = false
      write(model, &output)
    }
  }

  private static func appendOpenAI(_ model: Model, to output: inout [UInt8]) {
    output.append("{\"id\":")
    output.append(contentsOf: model.quotedName)
    output.append(",\"object\":\"model\",\"created\":")
    output.append(decimal: model.created)
    output.append(",\"owned_by\":\"countersign\"}")
  }

  private static func appendAnthropic(_ model: Model, to output: inout [UInt8]) {
    output.append("{\"type\":\"model\",\"id\":")
    output.append(contentsOf: model.quotedName)
    output.append(",\"display_name\":")
    output.append(contentsOf: model.quotedName)
    output.append(",\"created_at\":\"")
    UTCTime.append(model.created, to: &output)
    output.append("\",\"lifecycle\":\"active\"}")
  }

  private static func appendOllama(_ model: Model, to output: inout [UInt8]) {
    output.append("{\"name\":")
    output.append(contentsOf: model.quotedName)
    output.append(",\"model\":")
    output.append(contentsOf: model.quotedName)
    output.append(",\"modified_at\":\"")
    UTCTime.append(model.created, to: &output)
    output.append("\",\"size\":0,\"digest\":\"\",\"details\":{\"parent_model\":\"\",\"format\":\"gguf\",")
    output.append("\"family\":\"\",\"families\":null,\"parameter_size\":\"\",\"quantization_level\":\"\"}}")
  }

  private static func appendName(_ model: Model?, to output: inout [UInt8]) {
    if let model { output.append(contentsOf: model.quotedName) } else { output.append("null") }
  }
}
