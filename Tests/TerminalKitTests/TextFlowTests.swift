// Prose that was broken by hand, in a narrower place.
import TerminalKit
import Testing

@Suite struct TextFlowTests {
  private static let prose = """
    The queue was read twice for each key, once by the header and
    once by the list, which a profile of a day's work showed.
    """

  @Test func whatFitsStaysAsItWasWritten() {
    #expect(TextFlow.joined(Self.prose, columns: 80) == Self.prose)
  }

  @Test func brokenProseIsOneParagraph() {
    #expect(
      TextFlow.joined(Self.prose, columns: 40)
        == "The queue was read twice for each key, once by the header and once by the list, which a profile of a day's work showed."
    )
  }

  @Test(arguments: [
    "- the first thing that was changed is the length of the line\n- the second", "A heading\n\nA paragraph",
    "    let code = \"which is indented and long enough to be broken here\"\nlet more = 1",
    "A last line of a paragraph that is long enough to be broken.\nSigned-off-by: someone",
    "> a quotation that somebody set there with care, and it is long\nan answer",
    "Four parts that are told one after the other in what follows:\n1. one",
  ]) func whatIsSetOnPurposeStays(_ text: String) {
    #expect(TextFlow.joined(text, columns: 30) == text)
  }
}
