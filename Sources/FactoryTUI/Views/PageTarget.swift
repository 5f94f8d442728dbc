// What a mouse can point at on the page. Views say so while they draw, so that a click means what was on the screen. Pure values.
import FactoryContracts
import FactoryState

package enum PageTarget: Sendable {
  /// Items of the queue, one a line.
  case items([EntityID])
  /// Lines of another list; `first`: the number of the first line in it, from 0.
  case rows(first: Int)
  case card(EntityID)
  case section(SectionPlace)
  case tab(ContextTab)
  /// The opened item.
  case context
  /// The line between list and opened item.
  case divider
}
