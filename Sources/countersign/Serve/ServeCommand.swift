extension Command {
  /// `serve`: the gateway itself, in the foreground.
  static let serve = Command(
    "serve", "run the gateway until it is told to stop",
    about: """
      Reads the configuration, opens the store and the audit log, and serves. Everything that is wrong with the \
      configuration is said at once, with line and column, and nothing is started.

      SIGTERM and SIGINT stop it: no new connection is accepted, requests under way have server.drain_timeout to \
      finish, the audit log is closed with a last checkpoint. A changed configuration, certificate or key is loaded \
      within seconds, on SIGHUP at once; one that is wrong is refused, and the gateway goes on as it was. SIGHUP also \
      opens the access log anew.

      SIGUSR2 starts the program anew, also another version of it, and hands the listening sockets over: not one \
      connection is refused meanwhile. Sockets that systemd passes (LISTEN_FDS) are used where their addresses are \
      those configured; NOTIFY_SOCKET and WATCHDOG_USEC are honoured.
      """,
    options: [.config],
    examples: [
      Example("countersign serve", "with countersign.yaml in this folder"),
      Example("countersign serve --config /etc/countersign/countersign.yaml", "with another one"),
    ]
  ) { invocation in
    let configuration = try invocation.loadConfiguration()
    let service = try Service(configuration, environment: invocation.environment)
    return try await service.run()
  }
}
