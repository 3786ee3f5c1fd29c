/// Why a command could not do its work, said to a person: what is wrong, and what to do about it.
///
/// `message` is one sentence without a full stop; `fix` says what to type or change. The program prints both on the
/// error stream and ends with `exit`.
struct CommandFailure: Error, Sendable {
  let message: String
  let fix: String?
  let exit: ExitCode

  /// The work was refused or failed: exit code 1.
  init(_ message: String, fix: String? = nil) {
    self.message = message
    self.fix = fix
    self.exit = .failed
  }

  private init(usage message: String, fix: String?) {
    self.message = message
    self.fix = fix
    self.exit = .usage
  }

  /// The command was called wrongly: exit code 2, and a pointer to `--help` where there is no better advice.
  static func usage(_ message: String, fix: String? = nil) -> CommandFailure {
    CommandFailure(usage: message, fix: fix)
  }
}
