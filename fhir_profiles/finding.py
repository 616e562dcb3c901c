"""An issue together with its place in the JSON, before line and column are known."""

from dataclasses import dataclass, replace

from fhir_profiles.issue import Issue, JsonObject, Severity
from fhir_profiles.registry import RESOURCE_TYPES
from fhir_profiles.schema_texts import expression_of

JsonPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """An issue and the JSON path of what it is about."""

    issue: Issue
    path: JsonPath


@dataclass(frozen=True, slots=True)
class Look:
    """What the bytes may hold at all: most resources have none of it, and then nothing is looked for.

    `padding`: members like `_birthDate`, without which no null is right. `extension`: extensions.
    `local`: links such as "#p". `ids`: how many members called `id`.
    """

    padding: bool
    extension: bool
    local: bool
    ids: int

    @classmethod
    def at(cls, text: bytes) -> "Look":
        """What these bytes of JSON hold; escapes may hide anything."""
        if b"\\" in text and b"\\u00" in text:
            return cls(padding=True, extension=True, local=True, ids=len(text))
        padding = b"_" in text and b'"_' in text  # one byte is found five times as fast as two
        return cls(padding, b'xtension"' in text, b"#" in text and b'"#' in text, text.count(b'"id"'))


def found(code: str, text: str, outer: str, path: JsonPath, *, severity: Severity = "error") -> Finding:
    """A finding at a path below the resource type `outer`."""
    return Finding(Issue(severity=severity, code=code, text=text, expression=expression_of(outer, path)), path)


def moved(item: Finding, resource: JsonObject, at: JsonPath, outer: str) -> Finding:
    """The finding of a nested resource as one of the resource that holds it at `at`."""
    inner = resource.get("resourceType")
    tail = item.issue.expression.removeprefix(str(inner)) if inner in RESOURCE_TYPES else ".resourceType"
    return Finding(replace(item.issue, expression=expression_of(outer, at) + tail), (*at, *item.path))
