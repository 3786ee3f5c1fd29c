import Synchronization

/// What all journals share: whether they may take records, and whom they wake.
final class JournalGate: Sendable {
  /// Who may keep the gate shut; it is open when nobody does.
  struct Keeper: OptionSet, Sendable {
    let rawValue: UInt8
    /// The appender: the tree could not be written.
    static let appender = Keeper(rawValue: 1)
    /// The synchroniser: a journal could not be brought to the disk.
    static let synchroniser = Keeper(rawValue: 2)
  }

  private let shut = Atomic<UInt8>(Keeper.appender.rawValue)
  /// Wakes the appender.
  let appender: Doorbell
  /// Wakes the synchroniser.
  let synchroniser: Doorbell

  init() throws(DiskFailure) {
    appender = try Doorbell()
    synchroniser = try Doorbell()
  }

  /// Whether records are taken; outcomes always are.
  var isOpen: Bool { shut.load(ordering: .relaxed) == 0 }

  func open(by keeper: Keeper) {
    shut.bitwiseAnd(~keeper.rawValue, ordering: .sequentiallyConsistent)
  }

  func close(by keeper: Keeper) {
    shut.bitwiseOr(keeper.rawValue, ordering: .sequentiallyConsistent)
  }
}
