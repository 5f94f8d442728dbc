// RecordingTerminal: a terminal that writes down what it shows and which keys come in, on the way to the real one and back. The thread that
// owns the terminal. Invariant: the person sees a frame before anything of it is written.

package final class RecordingTerminal: Terminal {
  private let terminal: any Terminal
  private let record: SessionRecord

  package init(_ terminal: any Terminal, record: SessionRecord) {
    self.terminal = terminal
    self.record = record
  }

  package var size: TerminalSize { terminal.size }
  package var charset: Charset { terminal.charset }
  package var colorDepth: ColorDepth { terminal.colorDepth }
  package var theme: Theme {
    get { terminal.theme }
    set { terminal.theme = newValue }
  }
  package var reportsMouse: Bool {
    get { terminal.reportsMouse }
    set { terminal.reportsMouse = newValue }
  }
  package var inputDescriptor: Int32 { terminal.inputDescriptor }
  package var wakeDescriptor: Int32 { terminal.wakeDescriptor }
  package var wake: @Sendable () -> Void { terminal.wake }

  package func readInput() -> [InputEvent] {
    let events = terminal.readInput()
    for event in events {
      switch event {
      case .key(let press): record.input(press.bytes)
      case .paste(let text): record.input("\u{1B}[200~\(text)\u{1B}[201~")
      case .mouse, .resize, .fence, .focus, .resumed, .stopRequested, .quit, .closed: break
      }
    }
    return events
  }

  @discardableResult package func draw(_ buffer: CellBuffer, cursor: CursorPlace?) -> Bool {
    guard terminal.draw(buffer, cursor: cursor) else { return false }
    record.frame(buffer, theme: theme, cursor: cursor)
    return true
  }

  package func sendFence() { terminal.sendFence() }
  package func repaint() { terminal.repaint() }

  package func suspend() {
    record.lent("another program has the screen")
    terminal.suspend()
  }

  package func resume() {
    terminal.resume()
    record.mark("the screen is back")
  }

  package func stop() {
    record.lent("stopped")
    terminal.stop()
    record.mark("continued")
  }

  package func setTitle(_ title: SafeText) { terminal.setTitle(title) }
  package func notify(_ text: SafeText) { terminal.notify(text) }
  package func bell() { terminal.bell() }
  @discardableResult package func copy(_ text: String) -> Bool { terminal.copy(text) }
  package func close() { terminal.close() }
}
