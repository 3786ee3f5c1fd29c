import Foundation

// What the parts of the data plane cost, each on its own: `make bench`.
//   bench THRESHOLDS             measures, prints a table, fails where a threshold is exceeded
//   bench THRESHOLDS --record    writes what was measured as the new thresholds
//   bench THRESHOLDS --only PART measures the benchmarks whose name contains PART

var arguments = Array(CommandLine.arguments.dropFirst())
let records = arguments.contains("--record")
arguments.removeAll { $0 == "--record" }
var only = ""
if let place = arguments.firstIndex(of: "--only"), place + 1 < arguments.count {
  only = arguments[place + 1]
  arguments.removeSubrange(place...place + 1)
}
guard arguments.count == 1 else {
  FileHandle.standardError.write(Data("usage: bench THRESHOLDS [--record] [--only PART]\n".utf8))
  exit(2)
}
guard Harness.countsAllocations() else {
  FileHandle.standardError.write(Data("bench: allocations are not counted; is another allocator linked in?\n".utf8))
  exit(2)
}
do {
  let session = Session(file: URL(fileURLWithPath: arguments[0]), only: only)
  exit(try session.run(recording: records) ? 0 : 1)
} catch {
  FileHandle.standardError.write(Data("bench: \(error)\n".utf8))
  exit(2)
}
