import ModelAPI

@testable import Identity

/// Answers as they pass by: any split reads the same, and the filter removes usage chunks and nothing else.
enum ResponseStreamTarget {
  private struct Reading: Equatable {
    var usage: TokenUsage
    var finishReason: FinishReason?
    var hasError: Bool
    var isComplete: Bool
    var output: [UInt8] = []
  }

  /// The first byte says how the body is divided and in which pieces it comes.
  static func run(_ input: [UInt8]) throws(BrokenPromise) {
    guard let first = input.first else { return }
    let framing = [ResponseFraming.json, .events, .lines, .events][Int(first & 3)]
    let bytes = Array(input.dropFirst())
    for filters in [false, true] {
      let whole = read(bytes, framing, by: max(1, bytes.count), filters)
      for size in [1, Int(first >> 2) + 1] {
        let split = read(bytes, framing, by: size, filters)
        try BrokenPromise.unless(split == whole, "in pieces of \(size): \(split), whole: \(whole)")
      }
      if filters, framing == .events {
        try checkRemoved(bytes, whole.output)
      } else if filters {
        try BrokenPromise.unless(whole.output == bytes, "the filter changed what is no event stream")
      }
    }
  }

  private static func read(_ bytes: [UInt8], _ framing: ResponseFraming, by size: Int, _ filters: Bool) -> Reading {
    let meter = ResponseMeter()
    meter.reset(framing: framing, removingUsage: filters)
    var output: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      let piece = bytes.span.extracting(start..<min(start + size, bytes.count))
      if filters { meter.filter(piece, now: 1, into: &output) } else { meter.observe(piece, now: 1) }
    }
    if filters { meter.finish(into: &output) }
    return Reading(
      usage: meter.usage, finishReason: meter.finishReason, hasError: meter.hasError, isComplete: meter.isComplete,
      output: output)
  }

  /// Walks the events of the input beside the output: what is missing there must be a usage chunk.
  private static func checkRemoved(_ bytes: [UInt8], _ output: [UInt8]) throws(BrokenPromise) {
    var rest = output[...]
    for event in EventText.split(bytes) {
      if rest.starts(with: event) {
        rest = rest.dropFirst(event.count)
      } else if !isUsage(EventText.data(event)) {
        throw BrokenPromise("removed: \(String(decoding: event, as: UTF8.self))")
      }
    }
    try BrokenPromise.unless(rest.isEmpty, "the filter added \(String(decoding: rest, as: UTF8.self))")
  }

  /// Whether a client would see neither a choice nor anything but usage in the event; what is no JSON it cannot see.
  private static func isUsage(_ data: [UInt8]) -> Bool {
    guard let object = (try? JSONReader.read(data))?.object else { return true }
    switch object["choices"] {
    case .array(let choices): return choices.isEmpty && object["usage"]?.object != nil
    default: return false
    }
  }
}
