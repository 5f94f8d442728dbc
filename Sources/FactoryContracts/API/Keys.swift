// API keys on the wire (contract §1.2, ruling R42). Snake case where the contract writes it; the key itself is in one answer only.

/// What is asked for when a key is made.
package struct CreateKeyBody: Codable, Hashable, Sendable {
  package var name: String
  package var scopes: [Scope]
  /// Days until it ends; nil: never.
  package var expiresInDays: Int?
  /// The agent that the key is for; nil: its maker.
  package var principalId: EntityID?

  package init(name: String, scopes: [Scope], expiresInDays: Int? = nil, principalId: EntityID? = nil) {
    self.name = name
    self.scopes = scopes
    self.expiresInDays = expiresInDays
    self.principalId = principalId
  }
}

/// Which key is replaced, and how long the old one goes on.
package struct RotateKeyBody: Codable, Hashable, Sendable {
  /// nil: the key that calls.
  package var keyId: EntityID?
  /// Seconds; nil: 0.
  package var graceSeconds: Int?

  package init(keyId: EntityID? = nil, graceSeconds: Int? = nil) {
    self.keyId = keyId
    self.graceSeconds = graceSeconds
  }

  private enum CodingKeys: String, CodingKey {
    case keyId = "key_id"
    case graceSeconds
  }
}

/// A new key. The only answer that has it: what an Idempotency-Key repeats has no `api_key`.
package struct KeyReply: Codable, Hashable, Sendable {
  package var apiKey: String?
  package var keyId: EntityID
  package var scopes: [Scope]

  package init(apiKey: String?, keyId: EntityID, scopes: [Scope]) {
    self.apiKey = apiKey
    self.keyId = keyId
    self.scopes = scopes
  }

  private enum CodingKeys: String, CodingKey {
    case apiKey = "api_key"
    case keyId = "key_id"
    case scopes
  }
}

/// A key as lists show it: never the secret, only its public beginning.
package struct APIKey: Codable, Hashable, Sendable {
  package var id: EntityID
  package var name: String
  /// The beginning of the key, by which its owner tells it from others.
  package var prefix: String
  package var scopes: [Scope]
  /// Who acts when the key is shown: its maker, or an agent.
  package var principalId: EntityID
  package var createdBy: EntityID
  package var createdAt: Timestamp
  @Nullable package var expiresAt: Timestamp?
  /// To the minute.
  @Nullable package var lastUsedAt: Timestamp?
  /// From when it is refused; in the future while a rotation's grace runs.
  @Nullable package var revokedAt: Timestamp?
  /// The key that took its place.
  @Nullable package var replacedBy: EntityID?

  package init(
    id: EntityID, name: String, prefix: String, scopes: [Scope], principalId: EntityID, createdBy: EntityID,
    createdAt: Timestamp, expiresAt: Timestamp? = nil, lastUsedAt: Timestamp? = nil, revokedAt: Timestamp? = nil,
    replacedBy: EntityID? = nil
  ) {
    self.id = id
    self.name = name
    self.prefix = prefix
    self.scopes = scopes
    self.principalId = principalId
    self.createdBy = createdBy
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    self.lastUsedAt = lastUsedAt
    self.revokedAt = revokedAt
    self.replacedBy = replacedBy
  }

  /// When it ends, whatever ends it; nil: never.
  package var endsAt: Timestamp? { [expiresAt, revokedAt].compactMap(\.self).min() }

  package func isLive(at now: Timestamp) -> Bool { endsAt.map { $0 > now } ?? true }
}

/// What a caller proved itself with.
package enum CredentialKind: String, WireEnum {
  /// The token of the person whose machine it is (ruling R58).
  case localOwner = "local_owner"
  /// A person's access token.
  case accessToken = "access_token"
  case apiKey = "api_key"
  case unknown
}
