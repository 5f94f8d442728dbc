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
