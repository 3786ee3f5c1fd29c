/// The settings a running gateway cannot change: sockets, threads and files that are opened once, at the start.
enum FixedSettings {
  /// The keys of those that differ, as the configuration spells them.
  static func changed(from old: Configuration, to new: Configuration) -> [String] {
    let checks: [(key: String, isSame: Bool)] = [
      ("listen", old.listen == new.listen && old.proxiedListen == new.proxiedListen),
      ("admin_listen", old.adminListen == new.adminListen),
      ("loops", old.loops == new.loops),
      ("workers", old.workers == new.workers),
      ("store", old.store == new.store),
      ("state_dir", old.stateDirectory == new.stateDirectory),
      ("root_secret_file", old.rootSecretFile == new.rootSecretFile),
      ("audit", old.audit == new.audit),
      ("log.access", old.log.access == new.log.access),
    ]
    return checks.filter { !$0.isSame }.map(\.key)
  }
}
