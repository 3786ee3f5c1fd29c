import Foundation

/// The local syslog, for checkpoints that are to be seen outside of this machine.
enum Syslog {
  /// One message per line, facility user, level info.
  static func write(_ text: String) {
    for line in text.split(separator: "\n") {
      unsafe String(line).withCString { pointer in
        unsafe withVaList([OpaquePointer(pointer)]) { unsafe vsyslog(LOG_INFO, "countersign: %s", $0) }
      }
    }
  }
}
