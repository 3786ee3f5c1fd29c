import Cryptography
import Fetch
import Telemetry
import Transport

/// Keeps the proof that each certificate was not revoked up to date: from its file, or from the responder it names.
///
/// What cannot be proven is not sent: a certificate is served without a proof, and the diagnostic log says why.
actor Stapling {
  private struct State {
    var stamp: FileStamp?
    /// When to ask the responder next, and when what is sent now ends, in Unix seconds.
    var nextFetch: Int64 = 0
    var end: Int64 = 0
    var isFetching = false
    /// What was written last, so that it is written once.
    var said = ""
  }

  private let diagnostics: DiagnosticLog
  private let fetcher = Fetcher(limits: FetchLimits(bodyBytes: OCSPSubject.responseLength))
  /// By the certificate's own DER.
  private var states: [[UInt8]: State] = [:]

  /// After a failure the responder is asked again after this time; else at half of what is left, within these bounds.
  static let retryAfter: Int64 = 300
  static let restAtLeast: Int64 = 10
  static let restAtMost: Int64 = 3600

  init(_ diagnostics: DiagnosticLog) { self.diagnostics = diagnostics }

  /// Takes what is new; called every second or so.
  func look(_ server: TLSServer, _ settings: TLSListenerSettings, now: Int64) {
    let served = Set(server.certificates.compactMap(\.chain.first))
    states = states.filter { served.contains($0.key) || $0.value.isFetching }
    for (certificate, settings) in zip(server.certificates, settings.certificates) {
      switch settings.revocation {
      case .none: certificate.staple.set(nil, until: 0)
      case .file(let path): lookAtFile(path, certificate, now)
      case .responder: ask(certificate, settings.certificateFile, now)
      }
      noteEnd(of: certificate, settings.certificateFile, now)
    }
  }

  private func lookAtFile(_ path: String, _ certificate: TLSCertificate, _ now: Int64) {
    guard let key = certificate.chain.first else { return }
    let stamp = FileStamp(path)
    guard stamp != states[key]?.stamp else { return }
    states[key, default: State()].stamp = stamp
    do throws(FileBytes.Flaw) {
      take(try FileBytes.read(path, limit: OCSPSubject.responseLength), for: certificate, from: path, now)
    } catch {
      say(.warning, "the OCSP response cannot be read", key, ["file": path, "error": error.reason])
    }
  }

  private func ask(_ certificate: TLSCertificate, _ file: String, _ now: Int64) {
    guard let key = certificate.chain.first, states[key, default: State()].nextFetch <= now,
      !states[key, default: State()].isFetching
    else { return }
    do throws(OCSPFlaw) {
      let subject = try OCSPSubject(chain: certificate.chain)
      guard let responder = subject.responder else {
        states[key, default: State()].nextFetch = now + Self.restAtMost
        say(.warning, "the certificate names no OCSP responder", key, ["certificate": file])
        return
      }
      let request = try subject.request()
      states[key, default: State()].isFetching = true
      Task { await fetch(request, from: responder, for: certificate) }
    } catch {
      states[key, default: State()].nextFetch = now + Self.retryAfter
      say(.warning, "no OCSP response can be asked for", key, ["certificate": file, "error": error.description])
    }
  }

  private func fetch(_ request: [UInt8], from responder: String, for certificate: TLSCertificate) async {
    guard let key = certificate.chain.first else { return }
    let result: Result<FetchResponse, FetchError>
    do throws(FetchError) {
      result = .success(try await fetcher.post(responder, body: request, contentType: "application/ocsp-request"))
    } catch {
      result = .failure(error)
    }
    let now = Clock.unixSeconds()
    states[key, default: State()].isFetching = false
    states[key, default: State()].nextFetch = now + Self.retryAfter
    switch result {
    case .success(let response) where response.status == 200:
      take(response.body, for: certificate, from: responder, now)
      guard let end = states[key]?.end, end > now else { return }
      states[key]?.nextFetch = now + min(max((end - now) / 2, Self.restAtLeast), Self.restAtMost)
    case .success(let response):
      say(.warning, "the OCSP responder failed", key, ["responder": responder, "status": "\(response.status)"])
    case .failure(let error):
      say(.warning, "the OCSP responder failed", key, ["responder": responder, "error": "\(error)"])
    }
  }

  private func take(_ bytes: [UInt8], for certificate: TLSCertificate, from place: String, _ now: Int64) {
    guard let key = certificate.chain.first else { return }
    do throws(OCSPFlaw) {
      let end = try OCSPSubject(chain: certificate.chain).check(bytes, now: now)
      certificate.staple.set(bytes, until: end)
      states[key, default: State()].end = end
      say(.information, "OCSP response in force", key, ["from": place, "until": Timestamp.text(end)])
    } catch {
      // What was proven before holds to its end, unless the contrary is now known.
      if error == .revoked {
        certificate.staple.set(nil, until: 0)
        states[key]?.end = 0
      }
      let level: DiagnosticLog.Level = error == .revoked ? .error : .warning
      say(level, "the OCSP response is not sent", key, ["from": place, "error": error.description])
    }
  }

  private func noteEnd(of certificate: TLSCertificate, _ file: String, _ now: Int64) {
    guard let key = certificate.chain.first, let state = states[key], state.end != 0, state.end <= now else { return }
    states[key]?.end = 0
    say(.warning, "the OCSP response has expired and is no longer sent", key, ["certificate": file])
  }

  private func say(
    _ level: DiagnosticLog.Level, _ message: String, _ key: [UInt8], _ fields: KeyValuePairs<String, String>
  ) {
    let text = message + fields.map { $0.key + $0.value }.joined()
    guard states[key]?.said != text else { return }
    states[key, default: State()].said = text
    diagnostics.write(level, message, fields)
  }
}
