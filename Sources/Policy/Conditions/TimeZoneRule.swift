/// The recurring rule of a zone file's footer: `CET-1CEST,M3.5.0,M10.5.0/3` (POSIX TZ with RFC 9636's wider hours).
struct TimeZoneRule {
  private struct Saving {
    let offset: Int64
    let start: TimeZoneRuleDate
    let end: TimeZoneRuleDate
  }

  private let standard: Int64
  private let saving: Saving?

  init?(parsing text: ArraySlice<UInt8>) {
    var scanner = TimeZoneRuleScanner(text)
    guard scanner.name(), let west = scanner.duration() else { return nil }
    standard = -west
    if scanner.isAtEnd {
      saving = nil
      return
    }
    guard scanner.name() else { return nil }
    var offset = standard + 3600
    if scanner.peek != UInt8(ascii: ",") {
      guard let west = scanner.duration() else { return nil }
      offset = -west
    }
    guard scanner.skip(","), let start = scanner.date(), scanner.skip(","), let end = scanner.date(),
      scanner.isAtEnd
    else { return nil }
    saving = Saving(offset: offset, start: start, end: end)
  }

  /// Every change of offset from 1970 to the end of `year`, in order.
  func changes(through year: Int64) -> [(moment: Int64, offset: Int64)] {
    guard let saving else { return [] }
    let all = (1970...year).flatMap { year in
      [
        (moment: saving.start.localSeconds(in: year) - standard, offset: saving.offset),
        (moment: saving.end.localSeconds(in: year) - saving.offset, offset: standard),
      ]
    }
    return all.sorted { $0.moment < $1.moment }
  }
}
