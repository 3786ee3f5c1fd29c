/// Whole numbers as people write them: ASCII digits only, no sign, no leading zeros, no separators.
enum DecimalText {
  /// The value, or nil for anything else; never more than `Int.max`.
  static func parse(_ text: some StringProtocol) -> Int? {
    let digits = text.utf8
    guard let first = digits.first, digits.count <= 19 else { return nil }
    guard first != UInt8(ascii: "0") || digits.count == 1 else { return nil }
    var value = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
      guard !overflow, !carry else { return nil }
      value = sum
    }
    return value
  }
}
