"""One call of the FHIR API, on its way through an interaction."""

from collections.abc import Awaitable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal, Protocol

from fhir_profiles.issue import Issue
from hub.api.http import Answer, Pairs, Request
from hub.auth.address import fhir_base_of
from hub.auth.principal import Principal
from hub.bootstrap import Hub
from hub.store.port import AuditEntry, Ref, Visibility

QUOTE: Final = '"'

KEYED_PARAMETERS = frozenset(
    {
        "identifier", "name", "family", "given", "phonetic", "phone", "email", "telecom", "birthdate", "address",
        "address-city", "address-postalcode", "address-state", "address-country", "death-date", "_filter",
    }
)  # fmt: skip
"""Search parameters whose values identify a person: they are not written into the audit trail."""


@dataclass(slots=True)
class Call:
    """What an interaction gets: the hub, who calls, and the place that the path names.

    `issues` are what a body that is accepted should have been told.
    """

    hub: Hub
    request: Request
    principal: Principal
    type: str = ""
    id: str = ""
    version: str = ""
    operation: str = ""
    inside: str = ""
    query: Pairs = field(default=())
    issues: list[Issue] = field(default_factory=list)

    @property
    def visibility(self) -> Visibility:
        """The caller's eyes."""
        return self.principal.visibility

    @property
    def ref(self) -> Ref:
        """The resource that the path names."""
        return Ref(self.type, self.id)

    @property
    def base(self) -> str:
        """The FHIR base URL, without a slash at its end."""
        return fhir_base_of(self.hub.settings)

    @property
    def prefers(self) -> frozenset[str]:
        """The words of the Prefer header, `return=minimal`: names in small letters, values without quotation marks."""
        given = self.request.headers.get(b"prefer")
        return frozenset() if given is None else preferences(given.decode("latin-1"))

    def entry(
        self,
        action: Literal["C", "R", "U", "D", "E"],
        interaction: str,
        target: str,
        *,
        patient: str = "",
        query: Pairs = (),
        outcome: int = 0,
        detail: str = "",
        at: int = 0,
    ) -> AuditEntry:
        """The audit entry of this call, of now unless `at` says when."""
        principal = self.principal
        return AuditEntry(
            at or self.hub.clock.now(), principal.member, principal.agent, action, interaction, target, patient,
            outcome, principal.purpose, query_for_audit(query) if query else "", detail,
        )  # fmt: skip

    async def note(self, entry: AuditEntry) -> None:
        """Make a read's entry durable before its answer goes out (DESIGN D18)."""
        if self.hub.settings.audit_reads:
            await self.hub.store.audit(entry)


@lru_cache(maxsize=64)
def preferences(header: str) -> frozenset[str]:
    """The preferences that a Prefer header names. https://www.rfc-editor.org/rfc/rfc7240#section-2."""
    found = []
    for item in header.replace(";", ",").split(","):
        name, equals, value = item.partition("=")
        found.append(f"{name.strip().lower()}{equals}{value.strip().strip(QUOTE)}")
    return frozenset(found)


class Interaction(Protocol):
    """One interaction; its name is its label in the metrics."""

    __name__: str

    def __call__(self, call: Call, /) -> Awaitable[Answer]:
        """Answer the call, or raise a HubError."""
        ...


def query_for_audit(query: Pairs) -> str:
    """The search as sent, with `…` for the values of parameters that identify a person."""
    return "&".join(f"{name}={'…' if _is_keyed(name) else value}" for name, value in query)


def _is_keyed(name: str) -> bool:
    """Whether the last parameter of a plain, chained or reverse chained name is keyed."""
    last = name.rsplit(":", 1)[-1] if name.startswith("_has:") else name.rsplit(".", 1)[-1]
    return last.split(":", 1)[0] in KEYED_PARAMETERS or ":identifier" in name
