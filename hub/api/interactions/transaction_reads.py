"""What a transaction reads, tried before anything of it is written. https://hl7.org/fhir/R4/http.html#transaction.

A transaction is answered whole or not at all, and what it reads is read after what it writes: so each GET must be one
that can be answered. Whether it is routed, within the caller's scopes and understood is known before; a resource that
the transaction itself writes need not be there yet. What is found may still change by what is written.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from hub.api.call import Call, Interaction
from hub.api.interactions import history, read, search, search_types
from hub.api.interactions.search import criteria_in, demand_scopes
from hub.api.interactions.write import READ_ONLY_TYPES
from hub.api.outcome import not_found
from hub.api.published import TYPES as PUBLISHED_TYPES
from hub.api.published import search_with_published
from hub.api.search_query import read_query
from hub.api.subset import read_subset
from hub.audit.trail import search_audit
from hub.errors import BadSearchError, GoneError, HubError
from hub.store.bundle import TransactionEntry
from hub.store.bundle_entry import refused
from hub.store.port import Ref

Route = Callable[[Call], Interaction | None]
"""The interaction that answers a call, whose place it notes in the call; None where nothing can go wrong."""

Written = frozenset[Ref]
"""What the transaction writes under ids that it names."""

_VERSION: Final = re.compile(r"[0-9]{1,18}")
_MADE_HERE: Final = PUBLISHED_TYPES | READ_ONLY_TYPES
"""Types whose resources may be in no table of the store."""


async def demand_readable(parts: Sequence[tuple[TransactionEntry, Call]], *, route: Route, written: Written) -> None:
    """Raise for the first of these reads that cannot be answered; `parts` are entries with the calls they stand for.

    The scope comes first: who may not read a type does not learn what there is of it.
    """
    for entry, part in parts:
        try:
            interaction = route(part)
            tried = None if interaction is None else _TRIED.get(interaction)
            if tried is not None:
                await tried(part, written)
        except HubError as err:
            raise refused(type(err), err.text, entry) from err


async def _read(call: Call, written: Written) -> None:
    call.principal.demand(call.type, "r")
    read_subset(call.query)
    if call.type not in _MADE_HERE:
        await _demand_there(call, written)


async def _vread(call: Call, written: Written) -> None:
    call.principal.demand(call.type, "r")
    read_subset(call.query)
    if call.type in _MADE_HERE or call.ref in written:
        return
    version = int(call.version) if _VERSION.fullmatch(call.version) else 0
    found = await call.hub.store.read(call.ref, visibility=call.visibility, version=version) if version else None
    if found is None:
        raise not_found()
    if found.deleted:
        raise GoneError(f"{call.ref} was deleted with this version.")


async def _history(call: Call, written: Written) -> None:
    call.principal.demand(call.type or "*", "r" if call.id else "s")
    query = history.read_history_query(call)
    if read_subset(call.query).is_count:
        raise BadSearchError("A history is not counted; expected _summary of true, text, data or false.")
    page = await call.hub.store.history(replace(query, count=1), visibility=call.visibility)
    is_whole = not query.cursor and query.since is None and query.at is None
    if call.id and is_whole and not page.resources and call.ref not in written:
        raise not_found()


async def _search_type(call: Call, _: Written) -> None:
    """A search beyond the scope is refused, and one that the store cannot answer: it reads the values.

    So it is asked for one match, which nobody sees.
    """
    call.principal.demand(call.type, "s")
    if call.type == "AuditEvent":
        await search_audit(call.hub.store, call.query, visibility=call.visibility)
        return
    read_subset(call.query)
    query = await read_query(call.hub, call.type, criteria_in(call.query), strict="handling=strict" in call.prefers)
    demand_scopes(call, query)
    one = replace(query, count=1, includes=(), total="none")
    await search_with_published(call.hub, one, visibility=call.visibility)


async def _search_system(call: Call, _: Written) -> None:
    await search_types.demand_answerable(call, await search_types.ask_system(call, call.query))


async def _search_compartment(call: Call, written: Written) -> None:
    asked = await search_types.ask_compartment(call, call.query)
    await search_types.demand_answerable(call, asked)
    await _demand_there(call, written)


async def _demand_there(call: Call, written: Written) -> None:
    if call.ref in written:
        return
    found = await call.hub.store.read(call.ref, visibility=call.visibility)
    if found is None:
        raise not_found()
    if found.deleted:
        raise GoneError(f"{call.ref} was deleted.")


_TRIED: Final[Mapping[Interaction, Callable[[Call, Written], Awaitable[None]]]] = {
    read.read: _read,
    read.vread: _vread,
    history.history: _history,
    search.search_type: _search_type,
    search_types.search_system: _search_system,
    search_types.search_compartment: _search_compartment,
}
"""How each interaction is tried; operations are looked up by the router alone, and not run twice."""
