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
