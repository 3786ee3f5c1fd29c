/// The place of one record in its loop's journal.
public struct Ticket: Equatable, Sendable {
  /// Rises by at least one with each record; the record is durable when the loop was told this number or a higher one.
  public let sequence: UInt64
}
