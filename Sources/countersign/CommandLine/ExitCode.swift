/// How the program ends: 0 done, 1 refused or failed, 2 wrong usage.
enum ExitCode: Int32, Sendable {
  case done = 0
  case failed = 1
  case usage = 2
}
