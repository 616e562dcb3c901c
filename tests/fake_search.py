"""Search as `MemoryStore` does it: each resource against each criterion, in plain loops."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt
from typing import Any

from fhir_profiles.accessors import Bounded, Ranged, moment_range, split_reference
from fhir_profiles.index_values import quantity_range
from fhir_profiles.issue import JsonObject
from fhir_profiles.registry import SearchParameter, compartment_parameters, search_parameters
from hub.store.port import Ref, StoredResource
from hub.store.prepare import normalised
from hub.store.query import INNER_BAR, Chain, Criterion, Include, Logic, SearchQuery, SearchValue
from hub.store.search.composite import composite_of
from hub.store.search.near import read_near
from hub.store.search.sounds import NAMES, sounds_of
from tests.index_rows import NamedValues, QuantityValue, ReferenceValue, TokenValue


class Matcher:
    """Matches among the visible resources, given with their index values."""

    def __init__(self, values: Mapping[Ref, NamedValues], resources: Mapping[Ref, StoredResource]) -> None:
        self.values = values
        self.resources = resources

    def matches(self, query: SearchQuery, one: StoredResource) -> bool:
        return (
            (not query.ids or one.ref.id in query.ids)
            and all(in_range(value, one.updated, one.updated) for value in query.updated)
            and all(self.holds(criterion, one.ref) for criterion in query.criteria)
            and all(self._logic_holds(logic, one.ref) for logic in query.filters)
            and all(self._is_listed(one.ref, Ref("List", name)) for name in query.lists)
            and (not query.compartment or self._is_in(one.ref, query.compartment))
        )

    def _logic_holds(self, part: Criterion | Chain | Logic, ref: Ref) -> bool:
        if not isinstance(part, Logic):
            return self.holds(part, ref)
        held = [self._logic_holds(one, ref) for one in part.parts]
        return not held[0] if part.word == "not" else any(held) if part.word == "or" else all(held)

    def _is_listed(self, ref: Ref, listing: Ref) -> bool:
        number = search_parameters("List")["item"].number
        return listing in self.values and ref in targets(self.values[listing], number)

    def _is_in(self, ref: Ref, focus: Ref) -> bool:
        own = search_parameters(ref.type)
        return (ref == focus and focus.type == "Patient") or any(
            focus in targets(self.values[ref], own[name].number)
            for name in compartment_parameters(ref.type, focus.type)
            if name in own
        )

    def holds(self, criterion: Criterion | Chain, ref: Ref) -> bool:
        if isinstance(criterion, Chain):
            return self._chain_holds(criterion, ref)
        if criterion.parameter.type == "composite":
            return any(self._pair_holds(criterion.parameter, value, ref) for value in criterion.values)
        if criterion.parameter.type == "special":
            return self._place_holds(criterion, ref)
        if criterion.parameter.name in {"_id", "_lastUpdated"}:
            return any(self._column_fits(criterion.parameter.name, value, ref) for value in criterion.values)
        rows = rows_of(self.values[ref], criterion)
        if criterion.modifier == "missing":
            return (not rows) == (criterion.values[0].text == "true")
        hit = any(fits(criterion, value, row) for value in criterion.values for row in rows)
        return not hit if criterion.modifier == "not" else hit

    def _column_fits(self, name: str, value: SearchValue, ref: Ref) -> bool:
        updated = self.resources[ref].updated
        return in_range(value, updated, updated) if name == "_lastUpdated" else value.text in {ref.id, str(ref)}

    def _place_holds(self, criterion: Criterion, ref: Ref) -> bool:
        position = self.resources[ref].json().get("position")
        if position is not None and (abs(position["latitude"]) > 90 or abs(position["longitude"]) > 180):
            position = None
        if criterion.modifier == "missing":
            return (position is None) == (criterion.values[0].text == "true")
        if position is None:
            return False
        here = (float(position["latitude"]), float(position["longitude"]))
        asked = [read_near(value.text) for value in criterion.values]
        return any(kilometres(here, (north, east)) <= most for north, east, most in asked)

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

    def _pair_holds(self, parameter: SearchParameter, value: SearchValue, ref: Ref) -> bool:
        composite = composite_of(parameter)
        assert composite is not None
        parts = [Criterion(one, (part,)) for one, part in zip(composite.parts, value.parts, strict=True)]
        if composite.at_root and all(
            any(fits(part, part.values[0], row) for row in rows_of(self.values[ref], part)) for part in parts
        ):
            return True
        resource = self.resources[ref].json()
        return any(
            any(fits(parts[0], parts[0].values[0], row) for row in tokens_of(parts[0].parameter, item.get("code")))
            and any(fits(parts[1], parts[1].values[0], row) for row in seconds_of(parts[1].parameter, item))
            for item in resource.get(_element_of(parameter), ())
        )

    def included(self, query: SearchQuery, matches: list[Ref]) -> list[Ref]:
        found: dict[Ref, None] = {}
        around, includes = matches, query.includes
        while around:
            new = {
                ref: None
                for include in includes
                for match in around
                for ref in self._one_step(match, include)
                if ref not in found and ref not in matches
            }
            found |= new
            around, includes = list(new), tuple(one for one in query.includes if one.iterate)
        return list(found)

    def _one_step(self, match: Ref, include: Include) -> list[Ref]:
        number = include.parameter.number
        if include.reverse:
            sources = [source for source in self.values if source.type == include.source]
            fits_target = include.target in {"", match.type}
            return [source for source in sources if fits_target and match in targets(self.values[source], number)]
        if match.type != include.source:
            return []
        found = targets(self.values[match], number)
        return [target for target in found if target in self.values and include.target in {"", target.type}]


def _element_of(parameter: SearchParameter) -> str:
    """The element whose items are the pairs of a composite parameter; "" where the resource itself is the pair."""
    bases = (part.strip() for part in parameter.expression.split("|"))
    return next((base.partition(".")[2] for base in bases if base.startswith(f"{parameter.resource_type}.")), "")


def tokens_of(parameter: SearchParameter, value: Any) -> list[TokenValue]:
    if isinstance(value, dict):
        codings = value.get("coding", [value])
        return [TokenValue(parameter, one.get("system", ""), one["code"]) for one in codings if "code" in one]
    if isinstance(value, bool):
        return [TokenValue(parameter, "", str(value).lower())]
    return [TokenValue(parameter, "", value)] if value is not None else []


def seconds_of(parameter: SearchParameter, item: JsonObject) -> Iterator[Any]:
    """The other half of a pair in an element that repeats."""
    if parameter.type == "reference":
        kind, target, url = split_reference(item["target"]["reference"])
        yield ReferenceValue(parameter, kind, target, url)
    elif parameter.type == "quantity" and "value" in item.get("valueQuantity", ()):
        found = item["valueQuantity"]
        unit = found.get("code") or found.get("unit", "")
        bounded = Bounded(found["value"], found["comparator"]) if "comparator" in found else None
        yield QuantityValue(parameter, bounded or Decimal(str(found["value"])), found.get("system", ""), unit)
    elif parameter.type == "quantity" and "valueRange" in item:
        rows: list[Any] = []
        quantity_range(rows, (parameter,), item["valueRange"])
        yield from (QuantityValue(*row) for row in rows)
    elif parameter.type == "token":
        yield from tokens_of(parameter, item.get("valueCodeableConcept", item.get("valueBoolean")))


def targets(values: NamedValues, parameter: int) -> list[Ref]:
    return [
        Ref(row.type, row.id)
        for row in values.references
        if row.parameter.number == parameter and row.id and not row.url
    ]


def rows_of(values: NamedValues, criterion: Criterion) -> list[Any]:
    kinds: dict[str, tuple[Any, ...]] = {
        "token": values.tokens, "string": values.strings, "date": values.dates, "reference": values.references,
        "quantity": values.quantities, "number": values.quantities, "uri": values.uris,
    }  # fmt: skip
    if criterion.modifier == "identifier":
        return [row for row in values.reference_identifiers if row.parameter.number == criterion.parameter.number]
    if criterion.modifier == "of-type":
        return [row for row in values.of_types if row.parameter.number == criterion.parameter.number]
    if criterion.modifier == "text":
        return [row for row in values.texts if row.parameter.number == criterion.parameter.number]
    if criterion.modifier == "missing":
        also = {"token": values.texts, "reference": values.reference_identifiers}.get(criterion.parameter.type, ())
        every = (*kinds[criterion.parameter.type], *also)
        return [row for row in every if row.parameter.number == criterion.parameter.number]
    return [row for row in kinds[criterion.parameter.type] if row.parameter.number == criterion.parameter.number]


def fits(criterion: Criterion, value: SearchValue, row: Any) -> bool:
    match criterion.parameter.type if criterion.modifier != "identifier" else "token":
        case "token":
            if criterion.modifier == "text":
                return text_fits("", value.plain, row.text)
            if criterion.modifier == "of-type":
                return bool(f"{row.system}|{row.code}" == value.plain)
            system, bar, code = value.text.rpartition("|")
            return (not bar or row.system == system) and (not code or row.code == code.replace(INNER_BAR, "|"))
        case "string":
            sounds = sounds_of(row.text) if criterion.parameter.name in NAMES else ()
            return text_fits(criterion.modifier, value.text, row.text) or (
                criterion.modifier != "exact"
                and any(text_fits(criterion.modifier, value.text, sound) for sound, _ in sounds)
            )
        case "date":
            return in_range(value, row.low_micros, row.high_micros)
        case "reference":
            kind, target, url = split_reference(value.text)
            if url and (kind or "/" in url or ":" in url):  # an address: the fake is served under none
                return bool(row.url == url)
            kind = kind or criterion.modifier
            return not row.url and row.id == (target or url) and bool(not kind or row.type == kind)
        case "uri":
            return uri_fits(criterion.modifier, value.text, row.text)
        case _:
            return number_fits(value, row)


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """By the haversine formula."""
    (north, east), (north2, east2) = (tuple(map(radians, place)) for place in (one, other))
    square = sin((north2 - north) / 2) ** 2 + cos(north) * cos(north2) * sin((east2 - east) / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(square))


def text_fits(modifier: str, wanted: str, text: str) -> bool:
    if modifier == "exact":
        return wanted == text
    if modifier == "contains":
        return normalised(wanted) in normalised(text)
    if modifier == "ends":
        return normalised(text).endswith(normalised(wanted))
    return normalised(text).startswith(normalised(wanted))


def uri_fits(modifier: str, wanted: str, text: str) -> bool:
    if modifier == "below":
        return text.startswith(wanted) if wanted.endswith("/") else text == wanted or text.startswith(f"{wanted}/")
    if modifier == "above":
        return text == wanted or wanted.startswith(text if text.endswith("/") else f"{text}/")
    return text == wanted


def in_range(value: SearchValue, low: int, high: int) -> bool:
    first, last = moment_range(value.text)
    return {
        "eq": first <= low and high <= last, "ne": low < first or high > last, "gt": high > last, "ge": high >= first,
        "lt": low < first, "le": low <= last, "sa": low > last, "eb": high < first, "ap": low <= last and high >= first,
        "po": low <= last and high >= first,
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
    if isinstance(row.value, Bounded):
        return bounded_fits(value.prefix, number, half, row.value)
    if isinstance(row.value, Ranged):
        return ranged_fits(value.prefix, number, half, row.value)
    inside = number - half <= row.value < number + half
    verdicts: dict[str, bool] = {
        "eq": inside, "ap": inside, "ne": not inside, "gt": row.value > number, "sa": row.value > number,
        "ge": row.value >= number, "lt": row.value < number, "eb": row.value < number, "le": row.value <= number,
    }  # fmt: skip
    return verdicts[value.prefix]


def bounded_fits(prefix: str, number: Decimal, half: Decimal, row: Bounded) -> bool:
    """Whether a range without an end has a number that fits, or of sa and eb only such."""
    below, is_open = row.comparator[0] == "<", row.comparator in "<>"
    end = Decimal(str(row.value))
    at = end == number and not is_open
    verdicts: dict[str, bool] = {
        "eq": False, "ne": True,
        "lt": below or end < number, "le": below or end < number or at,
        "gt": not below or end > number, "ge": not below or end > number or at,
        "sa": not below and (end > number or (end == number and is_open)),
        "eb": below and (end < number or (end == number and is_open)),
        "ap": (end > number - half or (end == number - half and not is_open)) if below else end < number + half,
    }  # fmt: skip
    return verdicts[prefix]


def ranged_fits(prefix: str, number: Decimal, half: Decimal, row: Ranged) -> bool:
    """Whether a range with two ends has a number that fits, or of eq, sa and eb only such."""
    low, high = Decimal(str(row.low)), Decimal(str(row.high))
    inside = number - half <= low and high < number + half
    verdicts: dict[str, bool] = {
        "eq": inside, "ne": not inside, "lt": low < number, "le": low <= number, "gt": high > number,
        "ge": high >= number, "sa": low > number, "eb": high < number,
        "ap": low < number + half and high >= number - half,
    }  # fmt: skip
    return verdicts[prefix]


def sort_key(name: str, one: StoredResource, values: NamedValues, *, down: bool) -> Any:
    """What a resource is sorted by; one without a value comes last in both directions."""
    if name == "_lastUpdated":
        return one.updated
    if name == "_id":
        return one.ref.id
    strings = [row for row in values.strings if row.parameter.name == name]
    texts = [normalised(row.text) for row in strings]
    if name in NAMES:
        texts += [sounds_of(row.text)[0][0] for row in strings if sounds_of(row.text)]
    texts += [row.url or row.id for row in values.references if row.parameter.name == name]
    texts += [row.text for row in values.uris if row.parameter.name == name]
    texts += [row.code for row in values.tokens if row.parameter.name == name]
    if texts:
        return (down, min(texts))
    found: list[Any] = [row.low_micros for row in values.dates if row.parameter.name == name]
    numbers = [row.value for row in values.quantities if row.parameter.name == name]
    found += [number for number in numbers if not isinstance(number, (Bounded, Ranged))]
    return (not found) != down, (max(found) if down else min(found)) if found else 0


def place_of(sort: Sequence[tuple[str, bool]], key: int, one: StoredResource, values: NamedValues) -> list[Any]:
    """Where a resource stands in this order, as a cursor holds it."""
    terms = [sort_key(name, one, values, down=down) for name, down in sort]
    plain = [
        [float(part) if isinstance(part, Decimal) else part for part in term] if isinstance(term, tuple) else term
        for term in terms
    ]
    return [*plain, key]


def is_behind(place: Sequence[Any], start: Sequence[Any], sort: Sequence[tuple[str, bool]]) -> bool:
    """Whether a resource at `place` comes after `start`; the key goes in the direction of the last term."""
    downs = [*(down for _, down in sort), sort[-1][1] if sort else True]
    for own, other, down in zip(place, start, downs, strict=True):
        if own != other:
            return bool(own < other) if down else bool(own > other)
    return False


def was_current(one: StoredResource, versions: Sequence[StoredResource], start: int, end: int) -> bool:
    """Whether this version was the newest at some moment from `start` to `end`."""
    later = [other.updated for other in versions if other.version == one.version + 1]
    return one.updated <= end and not (later and later[0] <= start)
