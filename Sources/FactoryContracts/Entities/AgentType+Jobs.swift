// Which work belongs to which type of agent. Pure. The server binds agents to it, and the agents of this program ask by it.

extension AgentType {
  /// The kinds of jobs that an agent of this type does (contract §1.4, ruling R47); none of a type that is not known.
  package var jobKinds: [JobKind] {
    switch self {
    case .aiBuilder: [.scaffold, .build]
    case .testRunner: [.test]
    case .deployer: [.deploy, .health]
    case .monitor: [.health]
    case .unknown: []
    }
  }
}

extension Agent {
  /// Stands in the `config` of an agent that introduced itself by a sign of life or by taking a job: it never said of which type it
  /// is, so its type is a guess and binds it to nothing. Registering takes it away.
  package static let guessedTypeMember = "typeIsGuessed"

  /// The kinds of jobs that it may take; nil: it declared no type.
  package var boundKinds: [JobKind]? { config[Self.guessedTypeMember] == true ? nil : type.jobKinds }
}
