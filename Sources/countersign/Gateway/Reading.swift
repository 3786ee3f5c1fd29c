import Cryptography
import ModelAPI

/// What was read of a request before policy decides on it.
enum Reading: Sendable {
  /// A plain route or a list: there is nothing to read.
  case nothing
  /// A question about one model.
  case model(ModelIndex)
  /// A body for a model API, and the keyed digest of its bytes.
  case call(ModelCall, digest: Digest32)

  /// Reads the first `length` bytes of `body`; a body with two readings is refused.
  static func read(
    _ body: Span<UInt8>, length: Int, _ endpoint: Endpoint, _ reader: CallReader, _ gateway: Gateway
  ) -> Result<Reading, CallRefusal> {
    do throws(CallRefusal) {
      let call = try reader.read(body, length: length, endpoint: endpoint, catalogue: gateway.catalogue)
      return .success(.call(call, digest: gateway.promptDigestKey.digest(body.extracting(0..<length))))
    } catch {
      return .failure(error)
    }
  }
}

/// Where a request is being read.
enum ReadingPlace {
  case read(Result<Reading, CallRefusal>)
  /// A worker reads it and the request waits.
  case elsewhere
  /// The workers have more to do than they can.
  case busy
}
