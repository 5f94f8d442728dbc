// The templates the program carries, word for word the files of Sources/FactoryRunner/Templates/. Made by scripts/embed-templates; do not edit.
// swift-format-ignore-file

enum ShippedTemplates {
  /// Path below Templates/ and text.
  static let files: [(path: String, text: String)] = [
    ("mcp-server/common/.env.example", ##"""
      # A token that may do what the tools do.
      @@PREFIX@@_TOKEN=
      # Another address of the platform, such as a sandbox.
      @@PREFIX@@_BASE_URL=@@BASE@@

      """##),
    ("mcp-server/common/.gitignore", ##"""
      __pycache__/
      reports/

      """##),
    ("mcp-server/common/README.md", ##"""
      # @@NAME@@

      An MCP server for @@TITLE@@. It needs Python 3.11 or newer and nothing else.

      ```sh
      export @@PREFIX@@_TOKEN=…
      ./start                 # speaks MCP on standard input and output
      python3 run_tests.py    # tests and coverage, reports in reports/
      ```

      In an MCP client the command is the path of `start`. What it offers is in [TOOLS.md](TOOLS.md), what it reads from the
      environment in [.env.example](.env.example). Addresses and conventions of the platform are in `mcp_server/platform.json`.
      The tests hold it to `tests/platform_facts.json`; compare those facts with the platform's documentation before you rely on them.

      """##),
    ("mcp-server/common/mcp_server/__init__.py", ##"""
      """@@TITLE@@ for programs that speak the Model Context Protocol."""

      __version__ = "0.1.0"

      """##),
    ("mcp-server/common/mcp_server/__main__.py", ##"""
      """Starts the server on standard input and output; --tools prints TOOLS.md."""

      import os
      import sys

      from . import __version__
      from .client import Client
      from .platform import PLATFORM
      from .protocol import Server
      from .tools import markdown, tools


      def main(arguments, environment, lines, write):
          catalog = tools(Client(PLATFORM, environment))
          if arguments == ["--tools"]:
              write(markdown(catalog))
              return 0
          Server("@@SLUG@@", __version__, catalog).serve(lines, write)
          return 0


      if __name__ == "__main__":
          sys.exit(main(sys.argv[1:], os.environ, sys.stdin, sys.stdout.write))

      """##),
    ("mcp-server/common/mcp_server/client.py", ##"""
      """Talks to @@PLATFORM@@ over HTTPS. Every failure is a PlatformError with a sentence that says what to do."""

      import json
      import urllib.error
      import urllib.parse
      import urllib.request

      TIMEOUT = 30


      class PlatformError(Exception):
          pass


      class Client:
          def __init__(self, platform, environment):
              self.platform = platform
              self.environment = environment
              prefix = platform["environmentPrefix"]
              self.token_name = prefix + "_TOKEN"
              self.base = environment.get(prefix + "_BASE_URL", platform["baseURL"]).rstrip("/")

          def list(self, resource, limit, query=None):
              """The first `limit` items, over as many pages as it takes."""
              paging = self.platform["conventions"]["paging"]
              found, position = [], paging.get("first", 0)
              while True:
                  parameters = {paging["size"]: min(limit - len(found), paging.get("largest", 100))}
                  if position is not None:
                      parameters[paging["parameter"]] = position
                  if query:
                      parameters[self.platform["conventions"]["search"]] = query
                  answer = self.send("GET", resource["path"], parameters)
                  items = self.items(answer, resource)
                  found += items
                  position = self.next(paging, position, items, answer, resource)
                  if len(found) >= limit or not items or position is None:
                      return found[:limit]

          def items(self, answer, resource):
              key = self.platform["conventions"]["items"]
              if key is None:
                  return answer
              return dig(answer, resource["plural"] if key == "$plural" else key) or []

          @staticmethod
          def next(paging, position, items, answer, resource):
              style = paging["style"]
              if style == "page":
                  return position + 1
              if style == "offset":
                  return position + len(items)
              if paging["next"] == "$last":
                  more = answer.get("has_more", False)
                  return items[-1][resource["identity"]] if items and more else None
              return dig(answer, paging["next"])

          def get(self, resource, identity):
              return self.send("GET", self.place(resource, identity))

          def create(self, resource, fields):
              return self.send("POST", resource["path"], body=self.wrapped(fields))

          def update(self, resource, identity, fields):
              return self.send("PATCH", self.place(resource, identity), body=self.wrapped(fields))

          def wrapped(self, fields):
              wrapper = self.platform["conventions"].get("wrapper")
              return {wrapper: fields} if wrapper else fields

          @staticmethod
          def place(resource, identity):
              return resource["path"].rstrip("/") + "/" + urllib.parse.quote(str(identity), safe="")

          def send(self, method, path, parameters=None, body=None):
              token = self.environment.get(self.token_name, "")
              if not token:
                  raise PlatformError(f"{self.token_name} is not set; it must hold a token for {self.platform['title']}.")
              address = self.base + path + ("?" + urllib.parse.urlencode(parameters) if parameters else "")
              request = urllib.request.Request(address, method=method)
              request.add_header(self.platform["auth"]["header"], self.platform["auth"]["prefix"] + token)
              request.add_header("Accept", "application/json")
              data = None
              if body is not None:
                  data = json.dumps(body).encode()
                  request.add_header("Content-Type", "application/json")
              return self.exchange(request, data)

          def exchange(self, request, data):
              try:
                  with urllib.request.urlopen(request, data=data, timeout=TIMEOUT) as answer:
                      return json.loads(answer.read() or b"null")
              except urllib.error.HTTPError as error:
                  with error:
                      detail = error.read(300).decode(errors="replace")
                  raise PlatformError(self.words(error.code, request, detail)) from error
              except (OSError, ValueError) as error:
                  raise PlatformError(f"{self.platform['title']} cannot be reached at {self.base}: {error}") from error

          def words(self, status, request, detail):
              if status in (401, 403):
                  return f"{self.platform['title']} refuses the token in {self.token_name} ({status})."
              if status == 404:
                  return f"{self.platform['title']} knows nothing at {urllib.parse.urlsplit(request.full_url).path}."
              return f"{self.platform['title']} answered {status} to {request.get_method()}: {detail}"


      def dig(value, path):
          """`paging.next.after` in nested objects; None where it ends early."""
          for part in path.split("."):
              value = value.get(part) if isinstance(value, dict) else None
          return value or None

      """##),
    ("mcp-server/common/mcp_server/platform.py", ##"""
      """What this server knows about @@PLATFORM@@: addresses, resources and conventions, from platform.json."""

      import json
      from pathlib import Path

      PLATFORM = json.loads(Path(__file__).with_name("platform.json").read_text(encoding="utf-8"))

      """##),
    ("mcp-server/common/mcp_server/protocol.py", ##"""
      """JSON-RPC 2.0 as the Model Context Protocol uses it over standard input and output: one message a line."""

      import json
      import sys

      VERSIONS = ("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05")
      LONGEST_LINE = 4 * 1024 * 1024


      class Refusal(Exception):
          """A request that cannot be answered; `code` is JSON-RPC's."""

          def __init__(self, code, message):
              super().__init__(message)
              self.code = code


      class Server:
          def __init__(self, name, version, tools):
              self.name = name
              self.version = version
              self.tools = {tool.name: tool for tool in tools}

          def serve(self, lines, write):
              """Answers until the input ends. A line that is no JSON gets an error and the next line its turn."""
              for line in lines:
                  if not line.strip():
                      continue
                  reply = self.line(line)
                  if reply is not None:
                      write(json.dumps(reply, ensure_ascii=False) + "\n")
                      sys.stdout.flush()

          def line(self, line):
              if len(line) > LONGEST_LINE:
                  return failure(None, -32600, f"A message has at most {LONGEST_LINE} characters.")
              try:
                  message = json.loads(line)
              except ValueError as error:
                  return failure(None, -32700, f"This is no JSON: {error}")
              if isinstance(message, list):
                  replies = [reply for reply in map(self.answer, message) if reply is not None]
                  return replies or None
              return self.answer(message)

          def answer(self, message):
              if not isinstance(message, dict) or not isinstance(message.get("method"), str):
                  return failure(None, -32600, "An object with a method was expected.")
              identity = message.get("id")
              if "id" not in message:
                  return None
              try:
                  result = self.result(message["method"], message.get("params") or {})
              except Refusal as refusal:
                  return failure(identity, refusal.code, str(refusal))
              return {"jsonrpc": "2.0", "id": identity, "result": result}

          def result(self, method, params):
              if method == "initialize":
                  wanted = params.get("protocolVersion")
                  return {
                      "protocolVersion": wanted if wanted in VERSIONS else VERSIONS[0],
                      "capabilities": {"tools": {"listChanged": False}},
                      "serverInfo": {"name": self.name, "version": self.version},
                  }
              if method == "ping":
                  return {}
              if method == "tools/list":
                  return {"tools": [tool.declaration() for tool in self.tools.values()]}
              if method == "tools/call":
                  return self.call(params)
              raise Refusal(-32601, f"There is no method {method}.")

          def call(self, params):
              tool = self.tools.get(params.get("name"))
              if tool is None:
                  known = ", ".join(sorted(self.tools))
                  raise Refusal(-32602, f"There is no tool {params.get('name')}; there are {known}.")
              arguments = params.get("arguments") or {}
              problems = tool.problems(arguments)
              if problems:
                  raise Refusal(-32602, " ".join(problems))
              return tool.call(arguments)


      def failure(identity, code, message):
          return {"jsonrpc": "2.0", "id": identity, "error": {"code": code, "message": message}}

      """##),
    ("mcp-server/common/mcp_server/tools.py", ##"""
      """The tools: for each resource of the platform what the template offers, declared and carried out in one place."""

      import json

      from .client import PlatformError
      from .platform import PLATFORM

      IDENTITY = {"type": "string", "minLength": 1}
      TYPES = {"string": str, "integer": int, "object": dict}


      class Tool:
          def __init__(self, name, description, properties, required, run, reads=True):
              self.name = name
              self.description = description
              self.schema = {
                  "type": "object", "properties": properties, "required": required, "additionalProperties": False,
              }
              self.run = run
              self.reads = reads

          def declaration(self):
              return {
                  "name": self.name,
                  "description": self.description,
                  "inputSchema": self.schema,
                  "annotations": {"readOnlyHint": self.reads, "destructiveHint": False, "openWorldHint": True},
              }

          def problems(self, arguments):
              """A sentence for each argument that is wrong: which one, and what was expected."""
              if not isinstance(arguments, dict):
                  return ["arguments: an object was expected."]
              found = [f"{name} is missing." for name in self.schema["required"] if name not in arguments]
              for name, value in arguments.items():
                  rule = self.schema["properties"].get(name)
                  if rule is None:
                      found.append(f"{name} is no argument of {self.name}.")
                  elif not isinstance(value, TYPES[rule["type"]]) or isinstance(value, bool):
                      found.append(f"{name}: {rule['type']} was expected, found {json.dumps(value)}.")
                  elif "maximum" in rule and not rule["minimum"] <= value <= rule["maximum"]:
                      found.append(f"{name}: {rule['minimum']} to {rule['maximum']} was expected, found {value}.")
                  elif rule.get("minLength") and not value:
                      found.append(f"{name} is empty.")
              return found

          def call(self, arguments):
              try:
                  value = self.run(arguments)
              except PlatformError as error:
                  return {"content": [{"type": "text", "text": str(error)}], "isError": True}
              text = json.dumps(value, ensure_ascii=False, indent=2)
              return {"content": [{"type": "text", "text": text}], "structuredContent": {"result": value}}


      def tools(client):
          made = {"list": list_tool, "get": get_tool, "search": search_tool, "create": create_tool, "update": update_tool}
          return [
              made[operation](client, resource)
              for resource in PLATFORM["resources"]
              for operation in PLATFORM["operations"]
          ]


      def limit():
          return {"type": "integer", "minimum": 1, "maximum": 500, "description": "How many at most; 50 without it."}


      def list_tool(client, resource):
          return Tool(
              f"list_{resource['plural']}", f"Lists {resource['plural']} of {PLATFORM['title']}.", {"limit": limit()}, [],
              lambda given: client.list(resource, given.get("limit", 50)))


      def get_tool(client, resource):
          return Tool(
              f"get_{resource['name']}", f"Reads one {resource['name']} by its {resource['identity']}.", {"id": IDENTITY},
              ["id"], lambda given: client.get(resource, given["id"]))


      def search_tool(client, resource):
          return Tool(
              f"search_{resource['plural']}", f"Finds {resource['plural']} that match a text.",
              {"query": IDENTITY, "limit": limit()}, ["query"],
              lambda given: client.list(resource, given.get("limit", 50), given["query"]))


      def fields(resource):
          known = ", ".join(resource["fields"])
          return {"type": "object", "description": f"Members of the {resource['name']}, such as {known}."}


      def create_tool(client, resource):
          return Tool(
              f"create_{resource['name']}", f"Makes a new {resource['name']}.", {"fields": fields(resource)}, ["fields"],
              lambda given: client.create(resource, given["fields"]), reads=False)


      def update_tool(client, resource):
          return Tool(
              f"update_{resource['name']}", f"Changes members of one {resource['name']}.",
              {"id": IDENTITY, "fields": fields(resource)}, ["id", "fields"],
              lambda given: client.update(resource, given["id"], given["fields"]), reads=False)


      def markdown(catalog):
          lines = [f"# Tools of {PLATFORM['title']}", ""]
          for tool in catalog:
              lines += [f"## `{tool.name}`", "", tool.description + ("" if tool.reads else " It writes."), ""]
              for name, rule in tool.schema["properties"].items():
                  needed = "required" if name in tool.schema["required"] else "optional"
                  lines.append(f"- `{name}` ({rule['type']}, {needed}) {rule.get('description', '')}".rstrip())
              lines.append("")
          return "\n".join(lines)

      """##),
    ("mcp-server/common/run_tests.py", ##"""
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

      """##),
    ("mcp-server/common/start", ##"""
      #!/bin/sh
      # Starts the server from wherever this folder lies.
      cd "$(dirname "$(readlink -f "$0")")" && exec python3 -m mcp_server "$@"

      """##),
    ("mcp-server/common/tests/__init__.py", ##"""

      """##),
    ("mcp-server/common/tests/fake_platform.py", ##"""
      """A @@PLATFORM@@ on loopback that behaves as tests/platform_facts.json says; the server is tested against it."""

      import json
      import threading
      import urllib.parse
      from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
      from pathlib import Path

      FACTS = json.loads(Path(__file__).with_name("platform_facts.json").read_text(encoding="utf-8"))
      TOKEN = "token-of-the-tests"
      COUNT = 7


      class FakePlatform:
          """In a `with`; `environment` is what the server needs to find it."""

          def __init__(self):
              self.items = {
                  resource["path"]: [sample(resource, number) for number in range(1, COUNT + 1)]
                  for resource in FACTS["resources"]
              }
              self.failures = []
              self.requests = []

          def __enter__(self):
              self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
              self.server.daemon_threads = True
              self.server.platform = self
              threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
              prefix = FACTS["environmentPrefix"]
              base = f"http://127.0.0.1:{self.server.server_address[1]}"
              self.environment = {prefix + "_BASE_URL": base, prefix + "_TOKEN": TOKEN}
              return self

          def __exit__(self, *_):
              self.server.shutdown()
              self.server.server_close()


      def sample(resource, number):
          item = {field: f"{resource['name']} {number} {field}" for field in resource["fields"]}
          item[resource["identity"]] = f"{resource['name']}-{number}"
          return item


      class Handler(BaseHTTPRequestHandler):
          def log_message(self, *_):
              pass

          def do_GET(self):
              self.work(self.read)

          def do_POST(self):
              self.work(self.create)

          def do_PATCH(self):
              self.work(self.update)

          def work(self, action):
              length = int(self.headers.get("Content-Length", 0))
              self.body = json.loads(self.rfile.read(length)) if length else None
              parts = urllib.parse.urlsplit(self.path)
              self.parameters = dict(urllib.parse.parse_qsl(parts.query))
              platform = self.server.platform
              platform.requests.append((self.command, self.path))
              auth = FACTS["auth"]
              if self.headers.get(auth["header"]) != auth["prefix"] + TOKEN:
                  return self.reply(401, {"error": "token"})
              if platform.failures:
                  return self.reply(platform.failures.pop(0), {"error": "try later"})
              for resource in FACTS["resources"]:
                  path = resource["path"].rstrip("/")
                  if parts.path.rstrip("/") == path:
                      return action(resource, platform.items[resource["path"]], None)
                  if parts.path.startswith(path + "/"):
                      identity = urllib.parse.unquote(parts.path[len(path) + 1:])
                      return action(resource, platform.items[resource["path"]], identity)
              return self.reply(404, {"error": "no such place"})

          def read(self, resource, items, identity):
              if identity is not None:
                  found = [item for item in items if item[resource["identity"]] == identity]
                  return self.reply(200, found[0]) if found else self.reply(404, {"error": "none"})
              wanted = self.parameters.get(FACTS["conventions"]["search"])
              if wanted:
                  items = [item for item in items if any(wanted in str(value) for value in item.values())]
              return self.page(resource, items)

          def page(self, resource, items):
              paging = FACTS["conventions"]["paging"]
              size = int(self.parameters.get(paging["size"], 3))
              given = self.parameters.get(paging["parameter"])
              if paging["style"] == "page":
                  start = (int(given if given is not None else paging["first"]) - paging["first"]) * size
                  if start < 0:
                      return self.reply(422, {"error": f"pages begin at {paging['first']}"})
              elif paging["style"] == "offset":
                  start = int(given or 0)
              else:
                  identities = [item[resource["identity"]] for item in items]
                  start = identities.index(given) + 1 if given in identities else 0
              shown = items[start:start + size]
              return self.reply(200, self.envelope(resource, shown, start + size < len(items)))

          def envelope(self, resource, shown, more):
              key = FACTS["conventions"]["items"]
              if key is None:
                  return shown
              answer = {resource["plural"] if key == "$plural" else key: shown}
              paging = FACTS["conventions"]["paging"]
              if paging["style"] == "cursor":
                  if paging["next"] == "$last":
                      answer["has_more"] = more
                  elif more:
                      place = answer
                      *outer, last = paging["next"].split(".")
                      for part in outer:
                          place = place.setdefault(part, {})
                      place[last] = shown[-1][resource["identity"]]
              return answer

          def unwrapped(self):
              wrapper = FACTS["conventions"].get("wrapper")
              return self.body if not wrapper else (self.body or {}).get(wrapper)

          def create(self, resource, items, _):
              fields = self.unwrapped()
              if not isinstance(fields, dict) or not set(fields) & set(resource["fields"]):
                  return self.reply(422, {"error": "none of the members is known here"})
              made = dict(fields, **{resource["identity"]: f"{resource['name']}-{len(items) + 1}"})
              items.append(made)
              return self.reply(201, made)

          def update(self, resource, items, identity):
              for item in items:
                  if item[resource["identity"]] == identity:
                      item.update(self.unwrapped() or {})
                      return self.reply(200, item)
              return self.reply(404, {"error": "none"})

          def reply(self, status, value):
              data = json.dumps(value).encode()
              self.send_response(status)
              self.send_header("Content-Type", "application/json")
              self.send_header("Content-Length", str(len(data)))
              if status == 429:
                  self.send_header("Retry-After", "0")
              self.end_headers()
              self.wfile.write(data)

      """##),
    ("mcp-server/common/tests/test_client.py", ##"""
      """The client against the platform's conventions: paging above all."""

      import unittest

      from mcp_server.client import Client, PlatformError
      from mcp_server.platform import PLATFORM
      from tests.fake_platform import COUNT, FakePlatform


      class ClientTests(unittest.TestCase):
          def setUp(self):
              self.platform = self.enterContext(FakePlatform())
              self.client = Client(PLATFORM, self.platform.environment)
              self.resource = PLATFORM["resources"][0]

          def identities(self, items):
              return [item[self.resource["identity"]] for item in items]

          def test_a_list_has_every_item_once_and_in_order(self):
              wanted = [f"{self.resource['name']}-{number}" for number in range(1, COUNT + 1)]
              self.assertEqual(self.identities(self.client.list(self.resource, COUNT)), wanted)

          def test_one_item_is_read(self):
              identity = f"{self.resource['name']}-3"
              self.assertEqual(self.client.get(self.resource, identity)[self.resource["identity"]], identity)

          def test_what_is_not_there_is_said_so(self):
              with self.assertRaisesRegex(PlatformError, "knows nothing at"):
                  self.client.get(self.resource, "none")

      """##),
    ("mcp-server/common/tests/test_protocol.py", ##"""
      """The protocol: what a client of any age sends, and what is no protocol at all."""

      import json
      import os
      import subprocess
      import sys
      import unittest
      from pathlib import Path

      from mcp_server.client import Client
      from mcp_server.platform import PLATFORM
      from mcp_server.protocol import VERSIONS, Server
      from mcp_server.tools import tools

      ROOT = Path(__file__).resolve().parent.parent


      class ProtocolTests(unittest.TestCase):
          def setUp(self):
              self.server = Server("test", "1", tools(Client(PLATFORM, {})))

          def ask(self, method, **params):
              return self.server.answer({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})

          def test_initialize_keeps_a_known_version_and_offers_the_newest_for_others(self):
              for version in VERSIONS:
                  self.assertEqual(self.ask("initialize", protocolVersion=version)["result"]["protocolVersion"], version)
              self.assertEqual(self.ask("initialize", protocolVersion="1999")["result"]["protocolVersion"], VERSIONS[0])

          def test_tools_are_declared_with_schema(self):
              found = self.ask("tools/list")["result"]["tools"]
              self.assertEqual(len(found), len(PLATFORM["resources"]) * len(PLATFORM["operations"]))
              for tool in found:
                  self.assertEqual(tool["inputSchema"]["type"], "object")

          def test_unknown_methods_and_tools_are_refused(self):
              self.assertEqual(self.ask("resources/list")["error"]["code"], -32601)
              self.assertEqual(self.ask("tools/call", name="nothing")["error"]["code"], -32602)

          def test_lines_that_are_no_request(self):
              self.assertEqual(self.server.line("{oops")["error"]["code"], -32700)
              self.assertEqual(self.server.line("42")["error"]["code"], -32600)
              self.assertIsNone(self.server.line('{"jsonrpc": "2.0", "method": "notifications/initialized"}'))

          def test_without_a_token_a_tool_says_which_variable(self):
              name = f"list_{PLATFORM['resources'][0]['plural']}"
              result = self.ask("tools/call", name=name, arguments={})["result"]
              self.assertTrue(result["isError"])
              self.assertIn(PLATFORM["environmentPrefix"] + "_TOKEN", result["content"][0]["text"])

          def test_the_program_answers_on_standard_output(self):
              lines = [
                  {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": VERSIONS[0]}},
                  {"jsonrpc": "2.0", "method": "notifications/initialized"},
                  {"jsonrpc": "2.0", "id": 2, "method": "tools/list"},
              ]
              text = "".join(json.dumps(line) + "\n" for line in lines)
              program = subprocess.run(
                  [sys.executable, "-m", "mcp_server"], input=text, capture_output=True, text=True, cwd=ROOT, timeout=20,
                  env={"PATH": os.environ.get("PATH", "")}, check=True)
              replies = [json.loads(line) for line in program.stdout.splitlines()]
              self.assertEqual([reply["id"] for reply in replies], [1, 2])


      if __name__ == "__main__":
          unittest.main()

      """##),
    ("mcp-server/enterprise/.env.example", ##"""
      # A token that may do what the tools do.
      @@PREFIX@@_TOKEN=
      # Another address of the platform, such as a sandbox.
      @@PREFIX@@_BASE_URL=@@BASE@@
      # 1: tools that write are not offered.
      @@PREFIX@@_READ_ONLY=
      # Names of the tools that are offered, with commas; empty: all.
      @@PREFIX@@_TOOLS=
      # A file that gets a line of JSON for each call.
      @@PREFIX@@_AUDIT_FILE=

      """##),
    ("mcp-server/enterprise/mcp_server/__main__.py", ##"""
      """Starts the guarded server on standard input and output; --tools prints TOOLS.md."""

      import os
      import sys

      from . import __version__
      from .guard import PatientClient, allowed, audited
      from .platform import PLATFORM
      from .protocol import Server
      from .tools import markdown, tools


      def main(arguments, environment, lines, write):
          prefix = PLATFORM["environmentPrefix"]
          catalog = tools(PatientClient(PLATFORM, environment))
          if arguments == ["--tools"]:
              write(markdown(catalog))
              return 0
          catalog = allowed(catalog, prefix, environment)
          if environment.get(prefix + "_AUDIT_FILE"):
              catalog = audited(catalog, environment[prefix + "_AUDIT_FILE"])
          Server("@@SLUG@@", __version__, catalog).serve(lines, write)
          return 0


      if __name__ == "__main__":
          sys.exit(main(sys.argv[1:], os.environ, sys.stdin, sys.stdout.write))

      """##),
    ("mcp-server/enterprise/mcp_server/guard.py", ##"""
      """What a company asks of a server: a record of every call, a read-only mode, a list of allowed tools, patience with a busy platform."""

      import json
      import time

      from .client import Client, PlatformError

      TRIES = 4


      def names(text):
          return {name.strip() for name in text.split(",") if name.strip()}


      def allowed(catalog, prefix, environment):
          """The tools that the operator lets through."""
          wanted = names(environment.get(prefix + "_TOOLS", ""))
          reads_only = environment.get(prefix + "_READ_ONLY", "") in ("1", "true", "yes")
          return [
              tool for tool in catalog if (not wanted or tool.name in wanted) and (tool.reads or not reads_only)
          ]


      def audited(catalog, path, clock=time.time):
          """Each call becomes a line of JSON in the file; arguments are named, their values are not kept."""
          for tool in catalog:
              tool.call = recorder(tool, tool.call, path, clock)
          return catalog


      def recorder(tool, call, path, clock):
          def recorded(arguments):
              begun = clock()
              result = call(arguments)
              row = {
                  "at": begun, "seconds": round(clock() - begun, 3), "tool": tool.name, "arguments": sorted(arguments),
                  "failed": bool(result.get("isError")),
              }
              with open(path, "a", encoding="utf-8") as file:
                  file.write(json.dumps(row) + "\n")
              return result

          return recorded


      class PatientClient(Client):
          """Tries reading again while the platform is busy; what writes is never sent twice."""

          pause = staticmethod(time.sleep)

          def exchange(self, request, data):
              for number in range(1, TRIES + 1):
                  try:
                      return super().exchange(request, data)
                  except PlatformError as error:
                      cause = getattr(error.__cause__, "code", None)
                      if cause not in (429, 502, 503, 504) or request.get_method() != "GET" or number == TRIES:
                          raise
                      self.pause(0.2 * 2 ** number)

      """##),
    ("mcp-server/enterprise/tests/test_guard.py", ##"""
      """Record, read-only mode, allowed tools and patience."""

      import json
      import tempfile
      import unittest
      from pathlib import Path

      from mcp_server.client import PlatformError
      from mcp_server.guard import PatientClient, allowed, audited
      from mcp_server.platform import PLATFORM
      from mcp_server.tools import tools
      from tests.fake_platform import FakePlatform

      PREFIX = PLATFORM["environmentPrefix"]


      class GuardTests(unittest.TestCase):
          def setUp(self):
              self.platform = self.enterContext(FakePlatform())
              self.client = PatientClient(PLATFORM, self.platform.environment)
              self.client.pause = lambda seconds: None
              self.resource = PLATFORM["resources"][0]

          def test_read_only_leaves_out_what_writes(self):
              left = allowed(tools(self.client), PREFIX, {PREFIX + "_READ_ONLY": "1"})
              self.assertTrue(left)
              self.assertTrue(all(tool.reads for tool in left))

          def test_only_allowed_tools_are_there(self):
              name = f"get_{self.resource['name']}"
              left = allowed(tools(self.client), PREFIX, {PREFIX + "_TOOLS": f" {name} , "})
              self.assertEqual([tool.name for tool in left], [name])

          def test_each_call_leaves_a_line_without_values(self):
              path = Path(self.enterContext(tempfile.TemporaryDirectory())) / "audit.jsonl"
              catalog = {tool.name: tool for tool in audited(tools(self.client), path)}
              catalog[f"get_{self.resource['name']}"].call({"id": "secret-9"})
              row = json.loads(path.read_text(encoding="utf-8"))
              self.assertEqual((row["tool"], row["failed"]), (f"get_{self.resource['name']}", True))
              self.assertNotIn("secret-9", path.read_text(encoding="utf-8"))

          def test_a_busy_platform_is_asked_again_for_reading_only(self):
              self.platform.failures = [429, 503]
              self.assertEqual(len(self.client.list(self.resource, 1)), 1)
              self.platform.failures = [429]
              with self.assertRaises(PlatformError):
                  self.client.create(self.resource, {self.resource["fields"][0]: "x"})
              self.platform.failures = [503] * 4
              with self.assertRaisesRegex(PlatformError, "503"):
                  self.client.list(self.resource, 1)

      """##),
    ("mcp-server/extra/tests/test_edges.py", ##"""
      """What goes wrong: small pages, refused tokens, a platform that is away, arguments that do not fit."""

      import json
      import unittest

      from mcp_server.__main__ import main
      from mcp_server.client import Client, PlatformError, dig
      from mcp_server.platform import PLATFORM
      from mcp_server.protocol import Server
      from mcp_server.tools import tools
      from tests.fake_platform import COUNT, FakePlatform


      class EdgeTests(unittest.TestCase):
          def setUp(self):
              self.platform = self.enterContext(FakePlatform())
              self.client = Client(PLATFORM, self.platform.environment)
              self.resource = PLATFORM["resources"][0]

          def identities(self, items):
              return [item[self.resource["identity"]] for item in items]

          def test_small_pages_are_put_together(self):
              PLATFORM["conventions"]["paging"]["largest"] = 2
              self.addCleanup(PLATFORM["conventions"]["paging"].pop, "largest")
              wanted = [f"{self.resource['name']}-{number}" for number in range(1, COUNT + 1)]
              # An even count: the last page is as full as the others.
              self.assertEqual(self.identities(self.client.list(self.resource, COUNT - 1)), wanted[:COUNT - 1])
              self.assertGreater(len(self.platform.requests), 1)

          def test_a_limit_is_kept(self):
              self.assertEqual(len(self.client.list(self.resource, 2)), 2)

          def test_a_refused_token_is_named(self):
              environment = dict(self.platform.environment)
              environment[PLATFORM["environmentPrefix"] + "_TOKEN"] = "wrong"
              with self.assertRaisesRegex(PlatformError, "refuses the token"):
                  Client(PLATFORM, environment).list(self.resource, 1)

          def test_a_platform_that_is_away_is_named(self):
              environment = dict(self.platform.environment)
              environment[PLATFORM["environmentPrefix"] + "_BASE_URL"] = "http://127.0.0.1:9"
              with self.assertRaisesRegex(PlatformError, "cannot be reached"):
                  Client(PLATFORM, environment).list(self.resource, 1)

          def test_another_answer_is_told_with_its_status(self):
              self.platform.failures = [418] * 9
              with self.assertRaisesRegex(PlatformError, "answered 418"):
                  self.client.get(self.resource, "x")

          def test_arguments_that_do_not_fit_are_named(self):
              tool = {tool.name: tool for tool in tools(self.client)}[f"list_{self.resource['plural']}"]
              self.assertEqual(tool.problems({"limit": 5}), [])
              self.assertIn("limit", tool.problems({"limit": "many"})[0])
              self.assertIn("1 to 500", tool.problems({"limit": 0})[0])
              self.assertIn("no argument", tool.problems({"color": "red"})[0])
              self.assertIn("object", tool.problems([])[0])
              get = {tool.name: tool for tool in tools(self.client)}[f"get_{self.resource['name']}"]
              self.assertEqual(len(get.problems({})), 1)
              self.assertIn("empty", get.problems({"id": ""})[0])

          def test_batches_and_pings(self):
              server = Server("test", "1", tools(self.client))
              batch = [{"jsonrpc": "2.0", "id": n, "method": "ping"} for n in (1, 2)]
              self.assertEqual([reply["id"] for reply in server.line(json.dumps(batch))], [1, 2])
              self.assertEqual(server.line("x" * (4 * 1024 * 1024 + 1))["error"]["code"], -32600)

          def test_the_program_prints_its_tools_and_serves(self):
              written = []
              self.assertEqual(main(["--tools"], {}, [], written.append), 0)
              self.assertIn(f"list_{self.resource['plural']}", written[0])
              lines = ["\n", '{"jsonrpc": "2.0", "id": 7, "method": "ping"}\n']
              self.assertEqual(main([], self.platform.environment, lines, written.append), 0)
              self.assertEqual(json.loads(written[-1])["id"], 7)

          def test_paths_into_answers(self):
              self.assertEqual(dig({"a": {"b": 1}}, "a.b"), 1)
              self.assertIsNone(dig({"a": 1}, "a.b"))

      """##),
    ("mcp-server/extra/tests/test_tools.py", ##"""
      """Every tool, called as a client calls it, on a platform that answers."""

      import unittest
      from pathlib import Path

      from mcp_server.client import Client
      from mcp_server.platform import PLATFORM
      from mcp_server.protocol import Server
      from mcp_server.tools import markdown, tools
      from tests.fake_platform import FakePlatform


      class ToolTests(unittest.TestCase):
          def setUp(self):
              self.platform = self.enterContext(FakePlatform())
              self.catalog = tools(Client(PLATFORM, self.platform.environment))
              self.server = Server("test", "1", self.catalog)

          def call(self, tool, **arguments):
              params = {"name": tool, "arguments": arguments}
              reply = self.server.answer({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params})
              result = reply["result"]
              self.assertNotIn("isError", result, result["content"][0]["text"])
              return result["structuredContent"]["result"]

          def each(self, operation):
              if operation not in PLATFORM["operations"]:
                  self.skipTest(f"this template has no {operation}")
              return PLATFORM["resources"]

          def test_list(self):
              for resource in self.each("list"):
                  self.assertEqual(self.call(f"list_{resource['plural']}", limit=1)[0][resource["identity"]],
                                   f"{resource['name']}-1")

          def test_get(self):
              for resource in self.each("get"):
                  identity = f"{resource['name']}-2"
                  self.assertEqual(self.call(f"get_{resource['name']}", id=identity)[resource["identity"]], identity)

          def test_search(self):
              for resource in self.each("search"):
                  query = f"{resource['name']} 5"
                  self.assertEqual(len(self.call(f"search_{resource['plural']}", query=query)), 1)

          def test_create(self):
              for resource in self.each("create"):
                  field = resource["fields"][0]
                  made = self.call(f"create_{resource['name']}", fields={field: "new"})
                  read = self.call(f"get_{resource['name']}", id=made[resource["identity"]])
                  self.assertEqual(read[field], "new")

          def test_update(self):
              for resource in self.each("update"):
                  identity, field = f"{resource['name']}-1", resource["fields"][0]
                  self.call(f"update_{resource['name']}", id=identity, fields={field: "changed"})
                  self.assertEqual(self.call(f"get_{resource['name']}", id=identity)[field], "changed")

          def test_the_page_about_tools_is_what_the_server_declares(self):
              page = Path(__file__).resolve().parent.parent / "TOOLS.md"
              self.assertEqual(page.read_text(encoding="utf-8"), markdown(self.catalog))

      """##),
    ("platforms.json", ##"""
      {
        "go-high-level": {
          "title": "Go High Level", "environmentPrefix": "GHL", "baseURL": "https://services.leadconnectorhq.com",
          "auth": { "header": "Authorization", "prefix": "Bearer " },
          "resources": [
            { "name": "contact", "plural": "contacts", "path": "/contacts/", "identity": "id", "fields": ["firstName", "email"] },
            { "name": "opportunity", "plural": "opportunities", "path": "/opportunities/", "identity": "id", "fields": ["name", "status"] },
            { "name": "calendar", "plural": "calendars", "path": "/calendars/", "identity": "id", "fields": ["name", "description"] }
          ],
          "conventions": { "paging": { "style": "page", "parameter": "page", "size": "limit", "first": 1 }, "items": "$plural", "search": "query" }
        },
        "shopify": {
          "title": "Shopify", "environmentPrefix": "SHOPIFY", "baseURL": "https://example.myshopify.com/admin/api/2025-01",
          "auth": { "header": "X-Shopify-Access-Token", "prefix": "" },
          "resources": [
            { "name": "product", "plural": "products", "path": "/products", "identity": "id", "fields": ["title", "vendor"] },
            { "name": "order", "plural": "orders", "path": "/orders", "identity": "id", "fields": ["email", "note"] }
          ],
          "conventions": { "paging": { "style": "cursor", "parameter": "page_info", "size": "limit", "first": null, "next": "next_page_info" }, "items": "$plural", "search": "query" }
        },
        "stripe": {
          "title": "Stripe", "environmentPrefix": "STRIPE", "baseURL": "https://api.stripe.com/v1",
          "auth": { "header": "Authorization", "prefix": "Bearer " },
          "resources": [
            { "name": "customer", "plural": "customers", "path": "/customers", "identity": "id", "fields": ["email", "name"] },
            { "name": "invoice", "plural": "invoices", "path": "/invoices", "identity": "id", "fields": ["description", "currency"] }
          ],
          "conventions": { "paging": { "style": "cursor", "parameter": "starting_after", "size": "limit", "first": null, "next": "$last" }, "items": "data", "search": "query" }
        },
        "hubspot": {
          "title": "HubSpot", "environmentPrefix": "HUBSPOT", "baseURL": "https://api.hubapi.com/crm/v3/objects",
          "auth": { "header": "Authorization", "prefix": "Bearer " },
          "resources": [
            { "name": "contact", "plural": "contacts", "path": "/contacts", "identity": "id", "fields": ["email", "lastname"] },
            { "name": "deal", "plural": "deals", "path": "/deals", "identity": "id", "fields": ["dealname", "amount"] }
          ],
          "conventions": { "paging": { "style": "cursor", "parameter": "after", "size": "limit", "first": null, "next": "paging.next.after" }, "items": "results", "search": "query", "wrapper": "properties" }
        },
        "zendesk": {
          "title": "Zendesk", "environmentPrefix": "ZENDESK", "baseURL": "https://example.zendesk.com/api/v2",
          "auth": { "header": "Authorization", "prefix": "Bearer " },
          "resources": [
            { "name": "ticket", "plural": "tickets", "path": "/tickets", "identity": "id", "fields": ["subject", "description"] },
            { "name": "user", "plural": "users", "path": "/users", "identity": "id", "fields": ["name", "email"] }
          ],
          "conventions": { "paging": { "style": "page", "parameter": "page", "size": "per_page", "first": 1 }, "items": "$plural", "search": "query" }
        },
        "jira": {
          "title": "Jira", "environmentPrefix": "JIRA", "baseURL": "https://example.atlassian.net/rest/api/3",
          "auth": { "header": "Authorization", "prefix": "Bearer " },
          "resources": [
            { "name": "issue", "plural": "issues", "path": "/issue", "identity": "key", "fields": ["summary", "description"] },
            { "name": "project", "plural": "projects", "path": "/project", "identity": "key", "fields": ["name", "lead"] }
          ],
          "conventions": { "paging": { "style": "offset", "parameter": "startAt", "size": "maxResults", "first": 0 }, "items": "values", "search": "query" },
          "draft": { "paging": { "style": "page", "parameter": "startAt", "size": "maxResults", "first": 1 } }
        },
        "airtable": {
          "title": "Airtable", "environmentPrefix": "AIRTABLE", "baseURL": "https://api.airtable.com/v0/appExample",
          "auth": { "header": "Authorization", "prefix": "Bearer " },
          "resources": [
            { "name": "record", "plural": "records", "path": "/Table", "identity": "id", "fields": ["Name", "Notes"] }
          ],
          "conventions": { "paging": { "style": "cursor", "parameter": "offset", "size": "pageSize", "first": null, "next": "offset" }, "items": "records", "search": "filterByFormula", "wrapper": "fields" },
          "draft": { "wrapper": null }
        },
        "mailchimp": {
          "title": "Mailchimp", "environmentPrefix": "MAILCHIMP", "baseURL": "https://us1.api.mailchimp.com/3.0",
          "auth": { "header": "Authorization", "prefix": "Bearer " },
          "resources": [
            { "name": "campaign", "plural": "campaigns", "path": "/campaigns", "identity": "id", "fields": ["type", "settings"] },
            { "name": "audience", "plural": "lists", "path": "/lists", "identity": "id", "fields": ["name", "contact"] }
          ],
          "conventions": { "paging": { "style": "offset", "parameter": "offset", "size": "count", "first": 0 }, "items": "$plural", "search": "query" }
        },
        "woocommerce": {
          "title": "WooCommerce", "environmentPrefix": "WOOCOMMERCE", "baseURL": "https://shop.example.com/wp-json/wc/v3",
          "auth": { "header": "Authorization", "prefix": "Bearer " },
          "resources": [
            { "name": "product", "plural": "products", "path": "/products", "identity": "id", "fields": ["name", "price"] },
            { "name": "order", "plural": "orders", "path": "/orders", "identity": "id", "fields": ["status", "currency"] }
          ],
          "conventions": { "paging": { "style": "page", "parameter": "page", "size": "per_page", "first": 1 }, "items": null, "search": "search" }
        },
        "github": {
          "title": "GitHub", "environmentPrefix": "GITHUB", "baseURL": "https://api.github.com/repos/example/example",
          "auth": { "header": "Authorization", "prefix": "Bearer " },
          "resources": [
            { "name": "issue", "plural": "issues", "path": "/issues", "identity": "number", "fields": ["title", "body"] },
            { "name": "release", "plural": "releases", "path": "/releases", "identity": "id", "fields": ["name", "tag_name"] }
          ],
          "conventions": { "paging": { "style": "page", "parameter": "page", "size": "per_page", "first": 1 }, "items": null, "search": "q" }
        },
        "slack": {
          "title": "Slack", "environmentPrefix": "SLACK", "baseURL": "https://slack.com/api",
          "auth": { "header": "Authorization", "prefix": "Bearer " },
          "resources": [
            { "name": "channel", "plural": "channels", "path": "/channels", "identity": "id", "fields": ["name", "topic"] },
            { "name": "member", "plural": "members", "path": "/members", "identity": "id", "fields": ["name", "real_name"] }
          ],
          "conventions": { "paging": { "style": "cursor", "parameter": "cursor", "size": "limit", "first": null, "next": "response_metadata.next_cursor" }, "items": "$plural", "search": "query" }
        },
        "notion": {
          "title": "Notion", "environmentPrefix": "NOTION", "baseURL": "https://api.notion.com/v1",
          "auth": { "header": "Authorization", "prefix": "Bearer " },
          "resources": [
            { "name": "page", "plural": "pages", "path": "/pages", "identity": "id", "fields": ["title", "icon"] },
            { "name": "user", "plural": "users", "path": "/users", "identity": "id", "fields": ["name", "type"] }
          ],
          "conventions": { "paging": { "style": "cursor", "parameter": "start_cursor", "size": "page_size", "first": null, "next": "next_cursor" }, "items": "results", "search": "query" }
        }
      }

      """##),
  ]
}
