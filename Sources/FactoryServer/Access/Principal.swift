// Who is behind a request, as the server knows them.
import FactoryContracts
import FactoryEngine

/// An authenticated caller.
struct Principal: Sendable {
  var actor: Actor
  var email: String
  /// Has no rate limit (ruling R9).
  var isLocalOwner = false
  var credential = CredentialKind.accessToken
  /// When the credential ends; nil: never.
  var expiresAt: Timestamp?
}

/// The person whose machine this is: an opaque token that only local connections may show (ruling R58).
package struct LocalOwner: Sendable {
  package var token: String
  package var actor: Actor
  package var email: String

  package init(token: String, actor: Actor, email: String) {
    self.token = token
    self.actor = actor
    self.email = email
  }
}
