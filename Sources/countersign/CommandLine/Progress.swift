/// Shows how far long work has come: a bar that redraws on a terminal, a plain line for each tenth elsewhere.
struct Progress {
  private let label: String
  private let total: Int
  private let console: Console
  private let isWatched: Bool
  private var shown = -1

  /// - Parameter total: steps in all; nothing is shown for none.
  init(_ label: String, total: Int, on console: Console) {
    self.label = label
    self.total = total
    self.console = console
    self.isWatched = console.isWatched
  }

  /// `done` steps of all are behind us; prints only when there is something new to see.
  mutating func advance(to done: Int) {
    guard total > 0 else { return }
    let percent = min(done, total) * 100 / total
    let step = isWatched ? percent : percent / 10 * 10
    guard step != shown else { return }
    shown = step
    if isWatched {
      let filled = step * 30 / 100
      let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
      console.draw("\r\(label) [\(bar)] \(step)%" + (step == 100 ? "\n" : ""))
    } else {
      console.note("\(label): \(step)%")
    }
  }
}
