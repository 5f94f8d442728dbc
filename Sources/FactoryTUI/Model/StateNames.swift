// Names of FactoryState for files that import TerminalKit too, where some words mean two things; the module cannot be
// named in front of them, because a type of it has the module's own name.
import FactoryState

package typealias AppDialog = Dialog
package typealias AppToast = Toast
package typealias Page = Screen
