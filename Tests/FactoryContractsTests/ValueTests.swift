// Ids, moments and free-form JSON.
import FactoryContracts
import FactoryLearningContracts
import Foundation
import TestSupport
import Testing

@Suite struct EntityIDTests {
  @Test func readsBothCasesAndWritesLower() throws {
    let text = "0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"
    let id = try #require(EntityID(text))
    #expect(id.high == 0x0197_a2b3_c4d5_7e6f && id.low == 0x8a9b_0c1d_2e3f_4a5b)
    #expect(id.description == text && id.short == "2e3f4a5b")
    #expect(EntityID(text.uppercased()) == id)
    #expect(EntityID("ffffffff-ffff-ffff-ffff-ffffffffffff")?.description == "ffffffff-ffff-ffff-ffff-ffffffffffff")
    #expect(EntityID("00000000-0000-0000-0000-000000000000")?.high == 0)
  }

  @Test(arguments: [
    "", "-", "0", "0197a2b3c4d57e6f8a9b0c1d2e3f4a5b", "0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5",
    "0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b0",
    "{0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b}", " 0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
    "0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b\n",
    "0197a2b-3c4d5-7e6f-8a9b-0c1d2e3f4a5b", "0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5g",
    "0197a2b3+c4d5-7e6f-8a9b-0c1d2e3f4a5b",
    "0197a2b3-c4d5-7e6f-8a9b--c1d2e3f4a5b", "urn:uuid:0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
    "０197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
    "0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5\u{0}", "../../../../../../../../../etc/passwd",
    "------------------------------------",
  ])
  func refusesEverythingElse(_ text: String) {
    #expect(EntityID(text) == nil)
    #expect(throws: DecodingError.self) { try FactoryJSON.decode([EntityID].self, from: FactoryJSON.encode([text])) }
  }

  @Test func randomIdsComeBack() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let id = EntityID(high: generator.next(), low: generator.next())
      #expect(EntityID(id.description) == id)
      #expect(id.description == UUID(uuidString: id.description)?.uuidString.lowercased())
    }
  }

  @Test func versionSevenOrdersByTimeAndItsTextOrdersAlike() {
    var generator = SystemRandomNumberGenerator()
    var last = EntityID(high: 0, low: 0)
    for step in 0..<2000 {
      let moment = Sample.start.adding(seconds: Double(step) / 1000)
      let id = EntityID.v7(at: moment, random: (generator.next(), generator.next()))
      #expect(last < id && last.description < id.description)
      #expect(id.description.dropFirst(14).first == "7")
      #expect("89ab".contains(id.description.dropFirst(19).first ?? "-"))
      #expect(Int64(id.high >> 16) == moment.milliseconds)
      last = id
    }
  }

  @Test func idsAreKeysOfObjectsAndSourcesGiveFreshOnes() throws {
    let table = [Sample.id(1): 1, Sample.id(2): 2]
    let json = String(decoding: try FactoryJSON.canonical(table), as: UTF8.self)
    #expect(json == #"{"\#(Sample.id(1))":1,"\#(Sample.id(2))":2}"#)
    #expect(try FactoryJSON.decode([EntityID: Int].self, from: Data(json.utf8)) == table)
    let random = RandomIDSource()
    #expect(Set((0..<500).map { _ in random.next(at: Sample.start) }).count == 500)
    #expect(SequenceIDs().next(at: Sample.start) == SequenceIDs().next(at: Sample.start))
    let ids = SequenceIDs()
    #expect(ids.next(at: Sample.start) < ids.next(at: Sample.start))
  }
}

@Suite struct TimestampTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:00.001Z", 1), ("1969-12-31T23:59:59.999Z", -1),
    ("2000-02-29T12:00:00Z", 951_825_600_000), ("2024-02-29T23:59:59.999Z", 1_709_251_199_999),
    ("2100-03-01T00:00:00Z", 4_107_542_400_000), ("2026-01-31T09:05:00.1Z", 1_769_850_300_100),
    ("2026-01-31T09:05:00.123999Z", 1_769_850_300_123), ("2026-01-31T10:05:00.123+01:00", 1_769_850_300_123),
    ("2026-01-31T00:05:00.123-09:00", 1_769_850_300_123), ("2026-01-31T14:35:00+05:30", 1_769_850_300_000),
    ("2026-01-31t09:05:00z", 1_769_850_300_000), ("2026-01-31 09:05:00Z", 1_769_850_300_000),
    ("2016-12-31T23:59:60Z", 1_483_228_800_000), ("0000-01-01T00:00:00Z", -62_167_219_200_000),
    ("9999-12-31T23:59:59.999Z", 253_402_300_799_999), ("2026-01-31T09:05:00.123-00:00", 1_769_850_300_123),
  ])
  func reads(_ text: String, _ milliseconds: Int64) {
    #expect(Timestamp(text)?.milliseconds == milliseconds)
  }

  @Test(arguments: [
    "", "2026", "2026-01-31", "2026-01-31T09:05:00", "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z",
    "2026-04-31T00:00:00Z",
    "2026-00-01T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-32T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00,5Z",
    "2026-01-01T00:00:00+1:00",
    "2026-01-01T00:00:00+0100", "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00+00:60", "2026-01-01T00:00:00ZZ",
    "26-01-01T00:00:00Z", "+2026-01-01T00:00:00Z", "-026-01-01T00:00:00Z", "2026-01-01T00:00:00 Z",
    " 2026-01-01T00:00:00Z",
    "2026/01/01T00:00:00Z", "٢٠٢٦-01-01T00:00:00Z", "2026-01-01T00:00:00.1234567890123456789012345Z", "now",
    "1769850300123",
  ])
  func refuses(_ text: String) {
    #expect(Timestamp(text) == nil)
    #expect(throws: DecodingError.self) { try FactoryJSON.decode([Timestamp].self, from: FactoryJSON.encode([text])) }
  }

  @Test func randomMomentsComeBackAndAgreeWithFoundation() throws {
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
    for _ in 0..<2000 {
      let moment = Timestamp(milliseconds: .random(in: -62_167_219_200_000...253_402_300_799_999))
      #expect(Timestamp(moment.description) == moment)
      guard moment.milliseconds > 0 else { continue }
      let date = try #require(formatter.date(from: moment.description))
      #expect(Int64((date.timeIntervalSince1970 * 1000).rounded()) == moment.milliseconds)
    }
  }

  @Test func everyDayOfFourCenturiesHasItsText() {
    var expected = (year: 1900, month: 1, day: 1)
    for day in -25_567..<120_000 {
      let text = Timestamp(milliseconds: Int64(day) * 86_400_000).description
      let parts = text.prefix(10).split(separator: "-").compactMap { Int($0) }
      guard parts == [expected.year, expected.month, expected.day] else {
        Issue.record("day \(day) is \(text), not \(expected)")
        return
      }
      expected = following(expected)
    }
  }

  private func following(_ date: (year: Int, month: Int, day: Int)) -> (year: Int, month: Int, day: Int) {
    let isLeap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    if date.day < lengths[date.month - 1] { return (date.year, date.month, date.day + 1) }
    return date.month < 12 ? (date.year, date.month + 1, 1) : (date.year + 1, 1, 1)
  }

  @Test func arithmetic() {
    let later = Sample.start.adding(minutes: 1.5)
    #expect(later.description == "2026-03-01T12:01:30.000Z")
    #expect(later.seconds(since: Sample.start) == 90 && Sample.start.seconds(since: later) == -90)
    #expect(Sample.start < later && Timestamp(seconds: 0.0015).milliseconds == 2)
    let clock = TestClock()
    #expect(clock.advance(seconds: 2.5).seconds(since: Sample.start) == 2.5 && clock.now > Sample.start)
  }
}

@Suite struct JSONValueTests {
  @Test(arguments: [
    "null", "true", "0", "-7", "9223372036854775807", "-9223372036854775808", "0.5", "1e+300", #""""#,
    #""a\"\\\u0001ü🪿""#, "[]",
    "[[],{}]", #"{"a":{"b":[null,false]}}"#, #"{"":0}"#,
  ])
  func comesBack(_ text: String) throws {
    let value = try FactoryJSON.decode(JSONValue.self, from: Data(text.utf8))
    #expect(String(decoding: try FactoryJSON.canonical(value), as: UTF8.self) == text)
  }

  @Test func numbersKeepTheirKind() throws {
    let value = try FactoryJSON.decode(JSONValue.self, from: Data("[1, 1.5, 9007199254740993, true]".utf8))
    #expect(value == [1, 1.5, .integer(9_007_199_254_740_993), true])
    #expect(JSONValue.integer(3).double == 3 && JSONValue.number(3).int == 3 && JSONValue.number(3.5).int == nil)
    #expect(JSONValue.string("3").int == nil && JSONValue.bool(true).double == nil)
  }

  @Test func canonicalTextIsSortedAndStable() throws {
    let value: JSONValue = ["b": 1, "a": ["d": "/", "c": nil]]
    #expect(try FactoryJSON.canonical(value) == Data(#"{"a":{"c":null,"d":"/"},"b":1}"#.utf8))
    #expect(value["a"]?["d"]?.string == "/" && value["x"] == nil && value["b"]?["c"] == nil)
  }
}
