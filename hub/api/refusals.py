"""Audit entries of calls that were refused: who, what, and with which status. https://profiles.ihe.net/ITI/BALP/.

Noted are what a caller may not see or do (403, 404), writes that met somebody else's or did not fit (409, 412, 422),
and a token of a known client that no longer counts (401). A token that is not the hub's names nobody.
"""

from typing import Final, Literal

from fhir_profiles.registry import RESOURCE_TYPES
from hub.api.call import Call
from hub.api.http import Request
from hub.bootstrap import Hub
from hub.errors import HubError, NotSignedInError
from hub.log import LogEvent, log
from hub.store.port import AuditEntry

_OF_ALL: Final = frozenset({403, 404})
_OF_WRITES: Final = _OF_ALL | {409, 412, 422}
_READS: Final = frozenset({"GET", "HEAD"})
_FAILED: Final = 4
"""Minor failure: the action was not done. https://hl7.org/fhir/R4/valueset-audit-event-outcome.html."""

_SECONDS: Final = 1.0
"""A client whose token has expired leaves one entry in this time, however often it tries."""

_Action = Literal["C", "R", "U", "D", "E"]
_ACTIONS: Final[dict[str, tuple[_Action, str]]] = {
    "GET": ("R", "read"), "HEAD": ("R", "read"), "PUT": ("U", "update"), "PATCH": ("U", "patch"),
    "DELETE": ("D", "delete"),
}  # fmt: skip


async def note_refusal(call: Call, err: HubError) -> None:
    """Leave an entry where the status asks for one. Raises OverloadError when it cannot be stored."""
    method = call.request.method
    searches = call.request.path.endswith("/_search")
    if err.status not in (_OF_ALL if searches or method in _READS else _OF_WRITES):
        return
    if err.status in _OF_ALL:
        log(LogEvent.ACCESS_DENIED, status=err.status, method=method, member=call.principal.member_code)
    action, interaction = _ACTIONS.get(method, ("C", "create" if call.type else "transaction"))
    if searches:
        action, interaction = "E", "search-type"
    await call.hub.store.audit(call.entry(
        action,
        f"${call.operation}" if call.operation else interaction,
        "/".join(part for part in (call.type, call.id) if part) or "system",
        outcome=_FAILED,
        detail=f"{err.status} {err.code}",
    ))  # fmt: skip


class SignInRefusals:
    """Notes tokens of known clients that no longer count."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    async def note(self, hub: Hub, request: Request, err: NotSignedInError) -> None:
        """Leave an entry for the client whom the token names. Raises OverloadError when it cannot be stored."""
        log(LogEvent.ACCESS_DENIED, status=err.status, method=request.method)
        client = hub.admin.client(err.client) if err.client else None
        now = hub.clock.monotonic()
        if client is None or now < self._until.get(client.id, now):
            return
        self._until[client.id] = now + _SECONDS
        action, interaction = _ACTIONS.get(request.method, ("C", "create"))
        first = request.path.removeprefix("/fhir/").partition("/")[0]
        await hub.store.audit(AuditEntry(
            hub.clock.now(), client.member, f"client:{client.id}", action, interaction,
            first if first in RESOURCE_TYPES else "system", "", _FAILED, "TREAT", "", f"{err.status} {err.code}",
        ))  # fmt: skip
