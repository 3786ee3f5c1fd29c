/// A listing: the same rows as columns for people and as an array of objects for programs.
struct Table: Sendable {
  struct Column: Sendable {
    /// The key in JSON; the title in capitals is made of it.
    let key: String
    /// Numbers read better when they end at the same place.
    let alignsRight: Bool

    init(_ key: String, alignsRight: Bool = false) {
      self.key = key
      self.alignsRight = alignsRight
    }

    var title: String { key.split(separator: "_").joined(separator: " ").uppercased() }
  }

  let columns: [Column]
  private(set) var rows: [[JSONValue]] = []
  /// What people read where there are no rows.
  let whenEmpty: String

  init(_ columns: [Column], whenEmpty: String = "nothing to list") {
    self.columns = columns
    self.whenEmpty = whenEmpty
  }

  init(_ keys: String..., whenEmpty: String = "nothing to list") {
    self.init(keys.map { Column($0) }, whenEmpty: whenEmpty)
  }

  /// Adds a row, one cell for each column.
  mutating func append(_ cells: JSONValue...) {
    precondition(cells.count == columns.count, "a row has one cell for each column")
    rows.append(cells)
  }

  /// The listing without a final newline.
  func text(as format: OutputFormat) -> String {
    switch format {
    case .json: json
    case .table: rows.isEmpty ? whenEmpty : columnsOfText
    }
  }

  private var json: String {
    guard !rows.isEmpty else { return "[]" }
    let objects = rows.map { row in
      "  " + JSONValue.object(zip(columns, row).map { .init(key: $0.key, value: $1) }).json
    }
    return "[\n" + objects.joined(separator: ",\n") + "\n]"
  }

  private var columnsOfText: String {
    let cells = [columns.map(\.title)] + rows.map { $0.map(\.cell) }
    let widths = columns.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    return cells.map { line($0, widths) }.joined(separator: "\n")
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var text = ""
    for (index, cell) in cells.enumerated() {
      let padding = String(repeating: " ", count: widths[index] - cell.count)
      text += columns[index].alignsRight ? padding + cell : cell + padding
      if index < cells.count - 1 { text += "  " }
    }
    while text.last == " " { text.removeLast() }
    return text
  }
}

extension JSONValue {
  /// How people see the value in a table: no quotes, lists by comma, absent as a dash.
  var cell: String {
    switch self {
    case .null: "-"
    case .bool(let value): value ? "yes" : "no"
    case .integer(let value): String(value)
    case .string(let value): PrintableText.line(value)
    case .array(let values): values.isEmpty ? "-" : values.map(\.cell).joined(separator: ",")
    case .object(let members): members.map { "\($0.key)=\($0.value.cell)" }.joined(separator: " ")
    }
  }
}
