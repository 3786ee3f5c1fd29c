import CCurl

/// libcurl's list of header lines, freed with its owner.
@safe
struct HeaderList: ~Copyable {
  private var list: UnsafeMutablePointer<curl_slist>?

  init(_ lines: [String]) {
    unsafe list = nil
    for line in lines { unsafe list = curl_slist_append(list, line) }
  }

  deinit { unsafe curl_slist_free_all(list) }

  /// The list, which must outlive the transfer; nil when it is empty.
  var pointer: UnsafeMutablePointer<curl_slist>? { unsafe list }
}
