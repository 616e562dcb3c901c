"""`$everything` of a Patient and of an Encounter. https://hl7.org/fhir/R4/patient-operation-everything.html."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from fhir_profiles.accessors import index_values
from fhir_profiles.index_values import moment_range
from fhir_profiles.registry import RESOURCE_TYPES
from hub.api.bundles import count_bundle, searchset
from hub.api.http import Pairs
from hub.api.interactions.history import read_count
from hub.api.links import page_link
from hub.api.operation import Operation, OperationAnswer, OperationCall
from hub.api.rendering import rendered, size_of
from hub.api.subset import Subset, read_subset
from hub.auth.address import fhir_base_of
from hub.clock import SHANGHAI, datetime_to_micros
from hub.errors import BadSearchError
from hub.record.encounter import ALONG, ENCOUNTER_TYPES, encounter_everything
from hub.record.everything import RECORD_TYPES, everything
from hub.store.port import Page, StoredResource

_TYPES_OF_ENCOUNTER = (*ENCOUNTER_TYPES, *sorted(ALONG - set(ENCOUNTER_TYPES)))
_AFTER = "_after"
"""Our own parameter of the `next` link: the last resource of the page before."""


async def run(call: OperationCall) -> OperationAnswer:
    """A searchset Bundle of what the caller may see of the person or the Encounter, within its scopes.

    `_type` narrows it, `_since` leaves out what was not changed after it, `start` and `end` what is of another time
    of care; with `_count` it comes in pages; `_elements` and `_summary` as in a search.
    """
    wanted = [name for name in call.value("_type").split(",") if name]
    for name in wanted:
        if name not in RESOURCE_TYPES:
            raise BadSearchError(f"_type names {name[:64]!r}, which is no resource type; expected as in Observation.")
        call.principal.demand(name, "r")
    known = RECORD_TYPES if call.type == "Patient" else _TYPES_OF_ENCOUNTER
    types = [name for name in known if call.principal.may(name, "r") and (not wanted or name in wanted)]
    since, period, count, subset = (
        _since(call),
        _period(call),
        call.value("_count"),
        read_subset(_about_the_answer(call)),
    )
    read = everything if call.type == "Patient" else encounter_everything
    found: Sequence[StoredResource] = await read(
        call.hub.store, call.id, visibility=call.principal.visibility, types=types
    )
    patient = call.id if call.type == "Patient" else found[0].patient
    if since:
        found = [one for one in found if one.updated >= since]
    if period is not None:
        low, high = period
        found = await asyncio.to_thread(lambda: [one for one in found if _is_of(one, low, high)])
    total, cursor = len(found), ""
    if count and not subset.is_count:
        found, cursor = _page(found, after=call.value(_AFTER), count=read_count(count))
    page = Page(tuple(found), total=total)
    make = partial(_bundle, call, page, after=cursor, subset=subset)
    body = await rendered(make, size=0 if subset.is_count else size_of(page), subset=subset)
    return OperationAnswer(body=body, audit_target=f"{call.type}/{call.id}", audit_patient=patient)


def _about_the_answer(call: OperationCall) -> Pairs:
    return tuple((name, call.value(name)) for name in ("_summary", "_elements") if call.value(name))


def _bundle(call: OperationCall, page: Page, *, after: str, subset: Subset) -> bytes:
    base, path = fhir_base_of(call.hub.settings), f"{call.type}/{call.id}/$everything"
    own = tuple((name, call.value(name)) for name in ("_type", "_since", "start", "end", "_count") if call.value(name))
    own = (*own, *_about_the_answer(call))
    if subset.is_count:
        return count_bundle(page.total or 0, self_link=page_link(base, path, own))
    return searchset(
        page, base=base, self_link=page_link(base, path, own), subset=subset,
        next_link=page_link(base, path, (*own, (_AFTER, after))) if after else "",
    )  # fmt: skip


def _page(found: Sequence[StoredResource], *, after: str, count: int) -> tuple[list[StoredResource], str]:
    """What follows `after`, in an order that new resources do not change, and the last one when there is more."""
    ordered = sorted(found, key=_place)
    if after:
        ordered = [one for one in ordered if _place(one) > (_rank(after.partition("/")[0]), after)]
    page = ordered[:count]
    return page, str(page[-1].ref) if len(ordered) > count else ""


def _place(one: StoredResource) -> tuple[int, str]:
    return _rank(one.ref.type), str(one.ref)


def _rank(resource_type: str) -> int:
    """The Patients come first, then the types as a reader meets them, then who and where."""
    if resource_type == "Patient":
        return -1
    return RECORD_TYPES.index(resource_type) if resource_type in RECORD_TYPES else len(RECORD_TYPES)


def _is_of(one: StoredResource, low: int, high: int) -> bool:
    """Whether one of its dates is in the period; what has none, and the Patients, always are."""
    if one.ref.type == "Patient":
        return True
    dates = index_values(one.json()).dates
    return not dates or any(first <= high and last >= low for _, first, last in dates)


def _since(call: OperationCall) -> int:
    """`_since` in microseconds, 0 without it. Raises BadSearchError."""
    given = call.value("_since")
    if not given:
        return 0
    try:
        at = datetime.fromisoformat(given.replace(" ", "+"))
    except ValueError as err:
        raise BadSearchError("_since cannot be read; expected an instant, as in 2026-11-22T08:00:00+08:00.") from err
    return datetime_to_micros(at if at.tzinfo else at.replace(tzinfo=SHANGHAI))


def _period(call: OperationCall) -> tuple[int, int] | None:
    """The time of care between `start` and `end`, None without both. Raises BadSearchError."""
    start, end = call.value("start"), call.value("end")
    if not start and not end:
        return None
    low, high = -(2**62), 2**62
    try:
        low = moment_range(start)[0] if start else low
        high = moment_range(end)[1] if end else high
    except (ValueError, TypeError) as err:
        raise BadSearchError("start or end is no date; expected as in 2026-11-22.") from err
    return low, high


OPERATION = Operation(
    name="everything",
    levels=frozenset({"instance"}),
    types=frozenset({"Patient", "Encounter"}),
    run=run,
    methods=frozenset({"GET", "POST"}),
    definitions={
        name: f"http://hl7.org/fhir/OperationDefinition/{name}-everything" for name in ("Patient", "Encounter")
    },
)
