"""FHIR transaction and batch interactions. https://hl7.org/fhir/R4/http.html#transaction.

A transaction is one unit of the store, with an audit entry for each resource in it. The entries of a
batch are calls of their own, on the same way as those that come alone.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from dataclasses import replace
from typing import Any, Final, Literal

from fhir_profiles.issue import JsonObject
from fhir_profiles.registry import RESOURCE_TYPES
from fhir_profiles.validate import validate
from hub.api.body import beside_the_loop, check_parsed, demand_json, parse_bundle_body, refuse_errors
from hub.api.bundles import response_bundle
from hub.api.call import Call, Interaction
from hub.api.http import Answer, Request
from hub.api.interactions.patch import patch_to_update
from hub.api.interactions.search import demand_scopes
from hub.api.interactions.transaction_reads import Route, demand_readable
from hub.api.interactions.watching import demand_watching
from hub.api.interactions.write import READ_ONLY_TYPES, patient_of, stored_outcome
from hub.api.outcome import error_to_answer
from hub.api.published import TYPES as PUBLISHED_TYPES
from hub.api.published import refuse_published
from hub.api.search_query import read_query
from hub.errors import (
    BadRequestError,
    HubError,
    InvalidResourceError,
    MethodNotAllowedError,
    PreconditionError,
)
from hub.store.bundle import EntryResult, TransactionEntry, TransactionPlan, read_transaction, write_transaction
from hub.store.bundle_entry import ANY_VERSION, MOST_ENTRIES, refused
from hub.store.bundle_plan import conditional_links, identifier_of
from hub.store.port import AuditEntry, Ref, WriteUnit

Dispatch = Callable[[Call], Awaitable[Answer]]

_AT_ONCE: Final = 64
_LETTERS: Final = {"POST": "c", "PUT": "u", "PATCH": "u", "DELETE": "d"}
_ACTIONS: Final[dict[str, tuple[Literal["C", "U", "D"], str]]] = {
    "POST": ("C", "create"),
    "PUT": ("U", "update"),
    "DELETE": ("D", "delete"),
}
_STAND_IN: Final = {"resourceType": "Binary", "contentType": "text/plain"}
_CONDITIONS: Final = {"ifMatch": b"if-match", "ifNoneMatch": b"if-none-match", "ifNoneExist": b"if-none-exist"}


def transaction_interaction(dispatch: Dispatch, route: Route) -> Interaction:
    """The interaction that takes Bundles; `dispatch` answers a single call, errors included; `route` finds its way."""

    async def transaction(call: Call) -> Answer:
        demand_json(call)
        data = await call.request.body()
        bundle, texts = await beside_the_loop(call, data, parse_bundle_body)
        if bundle.get("resourceType") != "Bundle" or bundle.get("type") not in {"transaction", "batch"}:
            raise InvalidResourceError(
                "The body is no transaction; expected a Bundle of type transaction or batch. "
                "Send another resource to its type, as in POST /fhir/Bundle."
            )
        if bundle["type"] == "batch":
            return await _batch(call, data, bundle, texts, dispatch)
        await check_parsed(call, data, bundle)
        return await _transaction(call, data, bundle, texts, dispatch, route)

    return transaction


async def _transaction(
    call: Call, data: bytes, bundle: JsonObject, texts: Sequence[bytes | None], dispatch: Dispatch, route: Route
) -> Answer:
    """All or nothing; what is read is read after what is written."""
    entries = await beside_the_loop(call, data, lambda _: read_transaction(data, bundle, texts))
    for entry in entries:
        _demand_allowed(call, entry)
        await _demand_conditions(call, entry)
        if entry.type in PUBLISHED_TYPES and entry.id and entry.method in _LETTERS:
            await refuse_published(call.hub, Ref(entry.type, entry.id), visibility=call.visibility)
    asked = [one["request"] for one in bundle.get("entry", [])]
    written = frozenset(Ref(entry.type, entry.id) for entry in entries if entry.method in _LETTERS)
    reads = [(one, _call_of(call, asked[one.index], one.data)) for one in entries if one.method not in _LETTERS]
    await demand_readable(reads, route=route, written=written)
    entries = tuple([await _of_current(call, entry) for entry in entries])
    entries = tuple([await _of_patch(call, entry) if entry.method == "PATCH" else entry for entry in entries])
    for entry in entries:
        if entry.type == "Subscription" and entry.resource is not None:
            demand_watching(call.principal, entry.resource)
    results = await write_transaction(
        call.hub.store,
        entries,
        visibility=call.visibility,
        also=lambda plan: WriteUnit(audit=_audit(call, plan)),
        terminology=call.hub.terminology,
        base=call.base,
    )
    answers: list[Answer] = []
    for entry, result in zip(entries, results, strict=True):
        if result.status:
            answers.append(_write_answer(call, result))
        else:
            answers.append(await _answer_part(_call_of(call, asked[entry.index], entry.data), dispatch))
    return Answer(200, await beside_the_loop(call, data, lambda _: response_bundle(b"transaction-response", answers)))


async def _batch(
    call: Call, data: bytes, bundle: JsonObject, texts: Sequence[bytes | None], dispatch: Dispatch
) -> Answer:
    """Each entry for itself; a few at once, so that they share commits."""
    refuse_errors(validate(_without_resources(bundle), data=data))
    entries = bundle.get("entry", [])
    if len(entries) > MOST_ENTRIES:
        raise BadRequestError(f"The Bundle has {len(entries):,} entries; expected at most {MOST_ENTRIES:,}. Split it.")
    answers: list[Answer] = []
    for start in range(0, len(entries), _AT_ONCE):
        part = zip(entries[start : start + _AT_ONCE], texts[start : start + _AT_ONCE], strict=True)
        answers += await asyncio.gather(
            *(_answer_part(_call_of(call, entry["request"], text or b""), dispatch) for entry, text in part)
        )
    return Answer(200, await beside_the_loop(call, data, lambda _: response_bundle(b"batch-response", answers)))


async def _answer_part(part: Call, dispatch: Dispatch) -> Answer:
    if part.request.path == "/fhir/" and part.request.method == "POST":
        return error_to_answer(BadRequestError("A batch holds no other batch or transaction; send that one alone."))
    answer = await dispatch(part)
    return answer._replace(body=b"") if part.request.method == "HEAD" and answer.status < 400 else answer


def _without_resources(bundle: JsonObject) -> JsonObject:
    """The Bundle with a stand-in for each resource: the interaction that takes it checks it."""
    entries = bundle.get("entry")
    if not isinstance(entries, list):
        return bundle
    light = [
        {**entry, "resource": _STAND_IN}
        if isinstance(entry, dict) and isinstance(entry.get("resource"), dict)
        else entry
        for entry in entries
    ]
    return {**bundle, "entry": light}


def _demand_allowed(call: Call, entry: TransactionEntry) -> None:
    """Raise for an entry that the caller has no scope for, or that a transaction does not take."""
    letter = _LETTERS.get(entry.method)
    if letter is None:
        return
    if entry.id.startswith("$") or entry.type not in RESOURCE_TYPES:
        raise refused(BadRequestError, "A transaction runs no operation; call it alone or in a batch.", entry)
    if entry.type in READ_ONLY_TYPES:
        raise refused(MethodNotAllowedError, f"{entry.type} resources are made by the hub; clients read them.", entry)
    try:
        call.principal.demand(entry.type, letter)
    except HubError as err:
        raise refused(type(err), err.text, entry) from err


async def _demand_conditions(call: Call, entry: TransactionEntry) -> None:
    """Raise for a condition or a conditional reference that looks into types that the caller has no scope for."""
    asked = [(entry.type, entry.criteria, "")] if entry.is_conditional else []
    asked += [(kind, tuple(criteria), "s") for _, kind, criteria in conditional_links(entry.data)]
    try:
        for kind, criteria, letter in asked:
            if letter:
                call.principal.demand(kind, letter)
            if identifier_of(criteria) is None:
                demand_scopes(call, await read_query(call.hub, kind, criteria, strict=True))
    except HubError as err:
        raise refused(type(err), err.text, entry) from err


async def _of_current(call: Call, entry: TransactionEntry) -> TransactionEntry:
    """A write of which any version will do (`ifMatch` is `*`), on the one that is there. Raises PreconditionError."""
    if entry.expected != ANY_VERSION or entry.method not in _LETTERS:
        return entry
    found = await call.hub.store.read(Ref(entry.type, entry.id), visibility=call.visibility)
    if found is None or found.deleted:
        raise refused(PreconditionError, "ifMatch is *, and there is no current version; leave it out.", entry)
    return replace(entry, expected=found.version)


async def _of_patch(call: Call, entry: TransactionEntry) -> TransactionEntry:
    """The update that a patch means, whose conditional references may be in no place where the patch was looked at."""
    update = await patch_to_update(call, entry)
    await _demand_conditions(call, update)
    return update


def _audit(call: Call, plan: TransactionPlan) -> tuple[AuditEntry, ...]:
    """One entry for each resource that is written, with its patient: by id, or by the fullUrl of another entry."""
    at = call.hub.clock.now()
    patients = {
        step.entry.full_url: step.ref.id
        for step in plan.steps
        if step.entry.full_url and step.ref is not None and step.ref.type == "Patient"
    }
    found: list[AuditEntry] = []
    for step in plan.steps:
        if step.place is None or step.ref is None or not step.is_first:
            continue
        action, interaction = _ACTIONS[step.entry.method]
        patient = step.ref.id if step.ref.type == "Patient" else ""
        if not patient and step.entry.resource is not None:
            patient = _linked_patient(step.entry.resource, patients, base=call.base, data=step.entry.data)
        found.append(call.entry(action, interaction, str(step.ref), patient=patient, at=at))
    return tuple(found)


def _linked_patient(resource: JsonObject, patients: Mapping[str, str], *, base: str, data: bytes) -> str:
    """The patient of a resource, when it is named by the fullUrl of another entry too."""
    literal = patient_of(resource)
    if literal:
        return literal
    for name in ("subject", "patient", "for", "beneficiary"):
        reference = resource.get(name)
        if isinstance(reference, dict) and reference.get("reference") in patients:
            return patients[reference["reference"]]
    return patient_of(resource, base=base, data=data)


def _write_answer(call: Call, result: EntryResult) -> Answer:
    stored = result.stored
    if stored is None or result.status == 204:
        return Answer(result.status, version=stored.version if stored is not None else 0)
    is_shown = "return=representation" in call.prefers and call.principal.may(stored.ref.type, "r")
    body = stored.served() if is_shown else b""
    if "return=OperationOutcome" in call.prefers:
        body = stored_outcome(stored)
    location = f"{call.base}/{stored.ref}/_history/{stored.version}"
    return Answer(
        result.status, body, version=stored.version, modified=stored.updated, headers=(("Location", location),)
    )


def _call_of(call: Call, asked: JsonObject, data: bytes) -> Call:
    """The call that an entry stands for: `asked` is its request, `data` the bytes of its resource."""
    path, _, query = asked["url"].removeprefix(f"{call.base}/").partition("?")
    headers = {b"content-type": b"application/fhir+json"}
    headers |= {header: str(asked[name]).encode() for name, header in _CONDITIONS.items() if name in asked}
    if b"prefer" in call.request.headers:
        headers[b"prefer"] = call.request.headers[b"prefer"]
    request = Request(
        asked["method"],
        f"/fhir/{path.strip('/')}",
        query.encode(),
        headers,
        _receive_once(data),
        call.request.body_limit,
    )
    return Call(call.hub, request, call.principal)


def _receive_once(data: bytes) -> Callable[[], Awaitable[MutableMapping[str, Any]]]:
    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": data, "more_body": False}

    return receive
