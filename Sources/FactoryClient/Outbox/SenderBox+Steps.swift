// The steps of a round. Only on the sender's thread and under the box's lock.
import FactoryContracts

extension SenderBox {
  /// false ends the round: nothing answers.
  mutating func perform(_ step: OutboxStep) -> Bool {
    switch step {
    case .takeBack(let decision, let undo): takeBack(decision, undo)
    case .supersede(let decision):
      if let entry = forget(decision, durably: true) { core.tell(.refused(entry, Self.takenBack, current: nil)) }
    case .tellStale(let key):
      change(key) { $0.staleTold = true }
      if let slot = slot(key) { core.tell(.stale(slot.entry)) }
    case .send(let key): return send(key)
    }
    return true
  }

  /// The decision's file goes first: after a crash in between, an undo without its decision does no harm.
  private mutating func takeBack(_ decision: EntityID, _ undo: EntityID) {
    for key in [decision, undo] {
      if let entry = forget(key, durably: true) { core.tell(.confirmed(entry, task: nil, bulk: nil)) }
    }
  }

  private mutating func send(_ key: EntityID) -> Bool {
    guard let before = slot(key) else { return true }
    mark(key, maybeSent: true)
    core.tell(.sending(before.entry))
    switch core.delivery.deliver(before.entry) {
    case .confirmed(let task, let bulk):
      noteProgress()
      forget(key)
      core.tell(.confirmed(before.entry, task: task, bulk: bulk))
    case .refused(let error, let current):
      noteProgress()
      forget(key)
      core.tell(.refused(before.entry, error, current: current))
    case .waiting(let reason, let reach):
      tried.insert(key)
      if reach == .none { mark(key, maybeSent: before.name.maybeSent) }
      core.tell(.waiting(before.entry, reason: reason))
      return reach == .answered
    case .cancelled:
      tried.insert(key)
      return false
    }
    return true
  }

  private static let takenBack = APIError(
    code: .conflict, message: "It was taken back; what was left of it is not sent.")

  private func slot(_ key: EntityID) -> OutboxSlot? { slots.first { $0.entry.key == key } }

  /// In the file's name and on disk before the first byte goes out, so that it outlives this process and a power cut.
  private mutating func mark(_ key: EntityID, maybeSent: Bool) {
    let folder = core.folder
    change(key) { slot in
      var name = slot.name
      name.maybeSent = maybeSent
      guard name != slot.name, folder.rename(slot.name, to: name) else { return }
      slot.name = name
      if maybeSent { try? SafeFiles.sync(folder: folder.entries) }
    }
  }

  /// Takes over what processes that no longer live left behind.
  mutating func adopt() {
    mustAdopt = false
    var inherited: [String: FileLock] = [:]
    for fileName in SafeFiles.names(in: core.folder.entries) {
      guard let name = EntryName(fileName) else {
        setAside(fileName, nil, FileTrouble("\(core.folder.entries)/\(fileName) is not a decision of this program."))
        continue
      }
      guard name.owner != core.owner else { continue }
      guard let lock = inherited[name.owner] ?? core.inherit(from: name.owner) else { continue }
      inherited[name.owner] = lock
      adopt(name, fileName)
    }
    for owner in inherited.keys { SafeFiles.remove("\(core.folder.owners)/\(owner)") }
    slots.sort { $0.name.order < $1.name.order }
  }

  private mutating func adopt(_ name: EntryName, _ fileName: String) {
    do throws(FileTrouble) {
      let entry = try core.folder.read(name)
      let mine = EntryName(order: name.order, key: name.key, owner: core.owner, maybeSent: name.maybeSent)
      guard core.folder.rename(name, to: mine) else { return }
      slots.append(OutboxSlot(name: mine, entry: entry))
      core.unsentChanged(by: 1)
      if !OutboxPlan.isHeld(OutboxSlot(name: mine, entry: entry), core.options.now()) { core.tell(.stored(entry)) }
    } catch {
      setAside(fileName, name.key, error)
    }
  }

  private func setAside(_ fileName: String, _ key: EntityID?, _ trouble: FileTrouble) {
    let sentence = core.folder.setAside(fileName, because: trouble.description)
    let stand = OutboxEntry(
      key: key ?? EntityID(high: 0, low: 0), taskIds: [], verb: "unreadable", title: fileName, path: "",
      createdAt: core.options.now())
    core.tell(.notStored(stand, reason: sentence))
  }
}
