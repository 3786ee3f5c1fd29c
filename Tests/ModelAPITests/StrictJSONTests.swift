import Testing

@testable import ModelAPI

@Suite struct StrictJSONTests {
  private func fault(_ text: String, _ change: (inout StrictJSON.Limits) -> Void = { _ in }) -> JSONFault? {
    var limits = StrictJSON.Limits()
    change(&limits)
    return Reading.fault(of: Array(text.utf8), limits: limits)
  }

  /// Keys that some reader would take for one another; CVE class of `{"model":"ok","Model":"secret"}`.
  @Test(arguments: [
    #"{"model":1,"model":2}"#, #"{"model":1,"Model":2}"#, #"{"MODEL":1,"mOdEl":2}"#,
    #"{"model":1,"mod\u0065l":2}"#, #"{"model":1,"\u004Dodel":2}"#, #"{"a":{"b":1,"c":2,"B":3}}"#,
    "{\"kind\":1,\"\u{212A}ind\":2}", #"{"kind":1,"\u212aind":2}"#, "{\"stream\":1,\"\u{17F}tream\":2}",
    #"{"stop":1,"\u017ftop":2}"#, "{\"file_id\":1,\"\u{FB01}le_id\":2}", "{\"id\":1,\"\u{131}d\":2}",
    "{\"\u{E9}\":1,\"\u{C9}\":2}", "{\"stra\u{DF}e\":1,\"STRASSE\":2}", "{\"\u{3C3}\":1,\"\u{3C2}\":2}",
    "{\"\u{B5}\":1,\"\u{3BC}\":2}", "{\"\u{1E9E}\":1,\"\u{DF}\":2}", #"{"":1,"":2}"#,
    "{\"\u{10400}\":1,\"\u{10428}\":2}", #"{"a/b":1,"a\/b":2}"#, #"[[{"x":{},"X":[]}]]"#,
    #"{"a_very_long_name_of_a_key":1,"A_Very_Long_Name_Of_A_Key":2}"#,
  ])
  func equalKeys(_ text: String) { #expect(fault(text).map(Reading.kind) == "duplicateKey") }

  /// Keys no reader takes for one another, and equal keys in different objects.
  @Test(arguments: [
    #"{"a":1,"b":2}"#, #"{"a":{"a":{"a":1}}}"#, #"[{"a":1},{"a":2}]"#, #"{"a@":1,"a`":2}"#, #"{"[":1,"{":2}"#,
    "{\"\u{540D}\":1,\"\u{524D}\":2}", #"{"abcdefgh":1,"abcdefghi":2,"abcdefg":3}"#, "{\"\u{E9}\":1,\"e\u{301}\":2}",
    #"{"@model":1,"`model":2}"#, #"{"a\"b":1,"a\\\"b":2}"#, #"{"a":"{\"a\":1,\"a\":2}"}"#,
  ])
  func differentKeys(_ text: String) { #expect(fault(text) == nil) }

  @Test func duplicateTellsWhere() {
    #expect(fault(#"{"a":1,"b":2,"A":3}"#) == .duplicateKey(offset: 14))
  }

  @Test func nulInKey() {
    #expect(fault(#"{"model\u0000x":1}"#) == .nulInKey(offset: 2))
    #expect(fault(#"{"a":"\u0000"}"#) == nil)
  }

  @Test(arguments: [
    ("", "empty"), (" ", "syntax"), ("\u{FEFF}{}", "encoding"), (#"{"a":1}x"#, "syntax"), (#"{"a":1}{}"#, "syntax"),
    (#"{"a":1,}"#, "syntax"), (#"{"a":01}"#, "number"), (#"{"a":+1}"#, "syntax"), (#"{"a":NaN}"#, "syntax"),
    (#"{'a':1}"#, "syntax"), (#"{"a":"\ud800"}"#, "string"), (#"{"a":"\udc00"}"#, "string"),
    (#"{"a":"\ud800\u0041"}"#, "string"), (#"{"\ud800":1}"#, "string"), (#"{"a":"\x"}"#, "string"),
    ("{\"a\":\"\u{1}\"}", "string"), (#"{"a":1e999}"#, "number"), (#"{"a":99999999999999999999}"#, "number"),
    ("{}\u{0}", "syntax"), ("// c\n{}", "syntax"), (#"{"a":1"#, "syntax"),
  ])
  func notJSON(_ text: String, _ kind: String) { #expect(fault(text).map(Reading.kind) == kind) }

  @Test func otherEncodings() {
    let text = #"{"model":"ok"}"#
    let wide = Array(text.utf16)
    let little = wide.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let big = wide.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    #expect(Reading.fault(of: little) == .encoding)
    #expect(Reading.fault(of: big) == .encoding)
    #expect(Reading.fault(of: [0xFF, 0xFE] + little) == .encoding)
    #expect(Reading.fault(of: [0xFE, 0xFF] + big) == .encoding)
    #expect(Reading.fault(of: Array("{\"a\":\"".utf8) + [0xC0, 0x80] + Array("\"}".utf8)) == .utf8)
    #expect(Reading.fault(of: Array("{\"a\":\"".utf8) + [0xED, 0xA0, 0x80] + Array("\"}".utf8)) == .utf8)
  }

  @Test(arguments: [1, 2, 63, 64])
  func depthLimit(_ depth: Int) {
    let inside = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    let outside = "[" + inside + "]"
    #expect(fault(inside) { $0.depth = depth } == nil)
    #expect(fault(outside) { $0.depth = depth } == .tooDeep(maximum: depth))
    #expect(fault(#"{"a":"# + inside + "}") { $0.depth = depth } == .tooDeep(maximum: depth))
  }

  @Test func depthCannotBeConfiguredBeyondItsRoom() {
    var limits = StrictJSON.Limits()
    limits.depth = 100_000
    #expect(limits.depth == StrictJSON.Limits.maximumDepth)
    let deep = String(repeating: "[", count: 257) + String(repeating: "]", count: 257)
    #expect(fault(deep) { $0.depth = 100_000 } == .tooDeep(maximum: 256))
    #expect(fault(String(deep.dropFirst().dropLast())) { $0.depth = 100_000 } == nil)
  }

  @Test func keyLimits() {
    let keys = (0..<8).map { "\"k\($0)\":0" }.joined(separator: ",")
    #expect(fault("{\(keys)}") { $0.keysPerObject = 8 } == nil)
    #expect(fault("{\(keys)}") { $0.keysPerObject = 7 } == .tooManyKeysInObject(maximum: 7))
    #expect(fault("[{\(keys)},{\(keys)}]") { $0.keys = 16 } == nil)
    #expect(fault("[{\(keys)},{\(keys)}]") { $0.keys = 15 } == .tooManyKeys(maximum: 15))
    #expect(fault(#"{"abcd":1}"#) { $0.keyLength = 4 } == nil)
    #expect(fault(#"{"abcde":1}"#) { $0.keyLength = 4 } == .keyTooLong(maximum: 4))
    #expect(fault("[1,2]") { $0.length = 5 } == nil)
    #expect(fault("[1,2] ") { $0.length = 5 } == .tooLong(maximum: 5))
  }

  @Test func manyKeysOfManyObjectsInOneReader() throws {
    let json = StrictJSON()
    let object = "{" + (0..<300).map { "\"key number \($0)\":0" }.joined(separator: ",") + "}"
    let document = Array(("[" + [String](repeating: object, count: 20).joined(separator: ",") + "]").utf8)
    for _ in 0..<3 { try json.check(document.span, length: document.count) }
    let twice = Array((object.dropLast() + ",\"KEY NUMBER 299\":1}").utf8)
    #expect(throws: JSONFault.duplicateKey(offset: twice.count - 18)) {
      try json.check(twice.span, length: twice.count)
    }
  }

  @Test func memoryOfLongDocumentsIsGivenBack() throws {
    var limits = StrictJSON.Limits()
    limits.retainedLength = 8192
    let json = StrictJSON(limits: limits)
    let long = Array(("[\"" + String(repeating: "x", count: 100_000) + "\"]").utf8)
    for _ in 0..<3 { try json.check(long.span, length: long.count) }
    try json.check(Array("[1]".utf8).span, length: 3)
  }
}
