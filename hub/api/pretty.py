"""JSON for people: indented, with every number and string as it was written."""

import re

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def indent_json(data: bytes) -> bytes:
    """The same JSON text with two spaces for each level."""
    parts: list[bytes] = []
    depth = 0
    previous = b""
    for match in _TOKEN.finditer(data):
        token = match[0]
        if token in b"}]":
            depth -= 1
            if previous not in b"{[":
                parts.append(b"\n" + b"  " * depth)
        elif previous and previous in b"{[,":
            parts.append(b"\n" + b"  " * depth)
        parts.append(b": " if token == b":" else token)
        if token in b"{[":
            depth += 1
        previous = token
    return b"".join(parts) + b"\n"
