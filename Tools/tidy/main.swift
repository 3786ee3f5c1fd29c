import Foundation

// Checks the style rules of STYLE.md over the repository in the current folder (or the one named).
let root = CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : FileManager.default.currentDirectoryPath
let report = Tidy.check(Repository.read(at: URL(fileURLWithPath: root, isDirectory: true)))
for finding in report.findings { print(finding.text) }
print(report.summary)
exit(report.findings.isEmpty ? 0 : 1)
