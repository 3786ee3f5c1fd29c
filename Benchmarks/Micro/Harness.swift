import Allocations
import Glibc

/// Measures: enough operations a round to be timed, several rounds, the median; allocations over a fixed count.
struct Harness {
  var rounds = 9
  var roundNanoseconds: UInt64 = 20_000_000
  /// Where other threads take part, a round has to be long beside what wakes and ends them.
  var longRoundNanoseconds: UInt64 = 200_000_000

  /// Operations over which allocations are counted.
  static let countedOperations = 2000

  /// Measures one benchmark.
  func measure(_ benchmark: Benchmark) -> Result {
    benchmark.body(Self.countedOperations)
    let allocations = allocations(of: benchmark)
    let count = operationsPerRound(benchmark)
    var times = (0..<rounds).map { _ in Double(time(benchmark, count)) / Double(count) }
    times.sort()
    return Result(nanoseconds: times[rounds / 2], best: times[0], allocations: allocations)
  }

  private func allocations(of benchmark: Benchmark) -> Double {
    let before = benchmark.spansThreads ? allocations_of_this_process() : allocations_of_this_thread()
    benchmark.body(Self.countedOperations)
    let after = benchmark.spansThreads ? allocations_of_this_process() : allocations_of_this_thread()
    return Double(after - before) / Double(Self.countedOperations)
  }

  private func operationsPerRound(_ benchmark: Benchmark) -> Int {
    let wanted = benchmark.spansThreads ? longRoundNanoseconds : roundNanoseconds
    var count = 100
    while true {
      let taken = max(1, time(benchmark, count))
      if taken >= wanted / 2 { return count }
      count = max(count + 1, min(count * 10, Int(UInt64(count) * wanted / taken)))
    }
  }

  private func time(_ benchmark: Benchmark, _ count: Int) -> UInt64 {
    let clock = benchmark.spansThreads ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_THREAD_CPUTIME_ID
    let before = Self.now(clock)
    benchmark.body(count)
    return Self.now(clock) - before
  }

  private static func now(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// Work that belongs to no part of the product and tells how quick this machine is: a dependent chain of
  /// multiplications and loads from 32 KiB.
  static var reference: Benchmark {
    let table = (0..<4096).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 }
    return Benchmark("reference") { count in
      var state: UInt64 = 1
      let span = table.span
      for _ in 0..<count {
        for _ in 0..<100 {
          state = (state ^ span[Int(truncatingIfNeeded: state >> 52)]) &* 0xD6E8_FEB8_6659_FD93 &+ 1
        }
      }
      keep(Int(truncatingIfNeeded: state))
    }
  }

  /// Whether the counter counts: one array is one allocation. Every other figure rests on this.
  static func countsAllocations() -> Bool {
    let before = allocations_of_this_thread()
    for size in 1...64 { keep([UInt8](repeating: 7, count: 64 + size).withUnsafeBufferPointer { $0.count }) }
    return allocations_of_this_thread() - before == 64
  }
}
