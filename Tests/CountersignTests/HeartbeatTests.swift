import Testing
import Transport

@testable import countersign

@Suite("The supervisor's watchdog")
struct HeartbeatTests {
  @Test("A loop that has not turned for the interval is not alive")
  func alive() {
    let heart = Heartbeat()
    let second = Nanoseconds.perSecond
    #expect(!heart.isAlive(within: second))
    heart.beat(Clock.monotonic())
    #expect(heart.isAlive(within: second))
    heart.beat(Clock.monotonic() - 2 * second)
    #expect(!heart.isAlive(within: second))
    #expect(heart.isAlive(within: 10 * second))
  }

  @Test("It is asked for by the variables of this process alone")
  func variables() {
    let variables = ["NOTIFY_SOCKET": "/run/systemd/notify", "WATCHDOG_USEC": "3000000"]
    #expect(Supervisor(variables).watchdogInterval == 3 * Nanoseconds.perSecond)
    #expect(Supervisor(variables.merging(["WATCHDOG_PID": "1"]) { $1 }).watchdogInterval == nil)
    #expect(Supervisor(variables.merging(["WATCHDOG_USEC": "soon"]) { $1 }).watchdogInterval == nil)
    #expect(Supervisor(["WATCHDOG_USEC": "3000000"]).watchdogInterval == nil)
  }
}
