"""Runs the tests and counts the lines of mcp_server that they reached: reports/junit.xml, reports/coverage.xml (Cobertura)."""

import dis
import sys
import threading
import time
import traceback
import unittest
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

ROOT = Path(__file__).resolve().parent
SOURCE = ROOT / "mcp_server"


class Lines:
    """Lines that ran, by file, through the interpreter's own trace hook."""

    def __init__(self):
        self.reached = {}
        self.prefix = str(SOURCE)

    def __call__(self, frame, event, _):
        name = frame.f_code.co_filename
        if not name.startswith(self.prefix):
            return None
        self.reached.setdefault(name, set()).add(frame.f_lineno)
        return self

    def start(self):
        threading.settrace(self)
        sys.settrace(self)

    @staticmethod
    def stop():
        sys.settrace(None)
        threading.settrace(None)

    @staticmethod
    def executable(path):
        """Lines that can run, as the compiler numbers them."""
        found, codes = set(), [compile(path.read_text(encoding="utf-8"), str(path), "exec")]
        while codes:
            code = codes.pop()
            found |= {line for _, line in dis.findlinestarts(code) if line}
            codes += [constant for constant in code.co_consts if hasattr(constant, "co_code")]
        return found


class Report(unittest.TestResult):
    """One case a test, with the file and line of what failed."""

    def startTest(self, test):
        super().startTest(test)
        self.begun = time.perf_counter()
        self.inner = []

    def stopTest(self, test):
        seconds = time.perf_counter() - self.begun
        name, group = test.id().rsplit(".", 1)[-1], test.id().rsplit(".", 1)[0]
        cases.append(
            f'  <testcase classname={quoteattr(group)} name={quoteattr(name)} time="{seconds:.3f}">'
            + "".join(self.inner) + "</testcase>")
        words = "FAILED" if any("<skipped" not in part for part in self.inner) else "skipped" if self.inner else "ok"
        print(f"{test.id()} ... {words}", flush=True)
        super().stopTest(test)

    def note(self, kind, test, error):
        place = [frame for frame in traceback.extract_tb(error[2]) if frame.filename.startswith(str(ROOT))]
        own = [frame for frame in place if "/tests/" in frame.filename] or place
        where = ""
        if own:
            path = Path(own[-1].filename).relative_to(ROOT)
            where = f' file={quoteattr(str(path))} line="{own[-1].lineno}"'
        # Only our own frames: those of unittest say nothing about what failed.
        trace = traceback.format_list(place) + traceback.format_exception_only(error[0], error[1])
        text = "".join(trace).replace(str(ROOT) + "/", "")
        message = f"{error[0].__name__}: {error[1]}".split("\n")[0]
        print(f"{text}", flush=True)
        self.inner.append(f"<{kind} message={quoteattr(clean(message))}{where}>{escape(clean(text))}</{kind}>")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.note("failure", test, err)

    def addError(self, test, err):
        super().addError(test, err)
        if not hasattr(self, "inner"):
            self.inner = []
        self.note("error", test, err)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.inner.append(f"<skipped message={quoteattr(clean(reason))}/>")


def clean(text):
    return "".join(letter if letter in "\n\t" or letter >= " " else "?" for letter in text)


cases = []


def coverage(lines):
    """Cobertura XML and the share of lines that ran."""
    rows, all_lines, all_reached = [], 0, 0
    for path in sorted(SOURCE.rglob("*.py")):
        possible = Lines.executable(path)
        reached = lines.reached.get(str(path), set()) & possible
        all_lines += len(possible)
        all_reached += len(reached)
        rate = len(reached) / len(possible) if possible else 1
        marks = "".join(f'<line number="{n}" hits="{int(n in reached)}"/>' for n in sorted(possible))
        rows.append(
            f'<class name={quoteattr(path.stem)} filename={quoteattr(str(path.relative_to(ROOT)))} '
            f'line-rate="{rate:.4f}"><methods/><lines>{marks}</lines></class>')
    rate = all_reached / all_lines if all_lines else 1
    text = (
        f'<?xml version="1.0"?>\n<coverage line-rate="{rate:.4f}" branch-rate="0" lines-covered="{all_reached}" '
        f'lines-valid="{all_lines}" version="1" timestamp="{int(time.time())}"><packages><package '
        f'name="mcp_server" line-rate="{rate:.4f}"><classes>{"".join(rows)}</classes></package></packages></coverage>\n')
    return text, rate


def main():
    sys.path.insert(0, str(ROOT))
    lines = Lines()
    lines.start()
    suite = unittest.defaultTestLoader.discover(str(ROOT / "tests"), top_level_dir=str(ROOT))
    result = Report()
    suite.run(result)
    lines.stop()
    folder = ROOT / "reports"
    folder.mkdir(exist_ok=True)
    bad = len(result.failures) + len(result.errors)
    (folder / "junit.xml").write_text(
        f'<?xml version="1.0"?>\n<testsuite name="@@SLUG@@" tests="{result.testsRun}" failures="{bad}">\n'
        + "\n".join(cases) + "\n</testsuite>\n", encoding="utf-8")
    text, rate = coverage(lines)
    (folder / "coverage.xml").write_text(text, encoding="utf-8")
    print(f"{result.testsRun} tests, {bad} failed, {rate * 100:.1f} % of lines")
    return 1 if bad or not result.testsRun else 0


if __name__ == "__main__":
    sys.exit(main())
