"""FHIR search interaction by GET and POST, of one type. https://hl7.org/fhir/R4/search.html."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from fhir_profiles.accessors import split_reference
from fhir_profiles.issue import Issue
from hub.api.body import read_form
from hub.api.bundles import count_bundle, json_searchset, searchset
from hub.api.call import Call
from hub.api.http import Answer, Pairs
from hub.api.links import page_link
from hub.api.published import search_with_published
from hub.api.rendering import rendered, size_of
from hub.api.search_query import read_query
from hub.api.subset import read_subset
from hub.audit.events import entry_to_audit_event
from hub.audit.trail import search_audit
from hub.errors import BadSearchError, ForbiddenError, TooCostlyError
from hub.store.port import Page
from hub.store.query import SearchQuery, looks_into

ABOUT_THE_ANSWER = frozenset({"_format", "_pretty", "_summary", "_elements"})
"""Parameters that say how the answer looks; what is found does not depend on them."""

_EXPLAIN = "_explain"


async def search_type(call: Call) -> Answer:
    """Search by the parameters of the query."""
    return await _search(call, call.query)


async def search_type_by_post(call: Call) -> Answer:
    """Search by the parameters of the body and of the query together."""
    return await _search(call, (*call.query, *await read_form(call)))


async def _search(call: Call, pairs: Pairs) -> Answer:
    call.principal.demand(call.type, "s")
    if call.type == "AuditEvent":
        return await _search_audit(call, pairs)
    subset = read_subset(pairs)
    explains = _takes_explain(call, pairs)
    pairs = tuple([pair for pair in pairs if pair[0] != _EXPLAIN])
    wanted = criteria_in(pairs)
    is_strict = "handling=strict" in call.prefers
    query = await read_query(call.hub, call.type, wanted, strict=is_strict)
    if subset.is_count:
        query = replace(query, count=1, includes=(), total="accurate")
    query = within_scopes(call, query)
    told = await _explanation(call, query) if explains else ()
    try:
        page, remarks = await search_with_published(call.hub, query, visibility=call.visibility)
    except TooCostlyError:
        if not explains:
            raise
        page, remarks = Page(()), ()
    demand_whole(page, strict=is_strict)
    await call.note(call.entry("E", "search-type", call.type, patient=patient_in(wanted, base=call.base), query=wanted))
    used = await used_of(call, pairs, query)
    self_link = page_link(call.base, call.type, used)
    warnings = (*query.warnings, *page.remarks, *remarks, *told)
    if subset.is_count:
        return Answer(200, count_bundle(page.total or 0, self_link=self_link, warnings=warnings))
    next_link = page_link(call.base, call.type, used, cursor=page.cursor) if page.cursor else ""
    make = partial(
        searchset, page, base=call.base, self_link=self_link, next_link=next_link, warnings=warnings, subset=subset
    )
    return Answer(200, await rendered(make, size=size_of(page), subset=subset))


def _takes_explain(call: Call, pairs: Pairs) -> bool:
    """Whether `_explain=true` is asked. Raises ForbiddenError for whoever may not know what others' rows amount to."""
    given = [value for name, value in pairs if name == _EXPLAIN]
    if not given or given == ["false"]:
        return False
    if given != ["true"]:
        raise BadSearchError("_explain is understood as true or false alone.")
    call.principal.demand("*", "s")
    lead = call.hub.settings.lead_code
    if call.principal.member_code != lead:
        raise ForbiddenError(f"_explain counts rows of the whole alliance; only its lead, {lead}, may ask for it.")
    return True


async def _explanation(call: Call, query: SearchQuery) -> tuple[Issue, ...]:
    found = await call.hub.engine.explain(query, visibility=call.visibility)
    return tuple([Issue("information", "informational", line) for line in found.lines()])


def demand_whole(page: Page, *, strict: bool) -> None:
    """Raise BadSearchError when a strict caller would get an answer that may lack matches."""
    if strict and page.remarks:
        words = " ".join(one.text for one in page.remarks)
        raise BadSearchError(f"{words} Ask again later, or without Prefer: handling=strict.")


def criteria_in(pairs: Pairs) -> Pairs:
    """The parameters without those about the answer."""
    return tuple([pair for pair in pairs if pair[0] not in ABOUT_THE_ANSWER])


async def used_of(call: Call, pairs: Pairs, query: SearchQuery) -> Pairs:
    """The parameters that counted, for the self link: without what was not understood.

    https://hl7.org/fhir/R4/search.html#conformance.
    """
    shown = tuple([pair for pair in pairs if pair[0] != "_pretty"])
    if not query.warnings:
        return shown
    return tuple([
        pair
        for pair in shown
        if pair[0] in ABOUT_THE_ANSWER or not (await read_query(call.hub, call.type, [pair], strict=False)).warnings
    ])  # fmt: skip


def demand_scopes(call: Call, query: SearchQuery) -> None:
    """Raise ForbiddenError when the search looks into a type that the caller has no scope for."""
    for name, letter in looks_into(query):
        call.principal.demand(name, letter)


def within_scopes(call: Call, query: SearchQuery) -> SearchQuery:
    """The search, its `_revinclude=*` from the types that the caller has a scope for. Raises ForbiddenError.

    What was asked for by name is refused instead: who asks for anything is given what they may have.
    """
    if any(one.any_source for one in query.includes):
        may = call.principal.may
        query = replace(
            query, includes=tuple([one for one in query.includes if not one.any_source or may(one.source, "r")])
        )
    demand_scopes(call, query)
    return query


async def _search_audit(call: Call, pairs: Pairs) -> Answer:
    page = await search_audit(call.hub.store, pairs, visibility=call.visibility)
    await call.note(call.entry("E", "search-type", call.type, patient=patient_in(pairs, base=call.base), query=pairs))
    next_pairs = (*(pair for pair in pairs if pair[0] != "_before"), ("_before", str(page.before)))
    body = json_searchset(
        [entry_to_audit_event(entry) for entry in page.entries],
        base=call.base,
        self_link=page_link(call.base, call.type, pairs),
        next_link=page_link(call.base, call.type, next_pairs) if page.before else "",
    )
    return Answer(200, body)


def patient_in(pairs: Sequence[tuple[str, str]], *, base: str) -> str:
    """The id of the patient whom a search names, for the audit trail; "" for a group, a device or a stranger's."""
    for name, value in pairs:
        if name in {"patient", "subject", "patient:Patient", "subject:Patient"}:
            kind, found, url = split_reference(value.partition(",")[0].removeprefix(f"{base}/"))
            if kind:
                return found if kind == "Patient" and not url else ""
            return "" if "/" in url or ":" in url else url
    return ""
