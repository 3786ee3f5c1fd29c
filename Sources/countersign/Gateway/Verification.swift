import Audit
import Identity
import Proxy
import Transport

/// One credential on its way through a worker: verified there, once more when its issuer's keys had to be read first.
struct Verification: Sendable {
  let gateway: Gateway
  let mailbox: LoopMailbox
  let connection: SourceToken
  let request: Proxy.RequestID
  let credential: [UInt8]

  /// Hands the work to the pool; false when it has too much to do.
  func submit() -> Bool {
    gateway.workers.submit { run(mayAskForKeys: true) }
  }

  private func run(mayAskForKeys: Bool) {
    let now = Clock.unixSeconds()
    switch gateway.authenticator.authenticate(credential.span, now: now) {
    case .principal(let principal): finish(identified(principal))
    case .refused(let failure): finish(.failure(failure))
    case .awaitingKeys(let issuer):
      if mayAskForKeys { askForKeys(of: issuer) } else { finish(.failure(.keysUnavailable)) }
    }
  }

  private func identified(_ principal: Principal) -> Result<IdentifiedCaller, AuthenticationFailure> {
    do throws(JournalError) {
      return .success(try IdentifiedCaller(principal, under: gateway.policy))
    } catch {
      // A caller whose name cannot be recorded cannot be let in.
      return .failure(.claimMissing("sub"))
    }
  }

  private func askForKeys(of issuer: Int) {
    Task {
      _ = await gateway.authenticator.refreshKeys(issuer: issuer, now: Clock.unixSeconds())
      if !gateway.workers.submit({ run(mayAskForKeys: false) }) { finish(.failure(.keysUnavailable)) }
    }
  }

  private func finish(_ result: Result<IdentifiedCaller, AuthenticationFailure>) {
    mailbox.post { loop in (loop.root as? LoopRoot)?.desk.verified(self, result) }
  }
}
