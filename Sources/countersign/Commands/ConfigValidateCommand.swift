import Policy

extension Command {
  /// `countersign config validate`.
  static let configValidate = Command(
    "config validate", "checks the configuration and says how to mend each error",
    about: """
      Reads the file and every COUNTERSIGN_ variable as 'serve' would, starts nothing, and prints each error with
      its line and column and the fix; all of them at once. Ends with 0 where 'serve' would accept the file, else 1.
      """,
    options: [
      .config, .flag("no-files", "do not look at the files it names: for a check on another machine"), .output,
    ],
    examples: [
      Example("countersign config validate --config /etc/countersign.yaml", "check before a reload"),
      Example("countersign config validate --no-files -o json", "in CI, where the secrets are not"),
    ]
  ) { invocation in
    do throws(ConfigurationProblems) {
      let configuration = try ConfigurationLoader.load(
        invocation.configurationPath, environment: invocation.environment,
        files: invocation.flag("no-files") ? .ignored : .required)
      invocation.show(summary(configuration))
      return .done
    } catch {
      invocation.showProblems(error)
      return .failed
    }
  }

  private static func summary(_ configuration: Configuration) -> Record {
    Record([
      "file": .string(configuration.path),
      "valid": .bool(true),
      "version": .string(configuration.version),
      "listen": .strings(configuration.listen.map(\.text)),
      "public_url": .string(configuration.publicURL.text),
      "admin_listen": .text(configuration.adminListen?.text),
      "issuers": .strings(configuration.identity.jwt.map(\.name)),
      "upstreams": .strings(configuration.upstreams.map(\.name)),
      "models": .strings(configuration.models.map(\.name)),
      "routes": .strings(configuration.routes.map(\.name)),
      "roles": .strings(configuration.policy.roleNames.map { String(decoding: $0, as: UTF8.self) }),
    ])
  }
}

extension Invocation {
  /// Prints errors for people on the error stream, for programs as a listing.
  fileprivate func showProblems(_ problems: ConfigurationProblems) {
    guard output == .json else {
      console.note(problems.text)
      console.note("countersign: \(problems.summary)")
      return
    }
    var table = Table("place", "message", "fix")
    for line in problems.lines { table.append(.string(line.place), .string(line.message), .string(line.fix)) }
    show(table)
  }
}
