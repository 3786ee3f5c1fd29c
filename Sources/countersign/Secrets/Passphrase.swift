import Cryptography
import Glibc

/// A passphrase for a backup: from a file, from the environment, or typed without being shown.
enum Passphrase {
  /// Characters below which a passphrase is refused when a backup is made.
  static let minimumLength = 12

  /// Where a script puts it; a person is asked.
  static let environmentVariable = "BACKUP_PASSPHRASE"

  /// The passphrase of an invocation with the option `passphrase-file`; `confirming` asks twice on a terminal.
  static func read(_ invocation: Invocation, confirming: Bool) throws(CommandFailure) -> Secret {
    if let path = invocation.text("passphrase-file") { return try firstLine(of: path) }
    if let text = invocation.environment[environmentVariable], !text.isEmpty { return Secret(Array(text.utf8).span) }
    guard isatty(STDIN_FILENO) == 1 else {
      throw .usage("no passphrase", fix: "give --passphrase-file FILE or set \(environmentVariable)")
    }
    let first = try ask("passphrase: ", invocation.console)
    guard confirming else { return first }
    let second = try ask("once more: ", invocation.console)
    guard constantTimeEqual(first.bytes, second.bytes) else { throw CommandFailure("the two passphrases differ") }
    return first
  }

  /// Refuses what is guessed too easily.
  static func checkStrength(_ passphrase: Secret) throws(CommandFailure) {
    guard passphrase.count >= minimumLength else {
      throw CommandFailure("a backup's passphrase has at least \(minimumLength) characters")
    }
  }

  private static func firstLine(of path: String) throws(CommandFailure) -> Secret {
    var bytes = try SecretFile.read(path)
    defer { bytes.cleanse() }
    let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    guard !line.isEmpty else { throw CommandFailure("\(path) holds no passphrase") }
    return Secret(Array(line).span)
  }

  private static func ask(_ prompt: String, _ console: Console) throws(CommandFailure) -> Secret {
    console.draw(prompt)
    var shown = termios()
    guard unsafe tcgetattr(STDIN_FILENO, &shown) == 0 else { throw CommandFailure("cannot ask on this terminal") }
    var hidden = shown
    hidden.c_lflag &= ~tcflag_t(ECHO)
    guard unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0 else {
      throw CommandFailure("cannot ask on this terminal")
    }
    defer {
      unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
      console.draw("\n")
    }
    guard let line = readLine(strippingNewline: true), !line.isEmpty else {
      throw CommandFailure("no passphrase given")
    }
    return Secret(Array(line.utf8).span)
  }
}
