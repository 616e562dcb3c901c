"""What a search has to say of an index that older resources may not stand in (`hub.store.reindex`)."""

from collections.abc import Iterator

from fhir_profiles.issue import Issue
from fhir_profiles.registry import SearchParameter, compartment_parameters, search_parameters
from hub.errors import OverloadError
from hub.store.queries import Queries
from hub.store.query import Chain, SearchQuery, leaves_of
from hub.store.search.definitions import needed_parts


def waiting_remarks(database: Queries, query: SearchQuery) -> tuple[Issue, ...]:
    """A warning for each parameter of the search whose index is not whole.

    Raises OverloadError for the condition of a write: what it does not find it would store twice.
    """
    remarks = []
    for parameter, modifier in dict.fromkeys(_used(query)):
        number = database.type_numbers.get(parameter.resource_type, 0)
        waiting = database.incomplete.of_type(database, number)
        if waiting is None or waiting.parts.isdisjoint(needed_parts(parameter, modifier)):
            continue
        done = f"{waiting.done:,} of {waiting.total:,} resources are done" if waiting.total else "it has not begun"
        text = (
            f"The index of {parameter.resource_type}.{parameter.name} is being made again: {done}, and matches among "
            "the others may be missing."
        )
        if query.custodian:
            raise OverloadError(
                f"{text} A condition cannot be decided by it; send this again later, or name an identifier.",
                headers=(("Retry-After", "60"),),
            )
        remarks.append(Issue("warning", "incomplete", text, expression=parameter.name))
    return tuple(remarks)


def _used(query: SearchQuery) -> Iterator[tuple[SearchParameter, str]]:
    """The parameters that the answer depends on, each with its modifier."""
    for one in (*query.criteria, *leaves_of(query.filters)):
        criterion = one
        while isinstance(criterion, Chain):
            yield criterion.link, ""
            criterion = criterion.criterion
        yield criterion.parameter, criterion.modifier
    own = search_parameters(query.type)
    for name, _ in query.sort:
        if name in own:  # codes in words came with the texts beside them, which `missing` needs too
            yield own[name], "missing" if own[name].type == "token" else ""
    for include in query.includes:
        yield include.parameter, ""
    if query.compartment:
        for name in compartment_parameters(query.type, query.compartment.type):
            if name in own:
                yield own[name], ""
    if query.lists:
        yield search_parameters("List")["item"], ""
