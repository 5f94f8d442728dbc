// Asks who the operator is before the screens open, or when the server no longer takes them. The thread that owns the terminal; the server
// is asked on a thread of its own, and Esc leaves at any time.
// Invariants: the password is in this object and in the call only, and gone when it returns; the terminal stays open.
import FactoryContracts
import Foundation
import TerminalKit

package final class SignInLoop {
  /// Signs in and keeps the credential; blocking. A failure's sentence is shown.
  package typealias Work = @Sendable (_ email: String, _ password: String) -> String?

  private let terminal: any Terminal
  private let work: Work
  private let execute: @Sendable (@escaping @Sendable () -> Void) -> Void
  /// What came of a try: nil is success.
  private let answers: Mailbox<String?>
  package private(set) var state: SignInState
  private var frame = CellBuffer(columns: 0, rows: 0)
  /// nil: still asking.
  package private(set) var isSignedIn: Bool?

  package init(
    terminal: any Terminal, state: SignInState,
    execute: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void = { Thread.detachNewThread($0) },
    work: @escaping Work
  ) {
    self.terminal = terminal
    self.state = state
    self.execute = execute
    self.work = work
    answers = Mailbox(wake: terminal.wake)
  }

  /// Blocks until somebody is signed in (true) or leaves (false).
  package func run() -> Bool {
    turn()
    while isSignedIn == nil {
      var descriptors = [terminal.inputDescriptor, terminal.wakeDescriptor].map {
        pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
      }
      _ = poll(&descriptors, nfds_t(descriptors.count), -1)
      turn()
    }
    answers.close()
    state.password = LineEditor()
    return isSignedIn == true
  }

  /// Takes in what is there and paints; never waits.
  package func turn() {
    for event in terminal.readInput() where isSignedIn == nil { take(event) }
    for answer in answers.drain() { take(answer: answer) }
    guard isSignedIn == nil else { return }
    let size = terminal.size
    if frame.columns != size.columns || frame.rows != size.rows { frame.reset(columns: size.columns, rows: size.rows) }
    frame.charset = terminal.charset
    let cursor = SignInView.draw(state, in: frame)
    terminal.draw(frame, cursor: cursor)
  }

  private func take(_ event: InputEvent) {
    switch event {
    case .key(let press): take(press)
    case .paste(let text): if !state.isBusy { state.line.insert(text.trimmingCharacters(in: .newlines)) }
    case .mouse, .resize, .resumed, .fence, .focus: break
    case .stopRequested: terminal.stop()
    case .quit, .closed: isSignedIn = false
    }
  }

  private func take(_ press: KeyPress) {
    switch press.key {
    case .escape: isSignedIn = false
    case .character("c") where press.control: isSignedIn = false
    case .character("z") where press.control: terminal.stop()
    case .character("l") where press.control: terminal.repaint()
    case _ where state.isBusy: break
    case .tab, .backTab, .up, .down: state.field = state.field == .email ? .password : .email
    case .enter: confirm()
    default: _ = state.line.handle(press)
    }
  }

  private func confirm() {
    let email = state.email.text.trimmingCharacters(in: .whitespaces)
    if email.isEmpty || state.field == .email {
      state.field = email.isEmpty ? .email : .password
      return
    }
    guard !state.password.isEmpty else { return state.problem = "A password was expected." }
    state.isBusy = true
    state.problem = nil
    let password = state.password.text
    let (work, answers) = (work, answers)
    execute { answers.post(work(email, password)) }
  }

  private func take(answer problem: String?) {
    state.isBusy = false
    guard let problem else { return isSignedIn = true }
    state.problem = problem
    state.password = LineEditor()
    state.field = .password
  }
}
