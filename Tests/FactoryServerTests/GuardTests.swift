// Slowing down who tries passwords: attempts at once, bounded memory, networks of addresses, and answers that tell nothing (ruling R9).
import FactoryContracts
import FactoryEngine
import Foundation
import TestSupport
import Testing

@testable import FactoryServer

@Suite struct GuardTests {
  @Test func attemptsAtOnceAreCountedWhenTheyBegin() {
    let guardian = PasswordGuard()
    var begun = 0
    for _ in 0..<100 {
      if (try? guardian.begin(account: "a", address: "x", now: Sample.start)) != nil { begun += 1 }
    }
    #expect(begun == 5)
    guardian.succeeded(account: "a", address: "x")
    #expect(throws: Never.self) { try guardian.begin(account: "a", address: "x", now: Sample.start) }
  }

  @Test func goodSignInsOfOneAddressNeverWait() {
    let guardian = PasswordGuard()
    for index in 0..<200 {
      let account = "a\(index)"
      #expect(throws: Never.self) { try guardian.begin(account: account, address: "x", now: Sample.start) }
      guardian.succeeded(account: account, address: "x")
    }
    #expect(guardian.count == 0)
  }

  @Test func memoryIsBoundedAndWhoWaitsIsKept() {
    let guardian = PasswordGuard()
    for _ in 0..<8 { guardian.failed(account: "victim", address: "x", now: Sample.start) }
    for index in 0..<30_000 {
      guardian.failed(account: "a\(index)", address: "10.0.\(index >> 8).\(index & 255)", now: Sample.start)
    }
    #expect(guardian.count <= PasswordGuard.bound)
    #expect(throws: Refusal.self) { try guardian.check(account: "victim", address: "z", now: Sample.start) }
  }

  @Test func anIPv6NetworkIsOneAddress() {
    let guardian = PasswordGuard()
    for index in 0..<20 { guardian.failed(account: "a\(index)", address: "2001:db8:1:2::\(index)", now: Sample.start) }
    for same in ["2001:db8:1:2::ffff", "2001:db8:1:2:3:4:5:6"] {
      #expect(throws: Refusal.self) { try guardian.check(account: "n", address: same, now: Sample.start) }
    }
    #expect(throws: Never.self) { try guardian.check(account: "n", address: "2001:db8:1:3::1", now: Sample.start) }
  }

  @Test func anUnknownAccountIsAnsweredLikeAKnownOne() async throws {
    try await Rig.with { rig in
      let strong = try await rig.call(
        "POST", "/v1/users", body: #"{"email":"slow@example.com","role":"viewer","password":"a real password"}"#)
      #expect(strong.status == 201)
      var answers: [(HTTPAnswer, Duration)] = []
      for email in ["slow@example.com", "nobody@example.com", "agent@example.com", String(repeating: "x", count: 5000)]
      {
        let clock = ContinuousClock()
        let start = clock.now
        let body = #"{"email":"\#(email)","password":"wrong"}"#
        let answer = try await rig.call("POST", "/v1/auth/login", headers: [], body: body)
        answers.append((answer, clock.now - start))
      }
      for (answer, _) in answers {
        #expect(answer.status == 401 && answer.error?.message == answers[0].0.error?.message)
        #expect(Set(answer.headers.keys) == Set(answers[0].0.headers.keys))
      }
      // The one that is not there costs a hash too: far more than a look into the store.
      #expect(answers[1].1 > .milliseconds(15))
    }
  }
}
