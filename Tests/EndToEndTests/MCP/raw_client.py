"""Raw bytes against the MCP server: python raw_client.py PROGRAM [URL]. Without a URL over standard input and output.

Prints "passed N checks"; anything else is a failure.
"""

import http.client
import json
import os
import select
import socket
import subprocess
import sys
import time
import urllib.parse

program, *urls = sys.argv[1:]
checks = 0


def check(holds, what):
    global checks
    assert holds, what
    checks += 1


class Pipe:
    """The program with its ends of the pipes."""

    def __init__(self):
        self.process = subprocess.Popen([program, "mcp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, bufsize=0)
        self.rest = b""

    def send(self, *messages):
        for message in messages:
            self.write((json.dumps(message) if not isinstance(message, (bytes, str)) else message))

    def write(self, text):
        data = (text.encode() if isinstance(text, str) else text) + b"\n"
        while data:
            data = data[self.process.stdin.write(data):]

    def line(self, seconds=20):
        end = time.time() + seconds
        while b"\n" not in self.rest:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, end - time.time()))
            assert ready, "nothing came"
            data = os.read(self.process.stdout.fileno(), 1 << 16)
            assert data, "the output ended"
            self.rest += data
        line, self.rest = self.rest.split(b"\n", 1)
        return json.loads(line)

    def end(self):
        self.process.stdin.close()
        rest = self.rest + self.process.stdout.read()
        code = self.process.wait(timeout=20)
        return code, [json.loads(line) for line in rest.splitlines()]


def request(number, method, **params):
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": params}


def hello(revision="2025-11-25"):
    return request(0, "initialize", protocolVersion=revision, capabilities={}, clientInfo={"name": "raw", "version": "1"})


def garbage():
    pipe = Pipe()
    for text, code in ((b"nonsense", -32700), (b"\xff\xfe\x00", -32700), (b"{", -32700), (b"7", -32600), (b"[]", -32600),
                       (b"[" * 100000, -32700), (b'{"jsonrpc":"2.0","id":null,"method":"x"}', -32600)):
        pipe.write(text)
        answer = pipe.line()
        check(answer["error"]["code"] == code and answer["id"] is None, (text[:40], answer))
    pipe.write(b"")
    pipe.write(b'{"jsonrpc":"2.0","id":"big","method":"ping","params":{"x":"' + b"a" * (5 << 20) + b'"}}')
    check(pipe.line()["error"]["code"] == -32600, "a line that is too long")
    pipe.send(request(1, "no/such"))
    check(pipe.line()["error"]["code"] == -32601, "an unknown method")
    pipe.send(hello())
    check(pipe.line()["result"]["protocolVersion"] == "2025-11-25", "the conversation goes on")
    pipe.send(request("q\"\n", "ping"))
    check(pipe.line() == {"jsonrpc": "2.0", "id": "q\"\n", "result": {}}, "ids come back as they were")
    pipe.send([request(5, "ping")])
    check(pipe.line()["error"]["code"] == -32600, "no batches in this revision")
    check(pipe.end() == (0, []), "the end")


def batches():
    pipe = Pipe()
    pipe.send(hello("2025-03-26"))
    pipe.line()
    pipe.send([request(1, "ping"), {"jsonrpc": "2.0", "method": "notifications/initialized"}, request(2, "nothing"),
               request(3, "tools/call", name="factory_get_pending_tasks", arguments={})])
    answer = pipe.line()
    check(sorted(part["id"] for part in answer) == [1, 2, 3], answer)
    pipe.end()


def parallel():
    pipe = Pipe()
    pipe.send(hello())
    pipe.line()
    for number in range(1, 301):
        pipe.send(request(number, "tools/call", name="factory_get_pending_tasks", arguments={"limit": 1}))
    pipe.send({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 300}},
              {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 4711}})
    pipe.send(request(301, "ping"))
    seen = set()
    while not {*range(1, 300), 301} <= seen:
        seen.add(pipe.line()["id"])
    code, rest = pipe.end()
    check(code == 0 and {answer["id"] for answer in rest} <= {300}, rest)


def ends_in_the_middle():
    """What was asked before the input ended is answered, although the last line has no end."""
    pipe = Pipe()
    pipe.send(hello())
    for number in range(1, 51):
        pipe.send(request(number, "tools/call", name="factory_search", arguments={"query": "x"}))
    pipe.process.stdin.write(json.dumps(request(51, "ping")).encode())
    code, answers = pipe.end()
    check(code == 0 and {answer["id"] for answer in answers} == set(range(52)), answers)


def nobody_reads():
    """A client that goes away while answers come ends the program quietly."""
    pipe = Pipe()
    pipe.send(hello())
    pipe.line()
    pipe.process.stdout.close()
    try:
        for number in range(1, 200):
            pipe.send(request(number, "tools/list"))
    except BrokenPipeError:
        pass
    pipe.process.stdin.close()
    check(pipe.process.wait(timeout=20) == 0 and pipe.process.stderr.read() == b"", "a quiet end")


def quick():
    start = time.time()
    pipe = Pipe()
    pipe.send(hello())
    pipe.line()
    took = time.time() - start
    pages = int(open(f"/proc/{pipe.process.pid}/statm").read().split()[1])
    print(f"initialized after {took * 1000:.0f} ms, {pages * 4 >> 10} MB resident")
    check(not os.path.exists(os.environ["HOME"] + "/.local/share/goosefactory/server.json"), "no server was started")
    pipe.end()


# HTTP


def call(method="POST", path="/mcp", body=b"", **headers):
    address = urllib.parse.urlparse(urls[0])
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
    names = {"Authorization": "Bearer " + os.environ["FACTORY_TEST_TOKEN"], "Content-Type": "application/json",
             "Accept": "application/json, text/event-stream"}
    names.update({name.replace("_", "-"): value for name, value in headers.items()})
    connection.request(method, path, body=body if isinstance(body, bytes) else json.dumps(body).encode(),
                       headers={name: value for name, value in names.items() if value is not None})
    answer = connection.getresponse()
    data = answer.read()
    return answer.status, dict(answer.headers), json.loads(data) if data[:1] in (b"{", b"[") else data


def doors():
    for headers, status in (({"Authorization": None}, 401), ({"Authorization": "Bearer x"}, 401),
                            ({"Authorization": "Basic " + os.environ["FACTORY_TEST_TOKEN"]}, 401),
                            ({"Origin": "https://evil.example"}, 403), ({"Origin": "null"}, 403),
                            ({"Origin": "http://localhost.evil.example"}, 403), ({"Host": "evil.example"}, 403),
                            ({"Origin": "http://localhost:5173"}, 200), ({"Origin": "http://127.0.0.1"}, 200)):
        found = call(body=hello(), **headers)
        check(found[0] == status, (headers, found))
    check("WWW-Authenticate" in call(body=hello(), Authorization=None)[1] or
          "www-authenticate" in call(body=hello(), Authorization=None)[1], "how to come in")
    for method, path, status in (("PUT", "/mcp", 405), ("GET", "/nowhere", 404), ("POST", "/sse", 405),
                                 ("GET", "/mcp", 404), ("DELETE", "/mcp", 404), ("POST", "/messages?session_id=1", 404)):
        check(call(method, path)[0] == status, (method, path))


def sessions():
    status, headers, answer = call(body=hello())
    session = {name.lower(): value for name, value in headers.items()}["mcp-session-id"]
    check(status == 200 and answer["result"]["protocolVersion"] == "2025-11-25" and len(session) > 30, answer)
    check(call(body=request(1, "ping"))[0] == 400, "a session is needed")
    check(call(body=request(1, "ping"), Mcp_Session_Id="x")[0] == 404, "a session that is none")
    check(call(body=request(1, "ping"), Mcp_Session_Id=session)[2]["result"] == {}, "a session")
    check(call(body={"jsonrpc": "2.0", "method": "notifications/initialized"}, Mcp_Session_Id=session)[0] == 202, "202")
    check(call(body=b"nonsense", Mcp_Session_Id=session)[0] == 400, "garbage")
    check(call(body=b"x" * (5 << 20), Mcp_Session_Id=session)[0] == 413, "too large")
    check(call("DELETE", Mcp_Session_Id=session)[0] == 204, "the end of a session")
    check(call(body=request(1, "ping"), Mcp_Session_Id=session)[0] == 404, "a session that ended")


def stateless():
    meta = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}
    headers = {"MCP_Protocol_Version": "2026-07-28", "Mcp_Method": "tools/list"}
    status, _, answer = call(body=request(1, "tools/list", _meta=meta), **headers)
    check(status == 200 and len(answer["result"]["tools"]) == 12 and answer["result"]["resultType"] == "complete", status)
    check(call(body=request(1, "tools/list", _meta=meta), **{**headers, "Mcp_Method": "tools/call"})[2]["error"]["code"] == -32020,
          "headers and body agree")
    check(call(body=request(1, "no/such", _meta=meta), **{**headers, "Mcp_Method": "no/such"})[0] == 404, "unknown")
    check(call(body=request(1, "tools/list"), **headers)[0] == 400, "no envelope")
    body = request(1, "resources/read", uri="factory://config/templates", _meta=meta)
    name = {**headers, "Mcp_Method": "resources/read", "Mcp_Name": "=?base64?ZmFjdG9yeTovL2NvbmZpZy90ZW1wbGF0ZXM=?="}
    check(call(body=body, **name)[0] == 200, "a name in base64")
    check(call(body=body, **{**name, "Mcp_Name": "factory://dashboard/summary"})[0] == 400, "another name")


def main():
    if urls:
        doors()
        sessions()
        stateless()
    else:
        quick()
        garbage()
        batches()
        parallel()
        ends_in_the_middle()
        nobody_reads()
    print(f"passed {checks} checks")


main()
