/// How long files and functions are over the whole repository.
struct Distribution {
  private let files: [Int]
  private let functions: [Int]

  init(files swift: [TextFile]) {
    files = swift.map(\.lines.count)
    functions = swift.flatMap { $0.functions.map(\.length) }
  }

  /// For tests: lengths as given.
  init(files: [Int], functions: [Int]) {
    self.files = files
    self.functions = functions
  }

  /// Half of all files under 150 lines, nine in ten under 350; half of all functions under 8, nine in ten under 30.
  var findings: [Finding] {
    Self.check("files", files, half: 150, most: 350) + Self.check("functions", functions, half: 8, most: 30)
  }

  var summary: String {
    "tidy: \(files.count) Swift files, \(files.reduce(0, +)) lines; "
      + "\(Self.percent(files, under: 150))% of files under 150 lines, \(Self.percent(files, under: 350))% under 350; "
      + "\(functions.count) functions, \(Self.percent(functions, under: 8))% under 8 lines, "
      + "\(Self.percent(functions, under: 30))% under 30"
  }

  private static func check(_ what: String, _ lengths: [Int], half: Int, most: Int) -> [Finding] {
    [(half, 50), (most, 90)].compactMap { limit, share in
      guard percent(lengths, under: limit) < share else { return nil }
      let actual = percent(lengths, under: limit)
      return Finding(path: ".", line: 0, message: "only \(actual)% of \(what) are under \(limit) lines (\(share)%)")
    }
  }

  private static func percent(_ lengths: [Int], under limit: Int) -> Int {
    lengths.isEmpty ? 100 : lengths.count { $0 < limit } * 100 / lengths.count
  }
}
