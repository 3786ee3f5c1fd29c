/// What is counted without labels.
public enum Counter: Int, Sendable, CaseIterable {
  case connectionsAccepted
  case tlsHandshakesFailed
  case requestBytes
  case responseBytes
  case credentialCacheHits
  case credentialCacheMisses
  case credentialsRefused
  case auditEntries
  case auditFailures
  case accessLogLines
  case accessLogLinesDropped
  case accessLogWriteFailures
}

/// What is measured as it stands now, without labels.
public enum Gauge: Int, Sendable, CaseIterable {
  case connectionsOpen
  case requestsInFlight
  case auditJournalBytes
  case auditUnsealedEntries
}

extension Counter {
  var family: (name: String, help: String) {
    switch self {
    case .connectionsAccepted: ("countersign_connections_accepted_total", "Client connections accepted.")
    case .tlsHandshakesFailed:
      ("countersign_tls_handshakes_failed_total", "Connections that TLS was not agreed on, or that broke it.")
    case .requestBytes: ("countersign_request_bytes_total", "Request body bytes received from clients.")
    case .responseBytes: ("countersign_response_bytes_total", "Response body bytes sent to clients.")
    case .credentialCacheHits: ("countersign_credential_cache_hits_total", "Credentials found verified in the cache.")
    case .credentialCacheMisses: ("countersign_credential_cache_misses_total", "Credentials that had to be verified.")
    case .credentialsRefused: ("countersign_credentials_refused_total", "Credentials that did not verify.")
    case .auditEntries: ("countersign_audit_entries_total", "Entries written to the audit journal.")
    case .auditFailures: ("countersign_audit_failures_total", "Requests stopped because the audit log took no entry.")
    case .accessLogLines: ("countersign_access_log_lines_total", "Access-log lines made.")
    case .accessLogLinesDropped: ("countersign_access_log_lines_dropped_total", "Access-log lines nobody could take.")
    case .accessLogWriteFailures:
      ("countersign_access_log_write_failures_total", "Writes of the access log that failed.")
    }
  }
}

extension Gauge {
  var family: (name: String, help: String) {
    switch self {
    case .connectionsOpen: ("countersign_connections_open", "Client connections open now.")
    case .requestsInFlight: ("countersign_requests_in_flight", "Requests being served now.")
    case .auditJournalBytes: ("countersign_audit_journal_bytes", "Bytes of audit journal not yet moved into the log.")
    case .auditUnsealedEntries: ("countersign_audit_unsealed_entries", "Audit entries not yet under a checkpoint.")
    }
  }
}
