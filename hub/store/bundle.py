"""FHIR transaction: from a Bundle to one WriteUnit. https://hl7.org/fhir/R4/http.html#transaction.

`read_transaction` cuts a Bundle into entries; `write_transaction` gives ids, resolves conditions and links on the
present state, stores everything at once, and decides again when the state has moved: at most three times.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from hub.clock import micros_to_instant
from hub.errors import (
    ConflictError,
    ForbiddenError,
    HubError,
    NotFoundError,
    PreconditionError,
)
from hub.store.bundle_entry import TransactionEntry, read_transaction, refused
from hub.store.bundle_plan import TransactionPlan, plan_transaction
from hub.store.port import Engine, StoredResource, UnitConflictError, Visibility, WriteUnit
from hub.store.search.expanded import TokenTerminology
from terminology import membership

__all__ = [
    "EntryResult", "TransactionEntry", "TransactionPlan", "read_transaction", "transaction_response",
    "write_transaction",
]  # fmt: skip

ATTEMPTS: Final = 3


@dataclass(frozen=True, slots=True)
class EntryResult:
    """What became of one entry: an HTTP status and the version that is now current (None: nothing was there)."""

    status: int
    stored: StoredResource | None = None


async def write_transaction(
    store: Engine,
    entries: Sequence[TransactionEntry],
    *,
    visibility: Visibility,
    also: Callable[[TransactionPlan], WriteUnit] = lambda _: WriteUnit(),
    terminology: TokenTerminology = membership,
    base: str = "",
) -> tuple[EntryResult, ...]:
    """Store the writing entries at once; results in the order of `entries`, of reading ones with status 0.

    `also` gives what is stored along with them (audit entries, outbox rows), made anew for each attempt; `base` is the
    hub's own address without a slash at its end.
    Raises a HubError that names the entry.
    """
    for attempt in range(1, ATTEMPTS + 1):
        plan = await plan_transaction(store, entries, visibility=visibility, terminology=terminology, base=base)
        extra = also(plan)
        unit = replace(extra, puts=(*plan.puts, *extra.puts))
        try:
            result = await store.write(unit, visibility=visibility)
        except UnitConflictError as err:
            if attempt == ATTEMPTS or err.kind not in {"version", "identifier"} or _is_clients(err, plan):
                raise _to_hub_error(err, plan) from err
        else:
            return _results(plan, result.resources, result.created)
    raise AssertionError("unreachable")


def transaction_response(
    parts: Sequence[tuple[int, StoredResource | None, bytes]],
    *,
    base_url: str,
    kind: Literal["transaction-response", "batch-response"] = "transaction-response",
) -> bytes:
    """The response Bundle from (status, stored version, resource bytes to send or empty) of each entry."""
    texts = []
    for status, stored, body in parts:
        response = f'"status":"{status} {_REASONS.get(status, "")}"'.rstrip()
        if stored is not None:
            if status in {200, 201}:
                response += f',"location":"{base_url}/{stored.ref}/_history/{stored.version}"'
            response += f',"etag":"W/\\"{stored.version}\\"","lastModified":"{micros_to_instant(stored.updated)}"'
        resource = b'"resource":%b,' % body if body else b""
        texts.append(b'{%b"response":{%b}}' % (resource, response.encode()))
    entry = b',"entry":[%b]' % b",".join(texts) if texts else b""
    return b'{"resourceType":"Bundle","type":"%b"%b}' % (kind.encode(), entry)


_REASONS: Final = {
    200: "OK", 201: "Created", 204: "No Content", 304: "Not Modified", 400: "Bad Request", 403: "Forbidden",
    404: "Not Found", 405: "Method Not Allowed", 409: "Conflict", 410: "Gone", 412: "Precondition Failed",
    422: "Unprocessable Entity", 500: "Internal Server Error", 501: "Not Implemented", 503: "Service Unavailable",
}  # fmt: skip


def _is_clients(err: UnitConflictError, plan: TransactionPlan) -> bool:
    """Whether the version that no longer holds was demanded by the client, not found by us."""
    entry = plan.entry_of(err.ref) if err.ref is not None else None
    return err.kind == "version" and entry is not None and entry.expected is not None


_ERRORS: Final[dict[str, type[HubError]]] = {
    "version": ConflictError, "identifier": PreconditionError, "claim": ConflictError, "duplicate": ConflictError,
    "forbidden": ForbiddenError, "missing": NotFoundError,
}  # fmt: skip
_WORDS: Final = {
    "version": "The resource was changed by someone else; nothing was stored. Read it again and repeat the change.",
    "identifier": "Another resource has this identifier; nothing was stored. Update that one instead.",
    "claim": "What is asked for is taken; nothing was stored.",
    "duplicate": "The message was stored before.",
    "forbidden": "The resource belongs to another member, who has not let you change it; nothing was stored.",
    "missing": "The resource does not exist; nothing was stored.",
}


def _to_hub_error(err: UnitConflictError, plan: TransactionPlan) -> HubError:
    entry = plan.entry_of(err.ref) if err.ref is not None else None
    kind = PreconditionError if _is_clients(err, plan) else _ERRORS[err.kind]
    return refused(kind, _WORDS[err.kind], entry) if entry is not None else kind(_WORDS[err.kind])


def _results(
    plan: TransactionPlan, stored: Sequence[StoredResource], created: Sequence[bool]
) -> tuple[EntryResult, ...]:
    results = []
    for step in plan.steps:
        if step.place is None:
            status = {"POST": 200, "DELETE": 204}.get(step.entry.method, 0)
            results.append(EntryResult(status, step.found))
        elif step.entry.method == "DELETE":
            results.append(EntryResult(204, stored[step.place]))
        else:
            is_first = step.is_first
            results.append(EntryResult(201 if created[step.place] and is_first else 200, stored[step.place]))
    return tuple(results)
