// Batches and quiet hours (contract §5.3): what goes out when. Time is passed in; nothing here waits.
import FactoryContracts
import FactoryEngine
import Foundation
import TestSupport
import Testing

@Suite struct NotificationTimingTests {
  private static func settings(batch: Double = 300, quiet: QuietHours? = nil) -> EngineSettings {
    EngineSettings(notifications: NotificationSettings(batchSeconds: batch, quiet: quiet))
  }

  @Test(
    "the first goes out, similar ones within the time go out together, as one that counts", arguments: StoreFactory.all)
  func batches(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make(), settings: Self.settings())
    let start = bench.clock.now
    _ = try await bench.question(by: Bench.ben)
    #expect(bench.log.count("notification.created") == 3)
    for _ in 0..<7 {
      bench.clock.advance(seconds: 10)
      _ = try await bench.question(by: Bench.ben)
    }
    // Held back from the push, not from whoever looks.
    #expect(bench.log.count("notification.created") == 3)
    let held = try #require(try await bench.notifications(Bench.ada).first)
    #expect(held.count == 7 && held.title == "7 questions wait for a decision" && held.deliveredVia == [])
    #expect(held.body == Array(repeating: "Which way?", count: 5).joined(separator: "\n") + "\nand 2 more")
    #expect(try await bench.total(Bench.ada, unread: true) == 2)
    #expect(try await bench.engine.runDue(now: start.adding(seconds: 299.999)) == start.adding(seconds: 300))
    #expect(bench.log.count("notification.created") == 3)
    for _ in 0..<2 { _ = try await bench.engine.runDue(now: start.adding(seconds: 300)) }
    #expect(bench.log.count("notification.created") == 6)
    #expect(try await bench.notifications(Bench.ada).first?.deliveredVia == [.dashboard])
    // Again one goes out only after the time.
    bench.clock.advance(seconds: 300)
    _ = try await bench.question(by: Bench.ben)
    #expect(bench.log.count("notification.created") == 6)
    await bench.store.close()
  }

  @Test("what is critical goes out at once and by itself, at any hour", arguments: StoreFactory.all)
  func critical(factory: StoreFactory) async throws {
    let bench = try await Bench(
      try factory.make(), settings: Self.settings(quiet: QuietHours(start: 0, end: 1439)))
    _ = try await bench.question(by: Bench.ben)
    #expect(bench.log.count("notification.created") == 0)
    for _ in 0..<2 { _ = try await bench.question(by: Bench.ben, priority: .critical) }
    #expect(bench.log.count("notification.created") == 6)
    #expect(try await bench.notifications(Bench.ada).map(\.count) == [1, 1, 1])
    // What is held goes on gathering.
    _ = try await bench.question(by: Bench.ben)
    #expect(try await bench.notifications(Bench.ada).map(\.count).sorted() == [1, 1, 2])
    await bench.store.close()
  }

  @Test("quiet hours hold back until their end; what was read meanwhile is told no more", arguments: StoreFactory.all)
  func quiet(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make(), settings: Self.settings(quiet: .contract))
    bench.clock.advance(minutes: 10.5 * 60)  // 22:30
    let night = bench.clock.now
    _ = try await bench.question(by: Bench.ben, priority: .low)
    bench.clock.advance(minutes: 60)
    _ = try await bench.question(by: Bench.ben, priority: .low)
    #expect(bench.log.count("notification.created") == 0)
    let held = try #require(try await bench.notifications(Bench.cleo).first)
    #expect(held.count == 2)
    try await bench.run(Bench.cleo) { try $0.readNotification(held.id) }
    let morning = night.adding(minutes: 9.5 * 60)
    _ = try await bench.engine.runDue(now: morning.adding(seconds: -0.001))
    #expect(bench.log.count("notification.created") == 0)
    _ = try await bench.engine.runDue(now: morning)
    // Deadlines that came near in the night are told in the morning as well.
    let told = bench.log.all.filter {
      $0.type == "notification.created" && String(decoding: $0.data, as: UTF8.self).contains("approval_pending")
    }
    let people = Set(told.compactMap(\.userId))
    #expect(people == [Bench.ada.id, Bench.olga.id])
    #expect(Set(told.map(\.timestamp)) == [morning])
    await bench.store.close()
  }

  @Test("the clock on the wall counts, also over a change to summer time")
  func quietHours() throws {
    let berlin = try #require(TimeZone(identifier: "Europe/Berlin"))
    let night = QuietHours(start: 22 * 60, end: 8 * 60, timeZone: berlin)
    let noon = QuietHours(start: 12 * 60, end: 13 * 60 + 30)
    let rows: [(QuietHours, String, String?)] = [
      (night, "2026-01-10T20:59:59.999Z", nil), (night, "2026-01-10T21:00:00.000Z", "2026-01-11T07:00:00.000Z"),
      (night, "2026-01-11T06:59:59.999Z", "2026-01-11T07:00:00.000Z"), (night, "2026-01-11T07:00:00.000Z", nil),
      (night, "2026-07-10T20:00:00.000Z", "2026-07-11T06:00:00.000Z"), (night, "2026-07-10T19:59:00.000Z", nil),
      // The night of 29 March has no hour between two and three, that of 25 October has it twice.
      (night, "2026-03-28T21:30:00.000Z", "2026-03-29T06:00:00.000Z"),
      (night, "2026-10-24T20:30:00.000Z", "2026-10-25T07:00:00.000Z"),
      (noon, "2026-01-10T11:59:59.999Z", nil), (noon, "2026-01-10T12:00:00.000Z", "2026-01-10T13:30:00.000Z"),
      (noon, "2026-01-10T13:30:00.000Z", nil),
    ]
    for (hours, moment, end) in rows {
      let at = try #require(Timestamp(moment))
      #expect(hours.end(at: at)?.description == end, "\(moment)")
    }
  }

  @Test(arguments: [
    "", "22:00", "22:00-", "22-08", "24:00-08:00", "22:60-08:00", "22:00-22:00", "22:00-08:00-09:00", "+1:00-08:00",
  ])
  func otherTextsAreNoHours(_ text: String) { #expect(QuietHours(text) == nil) }

  @Test("a batch that would end in the quiet ends with it")
  func batchMeetsQuiet() {
    let settings = NotificationSettings(batchSeconds: 600, quiet: .contract)
    let evening = Sample.start.adding(minutes: 9 * 60 + 55)  // 21:55
    #expect(settings.holds(at: evening, last: nil) == nil)
    #expect(settings.holds(at: evening, last: evening.adding(seconds: -600)) == nil)
    #expect(settings.holds(at: evening, last: evening.adding(seconds: -400)) == evening.adding(seconds: 200))
    #expect(settings.holds(at: evening, last: evening) == Sample.start.adding(minutes: 20 * 60))
  }
}
