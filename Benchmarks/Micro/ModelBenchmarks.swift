import ModelAPI

/// Bodies and streams of model APIs.
enum ModelBenchmarks {
  static var all: [Benchmark] {
    [
      read("model.read.300b", size: 300),
      read("model.read.4kb", size: 4 * 1024),
      read("model.read.100kb", size: 100 * 1024),
      observe,
      filter,
    ]
  }

  private static var catalogue: ModelCatalogue {
    let model = ModelSettings(name: Array("llama-3-8b".utf8), upstream: 0, upstreamName: Array("llama-3-8b".utf8))
    do { return try ModelCatalogue(models: [model], upstreams: [.openAI]) } catch { preconditionFailure("\(error)") }
  }

  private static func read(_ name: String, size: Int) -> Benchmark {
    let body = Samples.chat(size: size)
    let buffer = body + [UInt8](repeating: 0, count: StrictJSON.padding)
    let (reader, catalogue) = (CallReader(), catalogue)
    return Benchmark(name, unit: "body of \(body.count) bytes") { count in
      for _ in 0..<count {
        do throws(CallRefusal) {
          let call = try reader.read(
            buffer.span, length: body.count, endpoint: .chatCompletions, catalogue: catalogue)
          keep(call.tokenLimit ?? 0)
        } catch { preconditionFailure("\(error)") }
      }
    }
  }

  private static var observe: Benchmark {
    let (meter, event) = (ResponseMeter(), Array(Samples.event.utf8))
    return Benchmark("model.meter.observe", unit: "event of \(event.count) bytes") { count in
      meter.reset(framing: .events, removingUsage: false)
      for number in 0..<count { meter.observe(event.span, now: UInt64(number)) }
      keep(meter.isMidEvent ? 1 : 0)
    }
  }

  // As a stream passes whose usage was asked for on the gateway's account.
  private static var filter: Benchmark {
    let (meter, event) = (ResponseMeter(), Array(Samples.event.utf8))
    var output: [UInt8] = []
    output.reserveCapacity(4096)
    return Benchmark("model.meter.filter", unit: "event of \(event.count) bytes") { count in
      meter.reset(framing: .events, removingUsage: true)
      for number in 0..<count {
        output.removeAll(keepingCapacity: true)
        meter.filter(event.span, now: UInt64(number), into: &output)
        keep(output.count)
      }
    }
  }
}
