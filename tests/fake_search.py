"""Search as `MemoryStore` does it: each resource against each criterion, in plain loops."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from fhir_profiles.accessors import IndexValues, moment_range, split_reference
from hub.store.port import Ref, StoredResource
from hub.store.prepare import normalised
from hub.store.query import Chain, Criterion, SearchQuery, SearchValue


class Matcher:
    """Matches among the visible resources, given with their index values."""

    def __init__(self, values: Mapping[Ref, IndexValues]) -> None:
        self.values = values

    def matches(self, query: SearchQuery, one: StoredResource) -> bool:
        return (
            (not query.ids or one.ref.id in query.ids)
            and all(in_range(value, one.updated, one.updated) for value in query.updated)
            and all(self.holds(criterion, one.ref) for criterion in query.criteria)
        )

    def holds(self, criterion: Criterion | Chain, ref: Ref) -> bool:
        if isinstance(criterion, Chain):
            return self._chain_holds(criterion, ref)
        rows = rows_of(self.values[ref], criterion)
        if criterion.modifier == "missing":
            return (not rows) == (criterion.values[0].text == "true")
        hit = any(fits(criterion, value, row) for value in criterion.values for row in rows)
        return not hit if criterion.modifier == "not" else hit

    def _chain_holds(self, chain: Chain, ref: Ref) -> bool:
        if chain.reverse:
            return any(
                source.type == chain.target
                and ref in targets(values, chain.link.number)
                and self.holds(chain.criterion, source)
                for source, values in self.values.items()
            )
        return any(
            target.type == chain.target and target in self.values and self.holds(chain.criterion, target)
            for target in targets(self.values[ref], chain.link.number)
        )

    def included(self, query: SearchQuery, matches: list[Ref]) -> list[Ref]:
        found: dict[Ref, None] = {}
        for include in query.includes:
            for match in matches:
                if include.reverse:
                    found |= dict.fromkeys(
                        source
                        for source, values in self.values.items()
                        if source.type == include.source and match in targets(values, include.parameter.number)
                    )
                else:
                    found |= dict.fromkeys(
                        target
                        for target in targets(self.values[match], include.parameter.number)
                        if target in self.values and include.target in {"", target.type}
                    )
        return list(found)


def targets(values: IndexValues, parameter: int) -> list[Ref]:
    return [Ref(row.type, row.id) for row in values.references if row.parameter.number == parameter and row.id]


def rows_of(values: IndexValues, criterion: Criterion) -> list[Any]:
    kinds: dict[str, tuple[Any, ...]] = {
        "token": values.tokens, "string": values.strings, "date": values.dates, "reference": values.references,
        "quantity": values.quantities, "number": values.quantities, "uri": values.uris,
    }  # fmt: skip
    return [row for row in kinds[criterion.parameter.type] if row.parameter.number == criterion.parameter.number]


def fits(criterion: Criterion, value: SearchValue, row: Any) -> bool:
    match criterion.parameter.type:
        case "token":
            system, bar, code = value.text.rpartition("|")
            return (not bar or row.system == system) and (not code or row.code == code)
        case "string":
            return text_fits(criterion.modifier, value.text, row.text)
        case "date":
            return in_range(value, row.low_micros, row.high_micros)
        case "reference":
            kind, target, url = split_reference(value.text)
            kind = kind or criterion.modifier
            if (row.id or row.url) != (target or url):
                return False
            return bool(not kind or row.type == kind)
        case "uri":
            return uri_fits(criterion.modifier, value.text, row.text)
        case _:
            return number_fits(value, row)


def text_fits(modifier: str, wanted: str, text: str) -> bool:
    if modifier == "exact":
        return wanted == text
    if modifier == "contains":
        return normalised(wanted) in normalised(text)
    return normalised(text).startswith(normalised(wanted))


def uri_fits(modifier: str, wanted: str, text: str) -> bool:
    if modifier == "below":
        return text == wanted or text.startswith(f"{wanted}/")
    if modifier == "above":
        return text == wanted or wanted.startswith(f"{text}/")
    return text == wanted


def in_range(value: SearchValue, low: int, high: int) -> bool:
    first, last = moment_range(value.text)
    return {
        "eq": first <= low and high <= last, "ne": low < first or high > last, "gt": high > last, "ge": high >= first,
        "lt": low < first, "le": low <= last, "sa": low > last, "eb": high < first, "ap": low <= last and high >= first,
    }[value.prefix]  # fmt: skip


def number_fits(value: SearchValue, row: Any) -> bool:
    text, _, unit = value.text.partition("|")
    number = Decimal(text)
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    half = Decimal(5).scaleb(exponent - 1)
    if value.prefix == "ap":
        half = max(abs(number) / 10, half)
    system, bar, code = unit.partition("|")
    if (bar and system and row.system != system) or (
        (code or unit) and (code or (unit if not bar else row.code)) != row.code
    ):
        return False
    inside = number - half <= row.value < number + half
    verdicts: dict[str, bool] = {
        "eq": inside, "ap": inside, "ne": not inside, "gt": row.value > number, "sa": row.value > number,
        "ge": row.value >= number, "lt": row.value < number, "eb": row.value < number, "le": row.value <= number,
    }  # fmt: skip
    return verdicts[value.prefix]


def sort_key(name: str, one: StoredResource, values: IndexValues, *, down: bool) -> Any:
    """What a resource is sorted by; one without a value comes last in both directions."""
    if name == "_lastUpdated":
        return one.updated
    if name == "_id":
        return one.ref.id
    pick = max if down else min
    found: list[Any] = [row.low_micros for row in values.dates if row.parameter.name == name]
    found += [normalised(row.text) for row in values.strings if row.parameter.name == name]
    found += [row.value for row in values.quantities if row.parameter.name == name]
    return (not found) != down, pick(found) if found else 0
