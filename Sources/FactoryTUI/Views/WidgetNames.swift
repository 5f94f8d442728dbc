// Names of TerminalKit for files that import FactoryState too.
import TerminalKit

typealias ToastWidget = Toast
typealias DialogFrame = Dialog
