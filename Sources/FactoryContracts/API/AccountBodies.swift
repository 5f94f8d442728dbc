// What administering people's accounts takes (contract §1.2, ruling R18). Answers are `User`: no password leaves in any form.

/// A new account.
package struct CreateUserBody: Codable, Hashable, Sendable {
  package var email: String
  /// nil: what stands before the @.
  package var name: String?
  package var role: Role
  /// An agent has none, everybody else must have one.
  package var password: String?

  package init(email: String, name: String? = nil, role: Role, password: String? = nil) {
    self.email = email
    self.name = name
    self.role = role
    self.password = password
  }
}

/// What is to be other than it is.
package struct UpdateUserBody: Codable, Hashable, Sendable {
  package var name: String?
  package var role: Role?
  package var status: UserStatus?

  package init(name: String? = nil, role: Role? = nil, status: UserStatus? = nil) {
    self.name = name
    self.role = role
    self.status = status
  }
}

/// A password that an owner or admin gives somebody.
package struct SetPasswordBody: Codable, Hashable, Sendable {
  package var password: String
  package init(password: String) { self.password = password }
}

/// One's own password, changed by who knows the old one.
package struct ChangePasswordBody: Codable, Hashable, Sendable {
  package var currentPassword: String
  package var newPassword: String

  package init(currentPassword: String, newPassword: String) {
    self.currentPassword = currentPassword
    self.newPassword = newPassword
  }
}
