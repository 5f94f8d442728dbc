// Signing in, and who is signed in (contract §1.2, ruling R58).

package struct LoginBody: Codable, Hashable, Sendable {
  package var email: String
  package var password: String

  package init(email: String, password: String) {
    self.email = email
    self.password = password
  }
}

/// Tokens; `refresh_token` is absent in the answer of a refresh that did not rotate. Snake case as contract §1.2 writes it.
package struct TokenReply: Codable, Hashable, Sendable {
  package var accessToken: String
  package var refreshToken: String?
  /// Seconds.
  package var expiresIn: Int

  package init(accessToken: String, refreshToken: String? = nil, expiresIn: Int) {
    self.accessToken = accessToken
    self.refreshToken = refreshToken
    self.expiresIn = expiresIn
  }

  private enum CodingKeys: String, CodingKey {
    case accessToken = "access_token"
    case refreshToken = "refresh_token"
    case expiresIn = "expires_in"
  }
}

/// What a refresh sends (contract §1.2).
package struct RefreshBody: Codable, Hashable, Sendable {
  package var refreshToken: String

  package init(refreshToken: String) { self.refreshToken = refreshToken }

  private enum CodingKeys: String, CodingKey { case refreshToken = "refresh_token" }
}

package struct CurrentUser: Codable, Hashable, Sendable {
  package var id: EntityID
  package var email: String
  package var name: String
  package var role: Role
  package var scopes: [Scope]
  /// What the caller showed.
  package var credential: CredentialKind?
  /// Of the API key that was shown.
  package var keyId: EntityID?
  /// When the credential ends; absent: never.
  package var expiresAt: Timestamp?

  package init(
    id: EntityID, email: String, name: String, role: Role, scopes: [Scope], credential: CredentialKind? = nil,
    keyId: EntityID? = nil, expiresAt: Timestamp? = nil
  ) {
    self.id = id
    self.email = email
    self.name = name
    self.role = role
    self.scopes = scopes
    self.credential = credential
    self.keyId = keyId
    self.expiresAt = expiresAt
  }
}

package enum UserStatus: String, WireEnum {
  case active, disabled
  case unknown
}

package struct User: Codable, Hashable, Sendable {
  package var id: EntityID
  package var email: String
  package var name: String
  package var role: Role
  package var status: UserStatus
  package var createdAt: Timestamp

  package init(
    id: EntityID, email: String, name: String, role: Role, status: UserStatus = .active, createdAt: Timestamp
  ) {
    self.id = id
    self.email = email
    self.name = name
    self.role = role
    self.status = status
    self.createdAt = createdAt
  }
}
