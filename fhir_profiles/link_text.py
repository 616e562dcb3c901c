"""Links in the text of a resource: replaced where they stand, and nothing else changed.

https://hl7.org/fhir/R4/http.html#trules.
"""

import json
import re
from collections.abc import Mapping

import orjson

from fhir_profiles.compiled.link_names import LINK_NAMES
from fhir_profiles.json_text import decode

_STRING = r'"([^"\\]*(?:\\.[^"\\]*)*)"'
_TOKEN = re.compile(_STRING + r"(?:([ \t\n\r]*:[ \t\n\r]*)(?:" + _STRING + ")?)?", re.DOTALL)
_LINK = re.compile(r"""(?:href|src)\s*=\s*(\\"|')(.*?)\1""", re.DOTALL | re.IGNORECASE)

_FEW = 16
"""Up to so many links a look for each of them is cheaper than walking the tokens."""


def rewrite_references(data: bytes, mapping: Mapping[str, str]) -> bytes:
    """Replace links that equal a key of `mapping`, and nothing else.

    Links are the values of `reference`, of elements of type uri, url, canonical, uuid and oid,
    and href and src in a narrative. https://hl7.org/fhir/R4/http.html#trules.
    """
    text = decode(data)
    if not mapping or (len(mapping) < _FEW and "\\" not in text and not any(key in text for key in mapping)):
        return data
    pieces: list[str] = []
    done, name = 0, ""
    for match in _TOKEN.finditer(text):
        if match[2] is None:  # an element of an array belongs to the last name before it
            group = 1
        else:
            name, group = match[1], 3
        raw = match[group]
        if raw is None or (name not in LINK_NAMES and name != "div"):
            continue
        new = _rewritten(raw, name=name, mapping=mapping)
        if new is not None:
            pieces += (text[done : match.start(group)], new)
            done = match.end(group)
    pieces.append(text[done:])
    return "".join(pieces).encode() if done else data


def _rewritten(raw: str, *, name: str, mapping: Mapping[str, str]) -> str | None:
    if name == "div":
        new = _LINK.sub(lambda link: _rewritten_link(link, mapping), raw)
        return None if new == raw else new
    value: str = json.loads(f'"{raw}"') if "\\" in raw else raw
    target = mapping.get(value)
    return None if target is None else orjson.dumps(target).decode()[1:-1]


def _rewritten_link(link: re.Match[str], mapping: Mapping[str, str]) -> str:
    value: str = json.loads(f'"{link[2]}"') if "\\" in link[2] else link[2]
    target = mapping.get(value)
    if target is None:
        return link[0]
    return f"{link[0][: link.start(2) - link.start()]}{orjson.dumps(target).decode()[1:-1]}{link[1]}"
