"""FHIR search interaction by GET and POST. https://hl7.org/fhir/R4/search.html."""

from dataclasses import replace

from hub.api.body import read_form
from hub.api.bundles import count_bundle, json_searchset, searchset
from hub.api.call import Call
from hub.api.http import Answer, Pairs
from hub.api.links import page_link
from hub.audit.events import entry_to_audit_event
from hub.audit.trail import search_audit
from hub.errors import BadSearchError
from hub.store.query import Chain, SearchQuery
from hub.store.search.parse import parse_query

_ABOUT_THE_ANSWER = frozenset({"_format", "_pretty"})


async def search_type(call: Call) -> Answer:
    """Search by the parameters of the query."""
    return await _search(call, call.query)


async def search_type_by_post(call: Call) -> Answer:
    """Search by the parameters of the body and of the query together."""
    return await _search(call, (*call.query, *await read_form(call)))


async def search_system(call: Call) -> Answer:
    """A search over all types: not offered."""
    call.principal.demand("*", "s")
    raise BadSearchError("A search needs a resource type; expected as in /fhir/Patient?name=….")


async def _search(call: Call, pairs: Pairs) -> Answer:
    call.principal.demand(call.type, "s")
    if call.type == "AuditEvent":
        return await _search_audit(call, pairs)
    wanted = tuple(pair for pair in pairs if pair[0] not in _ABOUT_THE_ANSWER)
    counts_only = ("_summary", "count") in wanted
    query = parse_query(
        call.type,
        [pair for pair in wanted if pair != ("_summary", "count")],
        strict="handling=strict" in call.prefers,
    )
    if counts_only:
        query = replace(query, count=1, includes=(), total="accurate")
    _demand_scopes(call, query)
    page = await call.hub.store.search(query, visibility=call.visibility)
    await call.note(call.entry("E", "search-type", call.type, patient=patient_in(wanted), query=wanted))
    self_link = page_link(call.base, call.type, wanted)
    if counts_only:
        return Answer(200, count_bundle(page.total or 0, self_link=self_link))
    next_link = page_link(call.base, call.type, wanted, cursor=page.cursor) if page.cursor else ""
    body = searchset(page, base=call.base, self_link=self_link, next_link=next_link, warnings=query.warnings)
    return Answer(200, body)


def _demand_scopes(call: Call, query: SearchQuery) -> None:
    """Raise ForbiddenError when the search looks into a type that the caller has no scope for."""
    for include in query.includes:
        call.principal.demand(include.source if include.reverse else include.target or "*", "r")
    for criterion in query.criteria:
        link = criterion
        while isinstance(link, Chain):
            call.principal.demand(link.target, "s")
            link = link.criterion


async def _search_audit(call: Call, pairs: Pairs) -> Answer:
    page = await search_audit(call.hub.store, pairs, visibility=call.visibility)
    await call.note(call.entry("E", "search-type", call.type, patient=patient_in(pairs), query=pairs))
    next_pairs = (*(pair for pair in pairs if pair[0] != "_before"), ("_before", str(page.before)))
    body = json_searchset(
        [entry_to_audit_event(entry) for entry in page.entries],
        base=call.base,
        self_link=page_link(call.base, call.type, pairs),
        next_link=page_link(call.base, call.type, next_pairs) if page.before else "",
    )
    return Answer(200, body)


def patient_in(pairs: Pairs) -> str:
    """The patient whom a search names, for the audit trail."""
    for name, value in pairs:
        if name in {"patient", "subject", "patient:Patient", "subject:Patient"}:
            return value.removeprefix("Patient/").partition(",")[0]
    return ""
