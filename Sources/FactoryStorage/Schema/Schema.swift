// The tables, as a list of steps that is only ever appended to: a step that was released is never edited, because stores
// made by it exist. Tests hold a store of every version and bring it to today's.
import GRDB

enum Schema {
  /// One step: its name, as it is noted in the store, and its statements.
  struct Step: Sendable {
    let name: String
    let sql: String
  }

  static let steps: [Step] = [v001, v002, v003, v004, v005, v006, v007, v008]

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    for step in steps {
      migrator.registerMigration(step.name) { db in try db.execute(sql: step.sql) }
    }
    return migrator
  }
}
