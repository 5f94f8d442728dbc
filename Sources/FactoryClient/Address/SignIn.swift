// Signing in and staying signed in over the auth endpoints (contract §1.2). Blocking; worker threads.
import FactoryContracts
import Foundation

package enum SignIn {
  /// Exchanges e-mail and password for tokens; nothing is stored.
  package static func login(
    address: ServerAddress, email: String, password: String, options: ClientOptions = ClientOptions()
  ) throws(APIFailure) -> StoredLogin {
    let client = RESTClient(address: address, credential: nil, options: options)
    let reply = try client.request(Endpoints.login, LoginBody(email: email, password: password)).data
    return StoredLogin(
      origin: address.origin, kind: .bearer, secret: reply.accessToken, refreshToken: reply.refreshToken,
      expiresAt: WallClock.now().adding(seconds: Double(reply.expiresIn)), email: email)
  }

  /// A source that reads the stored sign-in and, when its token is refused, exchanges the refresh token for a new one and stores that.
  package static func source(
    address: ServerAddress, store: CredentialStore, options: ClientOptions = ClientOptions()
  ) throws -> CredentialSource {
    CredentialSource(try store.credential(for: address)) { used in
      // A refresh token works once: two processes that used the same would end the sign-in.
      store.alone(for: address) { renew(used, address: address, store: store, options: options) }
    }
  }

  private static func renew(
    _ used: Credential, address: ServerAddress, store: CredentialStore, options: ClientOptions
  ) -> Credential? {
    guard var login = try? store.read(for: address) else { return nil }
    if login.secret == used.secret {
      // Nobody renewed it meanwhile; another process's rotation would have made our refresh token useless.
      guard let token = login.refreshToken else { return nil }
      let client = RESTClient(address: address, credential: nil, options: options)
      guard let reply = try? client.request(Endpoints.refresh, RefreshBody(refreshToken: token)).data else {
        return nil
      }
      login.secret = reply.accessToken
      login.refreshToken = reply.refreshToken ?? token
      login.expiresAt = WallClock.now().adding(seconds: Double(reply.expiresIn))
      _ = try? store.write(login, for: address)
    }
    return try? Credential(login.kind, secret: login.secret, for: address)
  }
}
