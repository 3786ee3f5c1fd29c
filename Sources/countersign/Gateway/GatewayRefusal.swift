import Audit
import HTTP
import Identity
import ModelAPI
import Policy
import Proxy

/// Every reason for which the gateway answers a request itself with an error.
enum GatewayRefusal {
  case unknownPath
  case wrongMethod(StaticString)
  case noCredential
  case twoCredentials
  case malformedCredential
  case authentication(AuthenticationFailure)
  case call(CallRefusal)
  case policy(PolicyRefusal)
  case journal(JournalError)
  /// The workers have more to do than they can.
  case busy
  case head(HeadError)
  case transport(TransportRefusal)
  case upstream(UpstreamFailure)

}
