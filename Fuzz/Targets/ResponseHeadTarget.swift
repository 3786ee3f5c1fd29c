import HTTP

/// Response heads: what is accepted reads the same when it is written anew, whatever the request was.
enum ResponseHeadTarget {
  static func run(_ bytes: [UInt8]) throws(BrokenPromise) {
    for toHead in [false, true] { try check(bytes, toHead) }
  }

  private static func check(_ bytes: [UInt8], _ toHead: Bool) throws(BrokenPromise) {
    let head = ResponseHead()
    guard case .complete(let end) = head.read(bytes.span, toHead: toHead, limits: .standard) else { return }
    for count in [end - 1, end / 2, end / 3] {
      let progress = ResponseHead().read(bytes.span.extracting(0..<count), toHead: toHead, limits: .standard)
      try BrokenPromise.unless(progress == .incomplete, "the first \(count) bytes are \(progress)")
    }
    let written =
      Array("HTTP/1.\(head.isHTTP11 ? 1 : 0) \(head.status) \r\n".utf8) + HeaderText.written(head.fields, bytes)
    let again = ResponseHead()
    // A bare status line grows by the space before an absent reason.
    guard written.count < HeadLimits.standard.headBytes else { return }
    let progress = again.read(written.span, toHead: toHead, limits: .standard)
    try BrokenPromise.unless(progress == .complete(written.count), "written anew, it is \(progress)")
    try BrokenPromise.unless(
      again.status == head.status && again.bodyLength == head.bodyLength && again.keepsAlive == head.keepsAlive,
      "written anew, it is framed otherwise")
    try BrokenPromise.unless(
      HeaderText.written(again.fields, written) == HeaderText.written(head.fields, bytes), "the fields differ")
    if toHead { try BrokenPromise.unless(head.bodyLength == .none, "a response to HEAD has a body") }
  }
}
