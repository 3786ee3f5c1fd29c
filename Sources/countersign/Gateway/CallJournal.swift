import Audit
import Bytes
import ModelAPI
import Proxy
import Transport

/// A loop's part of the audit log, and the calls that wait for their intent to be on the disk.
final class CallJournal {
  private let journal: Journal
  private let waitsForDisk: Bool
  private var durable: UInt64 = 0
  private var parked: [(ticket: UInt64, call: Call, request: Proxy.RequestID)] = []
  private var firstParked = 0

  init(_ journal: Journal, durability: Durability) {
    self.journal = journal
    waitsForDisk = durability == .power
  }

  func append(_ intent: borrowing Intent, path: Span<UInt8>, tools: Span<UInt8>) throws(JournalError) -> Ticket {
    try journal.append(intent, path: path, tools: tools)
  }

  func isDurable(_ ticket: Ticket) -> Bool { !waitsForDisk || ticket.sequence <= durable }

  func park(_ call: Call, until ticket: Ticket) {
    parked.append((ticket.sequence, call, call.requestID))
  }

  /// The appender has synced everything up to `sequence`: calls go on, in the order they came.
  func synced(_ sequence: UInt64) {
    durable = max(durable, sequence)
    while firstParked < parked.count, parked[firstParked].ticket <= durable {
      let (_, call, request) = parked[firstParked]
      firstParked += 1
      if call.isServing(request) { call.intentIsDurable() }
    }
    if firstParked == parked.count {
      parked.removeAll(keepingCapacity: true)
      firstParked = 0
    }
  }

  /// The disk does not take what the calls wait for: they are refused.
  func failed() {
    let waiting = parked[firstParked...]
    parked.removeAll(keepingCapacity: true)
    firstParked = 0
    for (_, call, request) in waiting where call.isServing(request) { call.intentIsLost() }
  }

  /// The turn of the loop is over: what waits for the disk goes there as one group.
  func turnEnded() { journal.bringToDisk() }

  /// Records how a call ended; there is room for it since its intent was taken.
  func settle(_ outcome: Outcome) {
    _ = try? journal.append(outcome)
  }

  /// Records a refusal: of a known caller in full, of a stranger as a count.
  func record(_ refusal: GatewayRefusal, of call: Call, code: String, status: Int) {
    let time = Int64(call.startedRealtime / 1_000_000)
    guard let caller = call.caller, !call.isIntended else {
      let stranger = StrangerRefusal(time: time, block: call.addressBlock, reason: Array(code.utf8))
      if !call.isIntended { journal.count(stranger) }
      return
    }
    let path = call.path
    let target = call.target
    let entry = Refusal(
      id: Audit.RequestID(high: call.requestID.high, low: call.requestID.low), time: time, caller: caller.record,
      client: call.clientText, route: target?.route ?? [],
      action: target?.action ?? [], model: target?.model ?? [], role: call.rule, policy: call.policyVersion,
      reason: Array(code.utf8), status: UInt16(status))
    // A refusal that cannot be recorded is still a refusal.
    _ = try? journal.append(entry, path: path.readable)
  }
}
