"""What the fuzzer cannot know by itself: how JSON Lines are written, and that a cursor is given out, never made up."""
import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def json_lines(ctx, value):
    if isinstance(value, bytes):
        return value
    return value.encode("utf-8", "replace") if isinstance(value, str) else json.dumps(value).encode()


@schemathesis.hook
def map_query(ctx, query):
    if query:
        query.pop("cursor", None)
    return query
