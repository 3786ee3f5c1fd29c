import CCurl

/// libcurl's handle for one transfer, set up once and freed with its owner.
@safe
struct EasyHandle: ~Copyable {
  private let handle: UnsafeMutableRawPointer
  private let headers: HeaderList
  private let body: [UInt8]?

  /// libcurl's own set-up, once per process.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  init(_ request: FetchRequest) throws(FetchError) {
    guard Self.isReady, let made = unsafe curl_easy_init() else { throw .failed(code: 0, "libcurl did not start") }
    unsafe handle = made
    headers = HeaderList(request.fields)
    body = request.body
    setAddress(request)
    setTrust(request)
    setLimits(request.limits)
  }

  deinit { unsafe curl_easy_cleanup(handle) }

  private func setAddress(_ request: FetchRequest) {
    unsafe countersign_set_text(handle, CURLOPT_URL, request.url)
    if let path = request.unixSocket { unsafe countersign_set_text(handle, CURLOPT_UNIX_SOCKET_PATH, path) }
    unsafe countersign_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https")
    unsafe countersign_set_long(handle, CURLOPT_FOLLOWLOCATION, 0)
    unsafe countersign_set_long(handle, CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
    unsafe countersign_set_text(handle, CURLOPT_PROXY, "")
    unsafe countersign_set_text(handle, CURLOPT_USERAGENT, "countersign")
    unsafe countersign_set_long(handle, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    if let list = unsafe headers.pointer { unsafe countersign_set_list(handle, CURLOPT_HTTPHEADER, list) }
    if let body {
      unsafe countersign_set_long(handle, CURLOPT_POST, 1)
      unsafe countersign_set_large(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
      // Copies the bytes; the size must be set before.
      // An empty array may have no address, and without one libcurl would read standard input.
      unsafe (body.isEmpty ? [0] : body).withUnsafeBytes { bytes in
        guard let start = bytes.baseAddress else { return }
        let text = unsafe start.assumingMemoryBound(to: CChar.self)
        unsafe countersign_set_text(handle, CURLOPT_COPYPOSTFIELDS, text)
      }
    }
  }

  private func setTrust(_ request: FetchRequest) {
    unsafe countersign_set_long(handle, CURLOPT_SSL_VERIFYPEER, 1)
    unsafe countersign_set_long(handle, CURLOPT_SSL_VERIFYHOST, 2)
    unsafe countersign_set_long(handle, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    guard let authorities = request.authorities else { return }
    unsafe countersign_set_text(handle, CURLOPT_CAINFO, authorities)
    // Else libcurl trusts the system's folder of authorities as well.
    unsafe countersign_set_pointer(handle, CURLOPT_CAPATH, nil)
  }

  private func setLimits(_ limits: FetchLimits) {
    unsafe countersign_set_long(handle, CURLOPT_NOSIGNAL, 1)
    unsafe countersign_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, limits.connectTimeout)
    unsafe countersign_set_long(handle, CURLOPT_TIMEOUT_MS, limits.totalTimeout)
    unsafe countersign_set_large(handle, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(limits.bodyBytes))
  }

  /// Runs the transfer to its end on this thread.
  func perform(into sink: ResponseSink) throws(FetchError) -> FetchResponse {
    let context = unsafe Unmanaged.passUnretained(sink).toOpaque()
    unsafe countersign_set_receiver(handle, CURLOPT_WRITEFUNCTION, receiveBody)
    unsafe countersign_set_pointer(handle, CURLOPT_WRITEDATA, context)
    unsafe countersign_set_receiver(handle, CURLOPT_HEADERFUNCTION, receiveHeadLine)
    unsafe countersign_set_pointer(handle, CURLOPT_HEADERDATA, context)
    unsafe countersign_set_long(handle, CURLOPT_NOPROGRESS, 0)
    unsafe countersign_set_progress(handle, reportProgress)
    unsafe countersign_set_pointer(handle, CURLOPT_XFERINFODATA, context)
    let code = unsafe curl_easy_perform(handle)
    guard code == CURLE_OK else { throw Self.failure(code, sink) }
    var status = 0
    unsafe countersign_status(handle, &status)
    return FetchResponse(status: status, fields: sink.fields, body: sink.body)
  }

  private static func failure(_ code: CURLcode, _ sink: ResponseSink) -> FetchError {
    let message = unsafe String(cString: curl_easy_strerror(code))
    if let limit = sink.passedLimit { return .tooLarge(limit: limit) }
    switch code {
    case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_LOGIN_DENIED: return .invalidURL
    case CURLE_COULDNT_RESOLVE_HOST: return .nameNotResolved
    case CURLE_OPERATION_TIMEDOUT: return .timedOut
    case CURLE_FILESIZE_EXCEEDED: return .tooLarge(limit: sink.bodyLimit)
    case CURLE_ABORTED_BY_CALLBACK: return .cancelled
    case CURLE_COULDNT_CONNECT, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE,
      CURLE_WEIRD_SERVER_REPLY:
      return .connectionFailed(message)
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_ISSUER_ERROR:
      return .tlsFailed(message)
    default: return .failed(code: Int(code.rawValue), message)
    }
  }
}

private func receiveBody(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  unsafe receive(bytes, size * count, context) { $0.receiveBody($1) }
}

private func receiveHeadLine(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  unsafe receive(bytes, size * count, context) { $0.receiveHeadLine($1) }
}

/// Hands what libcurl read to the sink; anything but `count` makes libcurl stop.
private func receive(
  _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?,
  _ take: (ResponseSink, Span<UInt8>) -> Bool
) -> Int {
  guard let context = unsafe context, let bytes = unsafe bytes else { return 0 }
  let sink = unsafe Unmanaged<ResponseSink>.fromOpaque(context).takeUnretainedValue()
  return unsafe bytes.withMemoryRebound(to: UInt8.self, capacity: count) { start in
    let span = unsafe Span(_unsafeStart: start, count: count)
    return take(sink, span) ? count : 0
  }
}

private func reportProgress(
  _ context: UnsafeMutableRawPointer?, _: curl_off_t, _: curl_off_t, _: curl_off_t, _: curl_off_t
) -> Int32 {
  guard let context = unsafe context else { return 0 }
  return unsafe Unmanaged<ResponseSink>.fromOpaque(context).takeUnretainedValue().isCancelled ? 1 : 0
}
