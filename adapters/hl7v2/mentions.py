"""A second mention of a doctor, ward or institution in one message: what it adds, and what nobody learns of.

Such a thing is written down once (`MessageContext.post_once`). What a later mention says beyond the first fills gaps;
where both say something else the first stands, and the residue report names what the second said.
"""

from collections.abc import Iterable, Iterator

from adapters.hl7v2.tokenizer import Repetition
from adapters.port import Entry
from fhir_profiles.issue import JsonObject


def with_gaps_filled(entry: Entry, resource: JsonObject) -> Entry:
    """The entry with the elements that only `resource` has; itself when there is none, or when it is no mention."""
    if entry.method != "POST" or entry.resource == resource:
        return entry
    more = {name: value for name, value in resource.items() if name not in entry.resource}
    return entry._replace(resource=entry.resource | more) if more else entry


def give_back_untold(cells: Iterable[Repetition], said: JsonObject, told: JsonObject, reference: JsonObject) -> None:
    """Components whose text stands in `said` alone, neither in `told` nor in the reference, count as residue."""
    lost = set(_words(said)) - set(_words(told)) - set(_words(reference))
    for cell in cells if lost else ():
        for component in range(1, len(cell.parts) + 1):
            if cell.taken >> component & 1 and lost.intersection(cell.subcomponents(component)):
                cell.give_back(component)


def _words(value: object) -> Iterator[str]:
    """Each text of a resource, and each word of it: a family name may hold two parts."""
    if isinstance(value, str):
        yield value
        yield from value.split()
    elif isinstance(value, dict):
        for one in value.values():
            yield from _words(one)
    elif isinstance(value, list):
        for one in value:
            yield from _words(one)
