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
