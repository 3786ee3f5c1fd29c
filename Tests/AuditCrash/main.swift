import Audit
import Cryptography
import Foundation

// A process for tests to kill and for people to measure with:
//   audit-crash write FOLDER SEED        calls without end; says each step on standard output once the log has it
//   audit-crash drain FOLDER SEED        300 calls, patient where the log refuses, then a close
//   audit-crash drain-power FOLDER SEED  the same, each call waiting for the disk
//   audit-crash measure FOLDER COUNT     the time per record on the loop, and the appender's CPU time per entry
//   audit-crash group FOLDER SECONDS     callers a second, 64 of them waiting for the disk at a time
// SEED is 64 hexadecimal digits: the signing key's seed and the seal key.

let arguments = CommandLine.arguments
let number = arguments.count == 4 ? Int(arguments[3]) : nil
switch arguments.count == 4 ? arguments[1] : "" {
case "write":
  try CrashWriter(folder: arguments[2], seed: arguments[3]).run(calls: .max)
case "drain":
  try CrashWriter(folder: arguments[2], seed: arguments[3]).run(calls: 300)
case "drain-power":
  try CrashWriter(folder: arguments[2], seed: arguments[3], durability: .power).run(calls: 300)
case "measure":
  try Measurement(folder: arguments[2], count: number ?? 100_000).run()
case "group":
  try GroupCommit(folder: arguments[2], seconds: number ?? 5).run()
default:
  FileHandle.standardError.write(
    Data("usage: audit-crash write|drain|drain-power FOLDER SEED | measure|group FOLDER NUMBER\n".utf8))
  exit(2)
}
