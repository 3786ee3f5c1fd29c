import Audit
import Cryptography
import Foundation

// A process for tests to kill and for people to measure with:
//   audit-crash write FOLDER SEED     calls without end; says each step on standard output once the log has it
//   audit-crash drain FOLDER SEED     300 calls, patient where the log refuses, then a close
//   audit-crash measure FOLDER COUNT  the time per record on the loop, and the appender's CPU time per entry
// SEED is 64 hexadecimal digits: the signing key's seed and the seal key.

let arguments = CommandLine.arguments
guard arguments.count == 4, ["write", "drain", "measure"].contains(arguments[1]) else {
  FileHandle.standardError.write(Data("usage: audit-crash write|drain FOLDER SEED | measure FOLDER COUNT\n".utf8))
  exit(2)
}
switch arguments[1] {
case "write":
  try CrashWriter(folder: arguments[2], seed: arguments[3]).run(calls: .max)
case "drain":
  try CrashWriter(folder: arguments[2], seed: arguments[3]).run(calls: 300)
default:
  try Measurement(folder: arguments[2], count: Int(arguments[3]) ?? 100_000).run()
}
