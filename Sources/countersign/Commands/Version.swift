/// The version of this program, as `version`, `--version` and `health` say it.
enum Version {
  static let number = "0.2.0"
  static let text = "countersign \(number)"
}
