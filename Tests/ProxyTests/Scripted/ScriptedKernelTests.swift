import Foundation
import Policy
import Testing

@testable import Transport

/// Thousands of conversations over a kernel that deals every order of events the real one may: nothing may be lost,
/// doubled, leaked or spun on. A seed that fails is printed and kept in `Seeds.txt`, which every run plays.
/// `SEEDS` says how many fresh ones are played; `SEED` plays one and prints every call.
@Suite(.timeLimit(.minutes(5))) struct ScriptedKernelTests {
  @Test func playsTheSeedsThatFailedOnce() throws {
    let seeds = Seeds.kept
    #expect(!seeds.isEmpty)
    for seed in seeds {
      let problems = ScriptedRun(seed: seed, policy: try Seeds.policy()).play()
      #expect(problems.isEmpty, "seed \(seed): \(problems.prefix(4))")
    }
  }

  @Test func playsFreshSeeds() throws {
    if let seed = Seeds.number("SEED") {
      let run = ScriptedRun(seed: UInt64(seed), policy: try Seeds.policy())
      run.isTracing = true
      let problems = run.play()
      #expect(problems.isEmpty, "seed \(seed): \(problems.prefix(4))")
      return
    }
    try Seeds.playFresh(count: Seeds.number("SEEDS") ?? 4000, seconds: 15)
  }

  // Not every seed can notice every lie, but of thirty some must.
  @Test(arguments: KernelLie.allCases)
  func noticesWhatNoKernelDoes(lie: KernelLie) throws {
    let policy = try Seeds.policy()
    let caught = (0..<30).count { !ScriptedRun(seed: $0, policy: policy, lie: lie).play().isEmpty }
    #expect(caught > 0)
  }
}

/// The same for as long as a night allows: `SEEDS` a run.
@Suite(.timeLimit(.minutes(30))) struct ScriptedKernelSlowTests {
  @Test func playsManySeeds() throws {
    try Seeds.playFresh(count: Seeds.number("SEEDS") ?? 1_000_000, seconds: 180)
  }
}

/// Where seeds come from and where those that failed are kept.
enum Seeds {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Seeds.txt")

  static var kept: [UInt64] {
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { UInt64($0.prefix { $0 != " " }) }
  }

  static func number(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap { Int($0) } }

  static func policy() throws -> CompiledPolicy {
    let place = SourcePosition(line: 1, column: 1)
    var role = RoleDocument(name: Located("all", place), members: .everyone)
    role.routes = [Located("all", place)]
    role.actions = [Located(.read, place), Located(.write, place)]
    return try CompiledPolicy.compile(
      PolicyDocument(roles: [role]), PolicyVocabulary(models: [], routes: ["all"]), version: Array("v1".utf8))
  }

  /// Plays seeds from a number that no run has had, until one fails or the time is over.
  static func playFresh(count: Int, seconds: UInt64) throws {
    let policy = try policy()
    let first = UInt64.random(in: 0..<1 << 48)
    let end = Clock.monotonic() + seconds * Nanoseconds.perSecond
    var seed = first
    while seed < first + UInt64(count), Clock.monotonic() < end {
      let problems = ScriptedRun(seed: seed, policy: policy).play()
      if !problems.isEmpty {
        Issue.record("seed \(seed): \(problems.prefix(4))")
        return keep(seed, problems[0])
      }
      seed += 1
    }
    print("played \(seed - first) seeds from \(first)")
  }

  private static func keep(_ seed: UInt64, _ problem: String) {
    guard let handle = try? FileHandle(forWritingTo: file) else { return }
    handle.seekToEndOfFile()
    handle.write(Data("\(seed) \(problem)\n".utf8))
  }
}
