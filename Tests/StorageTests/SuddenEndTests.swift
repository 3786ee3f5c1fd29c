import Foundation
import Identity
import Testing

@testable import Storage

@Suite("Sudden ends")
struct SuddenEndTests {
  /// A child adds keys and acknowledges each in a file of its own until it is killed; none may be missing afterwards.
  @Test(.timeLimit(.minutes(2))) func whatWasAcknowledgedOutlivesKill() async throws {
    let place = try TemporaryStore()
    try place.make().add(try Sample.user("ana"))
    let path = place.path
    var acknowledged = 0
    for round in 0..<8 {
      await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, round = round as Int] in
        let killer = Thread {
          usleep(UInt32(20_000 + 7_000 * round))
          kill(getpid(), SIGKILL)
        }
        let log = open(path + ".ack", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        let store = try SQLiteStore(path: path)
        killer.start()
        for index in 0... {
          let id = "r\(round)n\(index)"
          try store.add(try Sample.key(id, owner: "ana"))
          let line = Array((id + "\n").utf8)
          _ = write(log, line, line.count)
        }
      }
      let ids = try String(contentsOfFile: path + ".ack", encoding: .utf8).split(separator: "\n").map(String.init)
      let stored = Set(try place.open().apiKeys().map(\.id))
      #expect(ids.allSatisfy { stored.contains($0) })
      #expect(stored.count <= ids.count + round + 1)
      acknowledged = ids.count
    }
    #expect(acknowledged > 8)
  }
}
