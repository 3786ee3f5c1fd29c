import Glibc

/// The gateway that started this one to take its place, and waits to hear that it can.
final class Predecessor: Sendable {
  static let variable = "SUCCESSION_FD"
  private let pipe: Int32

  /// Nil where a person or a supervisor started this process.
  init?(_ environment: [String: String]) {
    guard let text = environment[Self.variable], let number = DecimalText.parse(text), number > 2, number < 1 << 20
    else { return nil }
    pipe = Int32(number)
    _ = fcntl(pipe, F_SETFD, FD_CLOEXEC)
  }

  /// Everything but the audit log is open, which the predecessor holds until it has finished: it may begin to.
  func giveWay() {
    var word = UInt8(ascii: "+")
    unsafe _ = write(pipe, &word, 1)
    close(pipe)
  }
}
