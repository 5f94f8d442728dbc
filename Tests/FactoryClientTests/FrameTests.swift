// Frames: fragments, controls in between, everything the protocol forbids, and bytes without sense.
import FactoryClient
import Foundation
import Testing

@Suite struct FrameTests {
  private func run(_ frames: [PlainFrame], limit: Int = 100) -> Result<[SocketInput], SocketFault> {
    var assembler = FrameAssembler(limit: limit)
    var messages: [SocketInput] = []
    do throws(SocketFault) {
      for frame in frames {
        if let message = try assembler.add(frame) { messages.append(message) }
      }
    } catch {
      return .failure(error)
    }
    return .success(messages)
  }

  private static let euro: [UInt8] = [0xe2, 0x82, 0xac]

  @Test func messages() {
    let text = { (final: Bool, opcode: UInt8, text: String) in
      PlainFrame(final: final, opcode: opcode, payload: Array(text.utf8))
    }
    let table: [([PlainFrame], [SocketInput])] = [
      ([text(true, 1, "a")], [.text("a")]), ([text(true, 1, "")], [.text("")]),
      ([text(false, 1, "a"), text(false, 0, "b"), text(true, 0, "c")], [.text("abc")]),
      ([text(false, 1, "a"), PlainFrame(opcode: 9, payload: [7]), text(true, 0, "b")], [.ping([7]), .text("ab")]),
      // A character may be cut anywhere.
      (
        [
          PlainFrame(final: false, opcode: 1, payload: [Self.euro[0]]),
          PlainFrame(opcode: 0, payload: Array(Self.euro[1...])),
        ], [.text("€")]
      ),
      ([text(false, 2, "a"), text(true, 0, "b"), text(true, 1, "c")], [.binary, .text("c")]),
      ([PlainFrame(opcode: 10)], [.pong]), ([PlainFrame(opcode: 8)], [.close(code: 1005, reason: "")]),
      ([PlainFrame(opcode: 8, payload: [3, 233] + Array("bye".utf8))], [.close(code: 1001, reason: "bye")]),
    ]
    for (frames, expected) in table { #expect(run(frames) == .success(expected)) }
  }

  @Test func faults() {
    let table: [([PlainFrame], UInt16)] = [
      ([PlainFrame(opcode: 1, masked: true)], 1002), ([PlainFrame(opcode: 1, reserved: true)], 1002),
      ([PlainFrame(opcode: 3)], 1002), ([PlainFrame(opcode: 11)], 1002), ([PlainFrame(opcode: 0)], 1002),
      ([PlainFrame(final: false, opcode: 1), PlainFrame(opcode: 1)], 1002),
      ([PlainFrame(final: false, opcode: 9)], 1002),
      ([PlainFrame(opcode: 9, payload: [UInt8](repeating: 0, count: 126))], 1002),
      ([PlainFrame(opcode: 8, payload: [3])], 1002), ([PlainFrame(opcode: 8, payload: [3, 232, 0xff])], 1007),
      ([PlainFrame(opcode: 1, payload: [0xff])], 1007), ([PlainFrame(opcode: 1, payload: [0xed, 0xa0, 0x80])], 1007),
      ([PlainFrame(opcode: 1, payload: [0xc0, 0x80])], 1007), ([PlainFrame(opcode: 1, payload: [Self.euro[0]])], 1007),
      ([PlainFrame(opcode: 1, payload: [UInt8](repeating: 65, count: 101))], 1009),
      (
        [
          PlainFrame(final: false, opcode: 1, payload: [UInt8](repeating: 65, count: 60)),
          .init(opcode: 0, payload: [UInt8](repeating: 65, count: 60)),
        ],
        1009
      ),
    ]
    for (frames, code) in table {
      guard case .failure(let fault) = run(frames) else { return #expect(Bool(false), "\(frames)") }
      #expect(fault.code == code)
    }
  }

  @Test(arguments: [0, 1, 125, 126, 65535, 65536, 300_000])
  func lengths(count: Int) throws {
    let codec = try FrameCodec(limit: 1 << 20)
    let text = String(repeating: "x", count: count)
    #expect(try codec.decode(FakeSocket.frameBytes(1, Array(text.utf8))) == [.text(text)])
  }

  @Test func everyCutGivesTheSameMessages() throws {
    let bytes =
      FakeSocket.frameBytes(1, Array("hé".utf8), final: false) + FakeSocket.frameBytes(9, [1])
      + FakeSocket.frameBytes(0, Array("llo".utf8)) + FakeSocket.frameBytes(1, Array("two".utf8))
    for cut in 0...bytes.count {
      let codec = try FrameCodec(limit: 1000)
      let messages = try codec.decode(bytes[..<cut]) + codec.decode(bytes[cut...])
      #expect(messages == [.ping([1]), .text("héllo"), .text("two")])
    }
  }

  @Test func whatIsSentIsMasked() throws {
    let codec = try FrameCodec(limit: 1000)
    for bytes in [codec.encode(text: "hello"), codec.encode(pong: [1, 2]), codec.encodeClose(code: 1000)] {
      #expect(bytes[1] & 128 != 0)
    }
    #expect(codec.encode(text: "hello") != codec.encode(text: "hello"), "each with its own mask")
  }

  @Test func aTooLongFrameIsRefusedBeforeItCame() throws {
    let codec = try FrameCodec(limit: 1000)
    let fault = #expect(throws: SocketFault.self) { try codec.decode([0x81, 127, 0, 0, 0, 0, 0x7f, 0, 0, 0]) }
    #expect(fault?.code == 1009)
  }

  @Test func hostileBytes() throws {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<500 {
      let codec = try FrameCodec(limit: 4096)
      var size = 0
      do throws(SocketFault) {
        for _ in 0..<20 {
          let noise = (0..<Int.random(in: 1...200, using: &generator)).map { _ in
            UInt8.random(in: 0...255, using: &generator)
          }
          for case .text(let text) in try codec.decode(noise) { size += text.utf8.count }
        }
      } catch {
        #expect([1002, 1007, 1009].contains(error.code))
      }
      #expect(size <= 4000)
    }
  }
}
