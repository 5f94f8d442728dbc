// Signing in: passwords, access tokens, refresh tokens that work once, and the local owner's token (contract §1.2, ruling R58).
import FactoryContracts
import FactoryEngine
import FactoryServer
import Foundation
import TestSupport
import Testing

@Suite struct SignInTests {
  private func login(_ rig: Rig, _ email: String = "operator@example.com", _ password: String = Rig.password)
    async throws
    -> HTTPAnswer
  {
    try await rig.call(
      "POST", "/v1/auth/login", headers: [], body: #"{"email":"\#(email)","password":"\#(password)"}"#)
  }

  private func refresh(_ rig: Rig, _ token: String) async throws -> HTTPAnswer {
    try await rig.call("POST", "/v1/auth/refresh", headers: [], body: #"{"refresh_token":"\#(token)"}"#)
  }

  private func me(_ rig: Rig, _ token: String) async throws -> HTTPAnswer {
    try await rig.call("GET", "/v1/users/me", headers: [("Authorization", "Bearer \(token)")])
  }

  @Test func aPasswordGivesTokens() async throws {
    try await Rig.with { rig in
      let answer = try await login(rig, " Operator@Example.com ")
      #expect(answer.status == 200)
      #expect(answer.headers["cache-control"] == "no-store")
      let tokens = try answer.data(TokenReply.self)
      #expect(tokens.expiresIn == 900)
      #expect(answer.json["access_token"]?.string == tokens.accessToken)
      #expect(answer.json["refresh_token"]?.string == tokens.refreshToken)
      #expect(answer.json["ok"]?.bool == true)
      let user = try await me(rig, tokens.accessToken).data(CurrentUser.self)
      #expect(user.email == "operator@example.com" && user.role == .operator)
      #expect(!user.scopes.contains(.agentsManage))
    }
  }

  @Test func wrongPasswordsAndUnknownPeopleLookTheSame() async throws {
    try await Rig.with { rig in
      let wrong = try await login(rig, "operator@example.com", "wrong")
      let unknown = try await login(rig, "nobody@example.com", "wrong")
      #expect(wrong.status == 401 && unknown.status == 401)
      #expect(wrong.error?.message == unknown.error?.message)
      #expect(try await login(rig, "operator@example.com", "").status == 401)
      for _ in 0..<6 { _ = try await login(rig, "viewer@example.com", "wrong") }
      let slowed = try await login(rig, "viewer@example.com")
      #expect(slowed.status == 429)
      #expect(slowed.headers["retry-after"] != nil)
      #expect(try await login(rig).status == 200)
    }
  }

  @Test func aRefreshTokenWorksOnce() async throws {
    try await Rig.with { rig in
      let first = try #require(try await login(rig).data(TokenReply.self).refreshToken)
      let second = try #require(try await refresh(rig, first).data(TokenReply.self).refreshToken)
      #expect(second != first)
      // Someone uses the spent one: the whole sign-in ends, another sign-in does not.
      let other = try #require(try await login(rig).data(TokenReply.self).refreshToken)
      #expect(try await refresh(rig, first).status == 401)
      #expect(try await refresh(rig, second).status == 401)
      #expect(try await refresh(rig, other).status == 200)
      #expect(try await refresh(rig, "nonsense").status == 401)
    }
  }

  @Test func signingOutEndsEverySignIn() async throws {
    try await Rig.with { rig in
      let one = try await login(rig).data(TokenReply.self)
      let two = try await login(rig).data(TokenReply.self)
      let bearer = [("Authorization", "Bearer \(one.accessToken)")]
      #expect(try await rig.call("POST", "/v1/auth/logout", headers: bearer).status == 204)
      #expect(try await refresh(rig, one.refreshToken ?? "").status == 401)
      #expect(try await refresh(rig, two.refreshToken ?? "").status == 401)
      let out = Rig.now()
      #expect(await eventually { Rig.now() > out })  // a sign-in in the same millisecond would count as before
      let three = try await login(rig).data(TokenReply.self)
      #expect(try await refresh(rig, three.refreshToken ?? "").status == 200)
      #expect(try await rig.call("POST", "/v1/auth/logout", headers: bearer).status == 204)
    }
  }

  @Test func tokensEnd() async throws {
    try await Rig.with { rig in
      let old = try await me(rig, try rig.token(.operator, seconds: -1))
      #expect(old.status == 401)
      #expect(old.error?.message.contains("expired") == true)
      let token = try rig.token(.operator)
      #expect(try await me(rig, token).status == 200)
      #expect(try await me(rig, token.dropLast(2) + "xx").status == 401)
      #expect(try await me(rig, Rig.ownerToken + "x").status == 401)
    }
  }

  @Test func aDisabledUserIsOut() async throws {
    try await Rig.with { rig in
      let user = try #require(rig.users[.operator])
      let refreshToken = try #require(try await login(rig).data(TokenReply.self).refreshToken)
      let token = try rig.token(.operator)
      try await rig.engine.run(.system, now: Rig.now()) { try $0.disableUser(user.id) }
      #expect(try await me(rig, token).status == 401)
      #expect(try await login(rig).status == 401)
      #expect(try await refresh(rig, refreshToken).status == 401)
    }
  }

  @Test func scopesNeverExceedTheRole() async throws {
    try await Rig.with { rig in
      let token = try rig.token(.viewer, scopes: Scope.declared)
      let user = try await me(rig, token).data(CurrentUser.self)
      #expect(Set(user.scopes) == Set(Role.viewer.scopes))
    }
  }
}
