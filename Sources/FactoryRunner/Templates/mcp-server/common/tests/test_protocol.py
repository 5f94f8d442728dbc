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
