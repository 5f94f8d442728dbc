// Kills, restarts, several processes, damaged files: nothing lost, nothing doubled.
import FactoryClient
import FactoryContracts
import Foundation
import TestSupport
import Testing

@Suite struct OutboxRecoveryTests {
  @Test func whatAKilledProcessLeftIsSentByTheNext() throws {
    let bench = try OutboxBench(online: false)
    let first = bench.outbox()
    for number in 1...3 { first.enqueue(Entries.decide(number, key: 100 + number)) }
    #expect(bench.waits(for: "stored 103"))
    first.abandon()
    try bench.comeBack()
    let before = bench.updates.count
    let second = bench.outbox()
    #expect(bench.waits(for: "confirmed 103"))
    #expect(bench.told[before...].prefix(3) == ["stored 101", "stored 102", "stored 103"])
    #expect(bench.decisions.log == ["approved 1", "approved 2", "approved 3"])
    #expect(second.stop() == 0)
  }

  /// Kills at seeded moments, with answers lost, connections cut and the server away now and then.
  @Test(arguments: 1...12)
  func killedAgainAndAgain(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let bench = try OutboxBench()
    var box = bench.outbox()
    for number in 1...12 {
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: bench.decisions.loseNext([.close])
      case 1: bench.decisions.failNext([.close])
      case 2: bench.decisions.loseNext([.bytes(Array("HTTP/1.1 200 OK\r\nContent-Le".utf8)), .close])
      default: break
      }
      box.enqueue(Entries.decide(number, key: 100 + number))
      if Int.random(in: 0..<3, using: &generator) == 0 {
        usleep(UInt32.random(in: 0...6000, using: &generator))
        box.abandon()
        box = bench.outbox()
      }
    }
    #expect(eventually { bench.decisions.log.count >= 12 && bench.inspector.count() == 0 })
    #expect(bench.decisions.log.sorted() == (1...12).map { "approved \($0)" }.sorted())
    #expect(bench.nothingDoubled)
    #expect(box.stop() == 0)
  }

  @Test func severalProcessesShareABox() throws {
    let bench = try OutboxBench(online: false)
    let told = (0..<3).map { _ in Recorder<String>() }
    let boxes = told.map { recorder in bench.outbox { recorder.add(OutboxBench.word($0)) } }
    for number in 0..<30 { boxes[number % 3].enqueue(Entries.decide(number + 1, key: 101 + number)) }
    #expect(eventually { bench.inspector.count() == 30 })
    try bench.comeBack()
    boxes.forEach { $0.nudge() }
    // Each is told about its own.
    for (index, recorder) in told.enumerated() {
      for number in stride(from: index, to: 30, by: 3) {
        #expect(eventually { recorder.all.contains("confirmed \(101 + number)") })
      }
      #expect(recorder.all.filter { $0.hasPrefix("confirmed") }.count == 10)
    }
    #expect(bench.decisions.log.count == 30)
    #expect(bench.nothingDoubled)
    for box in boxes { #expect(box.stop() == 0) }
  }

  @Test func aLivingProcessTakesOverFromADeadOne() throws {
    let bench = try OutboxBench(online: false)
    let survivor = bench.outbox()
    let killed = bench.outbox()
    killed.enqueue(Entries.decide(1, key: 101))
    #expect(bench.waits(for: "stored 101"))
    survivor.enqueue(Entries.decide(2, key: 102))
    #expect(bench.waits(for: "waiting 102"))
    killed.abandon()
    try bench.comeBack()
    survivor.nudge()
    #expect(bench.waits(for: "confirmed 101"))
    #expect(bench.waits(for: "confirmed 102"))
    #expect(bench.nothingDoubled)
    #expect(survivor.stop() == 0)
  }

  @Test func damagedFilesAreSetAsideWithASentence() throws {
    let bench = try OutboxBench(online: false)
    let first = bench.outbox()
    for number in 1...3 { first.enqueue(Entries.decide(number, key: 100 + number)) }
    #expect(bench.waits(for: "stored 103"))
    #expect(first.stop() == 3)
    let root = bench.folder.path + "/outbox"
    let box = try #require(try FileManager.default.contentsOfDirectory(atPath: root).first)
    let entries = "\(root)/\(box)/entries"
    let names = try FileManager.default.contentsOfDirectory(atPath: entries).sorted()
    #expect(truncate("\(entries)/\(names[0])", 40) == 0)
    try Data("{}".utf8).write(to: URL(fileURLWithPath: "\(entries)/\(names[1])"))
    try Data("?".utf8).write(to: URL(fileURLWithPath: "\(entries)/stray"))
    try bench.comeBack()
    let second = bench.outbox()
    #expect(bench.waits(for: "confirmed 103"))
    #expect(bench.told.filter { $0.hasPrefix("notStored") } == ["notStored 101", "notStored 102", "notStored 0"])
    let reasons = bench.updates.all.compactMap { update -> String? in
      if case .notStored(_, let reason) = update { reason } else { nil }
    }
    #expect(reasons.allSatisfy { $0.contains("set aside as") })
    #expect(bench.inspector.boxes().first?.damaged.count == 3, "set aside, not lost")
    #expect(bench.decisions.log == ["approved 3"])
    #expect(second.stop() == 0)
  }

  @Test func aClockThatWentBackKeepsTheOrder() throws {
    let bench = try OutboxBench(online: false)
    let first = bench.outbox()
    first.enqueue(Entries.decide(1, key: 101))
    first.enqueue(Entries.decide(1, key: 102, .rejected, at: WallTime.now.adding(seconds: -3600)))
    #expect(bench.waits(for: "stored 102"))
    first.abandon()
    try bench.comeBack()
    let second = bench.outbox()
    #expect(bench.waits(for: "refused 102 CONFLICT"))
    #expect(bench.decisions.log == ["approved 1", "conflict 1"])
    #expect(second.stop() == 0)
  }

  @Test func boxesOfOthersAreNotTouched() throws {
    let bench = try OutboxBench()
    let options = OutboxOptions()
    let other = FileOutbox(
      stateFolder: bench.folder.path, origin: "unix:/elsewhere", principal: "someone",
      client: RESTClient(address: .unix(bench.folder.path + "/none"), credential: nil), options: options)
    let told = Recorder<String>()
    other.start { told.add(OutboxBench.word($0)) }
    other.enqueue(Entries.decide(9, key: 109))
    #expect(eventually { told.all.contains("waiting 109") })
    #expect(other.stop() == 1)
    let box = bench.outbox()
    box.enqueue(Entries.decide(1, key: 101))
    #expect(bench.waits(for: "confirmed 101"))
    #expect(box.stop() == 0)
    #expect(bench.decisions.log == ["approved 1"])
    #expect(bench.inspector.count() == 1)
  }
}
