import FuzzTargets
import Glibc

/// The target that the first argument names; written once, before libFuzzer starts.
private nonisolated(unsafe) var chosen: FuzzTarget?

private func say(_ text: String) {
  let line = Array("\(text)\n".utf8)
  _ = write(STDERR_FILENO, line, line.count)
}

/// One input: a broken promise becomes a trap, which libFuzzer keeps with the bytes that led to it.
private func readInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do {
    try chosen?.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
  } catch {
    say("BROKEN PROMISE: \(error)")
    abort()
  }
  return 0
}

/// `fuzz TARGET [libFuzzer's arguments]`, where the program's `main` would stand; without a target, lists them.
@_cdecl("fuzz_main")
func start(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  let name = count > 1 ? arguments[1].map { String(cString: $0) } : nil
  guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
    say(FuzzTarget.all.map(\.name).joined(separator: "\n"))
    return 2
  }
  chosen = target
  arguments[1] = arguments[0]
  var rest = arguments + 1
  var restCount = count - 1
  return runDriver(&restCount, &rest, readInput)
}
