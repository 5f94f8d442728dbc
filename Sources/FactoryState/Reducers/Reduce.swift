import FactoryContracts

package func reduce(_ state: inout AppState, _ action: AppAction) -> [Effect] { [] }
extension AppState { var settleMoment: Timestamp? { nil } }
