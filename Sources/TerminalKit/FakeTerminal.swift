// FakeTerminal: a Terminal in memory for tests of screens and loop. One thread, like a real one.
// Keeps the last frame, counts frames and gives the input it was told to give.

package final class FakeTerminal: Terminal {
  package var size: TerminalSize
  package var charset: Charset = .utf8
  package var colorDepth: ColorDepth = .indexed256
  package var theme: Theme = ShippedThemes.standard()
  package var reportsMouse = false
  package let inputDescriptor: Int32
  package let wakeDescriptor: Int32
  package let wake: @Sendable () -> Void

  /// Given out by the next `readInput`.
  package var input: [InputEvent] = []
  /// When true, every fence is answered with the next `readInput`.
  package var answersFences = true
  package private(set) var frame: CellBuffer
  package private(set) var cursor: CursorPlace?
  /// Frames that changed something.
  package private(set) var frames = 0
  /// The next frame is sent whatever is shown.
  private var isWhole = false
  package private(set) var fences = 0
  package private(set) var bells = 0
  package private(set) var title: SafeText?
  package private(set) var clipboard: String?
  package private(set) var isSuspended = false
  package private(set) var isClosed = false

  package init(
    columns: Int = 80, rows: Int = 24, inputDescriptor: Int32 = -1, wakeDescriptor: Int32 = -1,
    wake: @escaping @Sendable () -> Void = {}
  ) {
    size = TerminalSize(columns: columns, rows: rows)
    self.inputDescriptor = inputDescriptor
    self.wakeDescriptor = wakeDescriptor
    self.wake = wake
    frame = CellBuffer(columns: columns, rows: rows)
  }

  /// Changes the size and queues the event that tells.
  package func resize(columns: Int, rows: Int) {
    size = TerminalSize(columns: columns, rows: rows)
    input.append(.resize(size))
  }

  /// Queues keys written in key notation; what cannot be read is typed as it is.
  package func press(_ keys: String) {
    let presses = (try? KeyNotation.parse(keys)) ?? keys.map { KeyPress.character($0) }
    input.append(contentsOf: presses.map { InputEvent.key($0) })
  }

  package func readInput() -> [InputEvent] {
    defer { input = [] }
    return input
  }

  @discardableResult package func draw(_ buffer: CellBuffer, cursor: CursorPlace?) -> Bool {
    if frames > 0, !isWhole, self.cursor == cursor, frame.columns == buffer.columns, frame.cells == buffer.cells {
      frame.take(buffer)
      return false
    }
    isWhole = false
    let copy = CellBuffer(columns: buffer.columns, rows: buffer.rows)
    copy.take(buffer)
    frame = copy
    self.cursor = cursor
    frames += 1
    return true
  }

  package func sendFence() {
    fences += 1
    if answersFences { input.append(.fence) }
  }

  package func repaint() { isWhole = true }
  package func suspend() { isSuspended = true }
  package func resume() {
    isSuspended = false
    isWhole = true
  }
  package func stop() { input.append(.resumed) }
  package func setTitle(_ title: SafeText) { self.title = title }
  package func bell() { bells += 1 }
  package private(set) var notices: [SafeText] = []
  package func notify(_ text: SafeText) { notices.append(text) }
  package func copy(_ text: String) -> Bool {
    clipboard = text
    return true
  }

  package func close() { isClosed = true }
}
