import Bytes
import HTTP

/// Messages as clients and model servers send them.
enum HTTPBenchmarks {
  static var all: [Benchmark] {
    [
      requestHead("http.request-head.sdk", Samples.sdkHead),
      requestHead("http.request-head.curl", Samples.curlHead),
      responseHead,
      chunks,
    ]
  }

  private static func requestHead(_ name: String, _ text: String) -> Benchmark {
    let bytes = Array(text.utf8)
    let head = RequestHead()
    return Benchmark(name, unit: "head of \(bytes.count) bytes") { count in
      for _ in 0..<count {
        guard case .complete(let length) = head.read(bytes.span, limits: .standard) else { preconditionFailure() }
        keep(length)
      }
    }
  }

  private static var responseHead: Benchmark {
    let bytes = Array(Samples.responseHead.utf8)
    let head = ResponseHead()
    return Benchmark("http.response-head", unit: "head of \(bytes.count) bytes") { count in
      for _ in 0..<count {
        guard case .complete(let length) = head.read(bytes.span, toHead: false, limits: .standard) else {
          preconditionFailure()
        }
        keep(length)
      }
    }
  }

  // Size line, content and line end of one chunk, as they pass a stream's decoder.
  private static var chunks: Benchmark {
    let bytes = Array("3e\r\n\(Samples.event)\r\n".utf8)
    precondition(Samples.event.utf8.count == 0x3e)
    return Benchmark("http.chunk", unit: "chunk of 62 bytes") { count in
      var decoder = ChunkedDecoder()
      let span = bytes.span
      for _ in 0..<count {
        var place = 0
        while place < span.count {
          switch decoder.next(span.extracting(place..<span.count)) {
          case .skip(let length), .content(let length): place += length
          case .end, .needsMore, .invalid: preconditionFailure()
          }
        }
        keep(place)
      }
    }
  }
}
