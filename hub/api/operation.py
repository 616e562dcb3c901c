"""What an operation is. https://hl7.org/fhir/R4/operations.html.

Each file in `hub/api/operations/` has one `OPERATION`; the folder is scanned at start, and a
file without it stops the start.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import dump
from hub.auth.principal import Principal
from hub.bootstrap import Hub

Level = Literal["system", "type", "instance", "version"]


@dataclass(frozen=True, slots=True)
class OperationCall:
    """One call, with its body read: `body` is the parsed JSON (Parameters or a resource), `data` its bytes.

    `version` is empty but where the path names one, as in `Patient/1/_history/2/$meta`. `prefers` are the words of the
    Prefer header; `path` is the address below the base, with the query as it was sent.
    """

    hub: Hub
    principal: Principal
    method: str
    type: str = ""
    id: str = ""
    query: tuple[tuple[str, str], ...] = ()
    body: JsonObject | None = None
    data: bytes = b""
    prefers: frozenset[str] = frozenset()
    path: str = ""
    version: str = ""

    def parameter(self, name: str) -> JsonObject | None:
        """The first `parameter` of this name in a Parameters body."""
        found = self.parameters(name)
        return found[0] if found else None

    def parameters(self, name: str) -> list[JsonObject]:
        """All of this name."""
        if self.body is None or self.body.get("resourceType") != "Parameters":
            return []
        return [item for item in self.body.get("parameter", []) if item.get("name") == name]

    def value(self, name: str) -> str:
        """A simple parameter as text, from the body or the query; "" when absent."""
        item = self.parameter(name)
        if item is not None:
            for key, value in item.items():
                if key.startswith("value") and isinstance(value, (str, int, bool)):
                    return str(value)
        return next((value for key, value in self.query if key == name), "")


@dataclass(frozen=True, slots=True)
class OperationAnswer:
    """What goes back."""

    body: bytes
    status: int = 200
    content_type: str = "application/fhir+json"
    headers: tuple[tuple[str, str], ...] = ()
    audit_target: str = ""
    audit_patient: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """`$name`, where it may be called, and the scope letter that it needs on its type.

    Without `checks_body` the body is handed on as it came: `data` alone is set. `definitions` are the addresses of
    OperationDefinitions of other guides, by resource type, "" for the system.
    """

    name: str
    levels: frozenset[Level]
    types: frozenset[str]
    run: Callable[[OperationCall], Awaitable[OperationAnswer]] = field(repr=False)
    methods: frozenset[str] = frozenset({"POST"})
    scope: str = "r"
    changes_state: bool = False
    checks_body: bool = True
    definitions: Mapping[str, str] = field(default_factory=dict, hash=False)


def resource_answer(resource: Mapping[str, object], *, status: int = 200) -> OperationAnswer:
    """An answer whose body is this resource."""
    return OperationAnswer(body=dump(resource), status=status)
