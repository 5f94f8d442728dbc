// An optional without the byte that says whether it is there, which alignment makes eight of: a hundred thousand rows have six of them.
// Values; any thread. Invariant: the value that stands for "nothing" never comes from a task.
import FactoryContracts

/// A value of which one never occurs.
package protocol SparesOne: Hashable, Sendable {
  static var nothing: Self { get }
}

/// Behaves as an optional; takes the space of the value.
@propertyWrapper
package struct Slim<Value: SparesOne>: Hashable, Sendable {
  private var stored: Value

  package init(wrappedValue: Value?) { stored = wrappedValue ?? .nothing }

  package var wrappedValue: Value? {
    get { stored == .nothing ? nil : stored }
    set { stored = newValue ?? .nothing }
  }
}

extension EntityID: SparesOne {
  package static var nothing: EntityID { EntityID(high: 0, low: 0) }
}

extension Timestamp: SparesOne {
  package static var nothing: Timestamp { Timestamp(milliseconds: .min) }
}
