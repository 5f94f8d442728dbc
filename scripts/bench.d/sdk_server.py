"""The peer of the MCP figures: one tool over the official Python SDK, which gives back a constant of the size of the factory's answer."""
from typing import Any

from mcp.server.mcpserver import MCPServer

server = MCPServer("peer")
TASK = {
    "id": "01900000-0000-7000-8000-000000000001", "type": "review", "title": "Review change 1: retry on 401",
    "status": "pending", "priority": "high", "version": 1, "createdAt": "2026-01-01T00:00:00.000Z",
    "updatedAt": "2026-01-01T00:00:00.000Z", "slaDeadline": "2026-01-02T00:00:00.000Z", "decision": None,
    "context": {"summary": "Change 1 retries the upload when the service answers 401.",
                "details": "The service answers so under load. " * 8,
                "testResults": {"total": 47, "passed": 47, "failed": 0, "skipped": 0, "coveragePercent": 91.2}},
}


@server.tool()
def pending(limit: int = 20) -> dict[str, Any]:
    return {"tasks": [TASK] * limit, "total": 20, "byPriority": {"high": 20}}


server.run("stdio")
