"""Which index leads a search: the one with the fewest rows, counted in one statement up to a limit.

Where the newest resources come first, an index that stands in another order gives its keys sorted, so that resources
are looked up until the page is full and no further; it may then have more rows than where all of them are looked up.
"""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

from collections.abc import Sequence
from dataclasses import replace

from fhir_profiles.registry import compartment_parameters, search_parameters
from hub.errors import BadSearchError
from hub.store.numbers import patient_number
from hub.store.port import Ref, Visibility
from hub.store.prepare import MANY_PATIENTS
from hub.store.query import Chain, Criterion, SearchQuery
from hub.store.search.chained import chain_source
from hub.store.search.condition import MOST_MERGED, AnyOf, Condition, Context, Presence
from hub.store.search.derived import derived
from hub.store.search.driver import AHEAD, BY_COMPARTMENT, BY_ID, DENSE, SORTED, WIDE, Driver, count_of
from hub.store.search.order import led_by_sort
from hub.store.search.string import texts_statement


class Leading:
    """The choice for one search. `counted`: what might lead, by name, with its rows up to WIDE."""

    def __init__(
        self,
        query: SearchQuery,
        context: Context,
        conditions: Sequence[Condition | AnyOf | Presence | None],
        visibility: Visibility,
    ) -> None:
        self._query = query
        self._context = context
        self._database = context.database
        self._names = context.names
        self._conditions = conditions
        self._visibility = visibility
        self._patients = self._one_patient()
        self.counted: tuple[tuple[str, int], ...] = ()

    def choose(self) -> Driver:
        """The driver with the fewest rows."""
        query = self._query
        if query.ids:
            ids = ", ".join(self._names.bind(one) for one in query.ids)
            return Driver(
                "resource_id i CROSS JOIN resource r ON r.key = i.key",
                "i.key",
                f"i.type = :type AND i.id IN ({ids})",
                BY_ID,
            )
        whole = self._whole()
        candidates = self._candidates()
        if not candidates:
            return whole
        newest_first = not whole.sort
        if len(candidates) == 1 and (not candidates[0].probe or (candidates[0].ordered and newest_first)):
            return candidates[0]
        most = SORTED if newest_first and len(candidates) == 1 else WIDE  # one alone is compared with none
        sized = list(zip(self._sizes(candidates, most=most), candidates, strict=True))
        self.counted = tuple([(self.name_of(driver), min(size, WIDE)) for size, driver in sized])
        size, best = min(sized, key=lambda item: (min(item[0], WIDE), not item[1].ordered, item[0]))
        if not newest_first:
            return self._by_update(best, size) if size < WIDE else whole
        if size < most:
            return self._sorted(best)
        if most == SORTED:
            return self._merged_texts(best) or whole
        return self._of_wide(candidates) or (best if best.ordered else whole)

    def newest(self) -> Driver:
        """All resources of the type, newest first."""
        return Driver(f"resource r{self._database.dialect.hint('resource_type')}", "r.key", ordered=True)

    def unsorted(self, driver: Driver) -> Driver:
        """The same rows in whatever order, for who counts them: `newest` where it has not all of them."""
        if driver.led is not None:
            return self.newest()
        return replace(driver, source=self._led_by(driver.probe), stands=False) if driver.stands else driver

    def name_of(self, driver: Driver) -> str:
        """What leads: a parameter, `_id`, `compartment`, or nothing when resources are read newest first."""
        if driver.covers < 0:
            in_order = driver.sort[0][0] if driver.sort else ""
            return {BY_ID: "_id", BY_COMPARTMENT: "compartment"}.get(driver.covers, in_order)
        criterion = self._query.criteria[driver.covers]
        return criterion.link.name if isinstance(criterion, Chain) else criterion.parameter.name

    def compartment_keys(self, focus: Ref) -> str:
        """The keys of what stands in the compartment of this resource."""
        own, types = search_parameters(self._query.type), self._database.type_numbers
        numbers: set[int] = set()
        for name in compartment_parameters(self._query.type, focus.type):
            if name in own:
                source = derived(own[name])
                numbers |= {own[name].number} if source is None else set(source.numbers)
        if not numbers:
            words = f"{self._query.type} stands in no compartment of a {focus.type}; expected another type."
            raise BadSearchError(words)
        return (
            f"SELECT l.key AS key FROM index_reference l WHERE l.parameter IN ({', '.join(map(str, sorted(numbers)))}) "
            f"AND l.target_id = {self._names.bind(focus.id)} AND l.target_type = {types[focus.type]}"
        )

    def _of_wide(self, candidates: list[Driver]) -> Driver | None:
        """What leads of several that are all wide, where one of them is not in order; None: what else would.

        Keys alone are read and sorted soon, so that one with hundreds of rows may lead; of a wide one with few
        different texts, as a surname is, the rows of each text stand in order and are merged.
        """
        if all(driver.ordered or not driver.probe for driver in candidates):
            return None
        sizes = self._sizes(candidates, most=SORTED)
        size, place = min((size, place) for place, size in enumerate(sizes))
        if size < SORTED:
            return self._sorted(candidates[place])
        if any(driver.ordered for driver in candidates):
            return None
        merged = (self._merged_texts(driver) for driver in candidates)
        return next((driver for driver in merged if driver is not None), None)

    def _merged_texts(self, driver: Driver) -> Driver | None:
        """The rows of a string's few texts, merged; None where it has many."""
        condition = self._conditions[driver.covers] if driver.covers >= 0 else None
        if not isinstance(condition, Condition) or not condition.starts:
            return None
        found = self._database.rows(texts_statement(condition, most=MOST_MERGED + 1), self._names.values)
        if len(found) > MOST_MERGED:
            return None
        bind = self._names.bind
        keys = " UNION ALL ".join(
            f"SELECT x.key AS key FROM index_string x WHERE x.parameter = {int(number)} AND x.text = {bind(text)}"
            for number, text in found
        )
        return self._sorted(replace(driver, probe=keys)) if found else None

    def _sorted(self, driver: Driver) -> Driver:
        """The driver with its keys in the order of the page, newest first."""
        if driver.ordered or not driver.probe:
            return driver
        keys = self._database.dialect.newest(driver.probe)
        source = f"({keys}) d CROSS JOIN resource r ON r.key = d.key"
        return replace(driver, source=source, ordered=True, stands=True)

    def _by_update(self, driver: Driver, size: int) -> Driver:
        """The rows by their last change, where that alone is asked; the rest is tested until a page is full."""
        sort = self._query.sort
        if len(sort) != 1 or sort[0][0] != "_lastUpdated" or not driver.probe:
            return driver
        down = "DESC" if sort[0][1] else "ASC"
        rows = self._database.dialect.in_turn(
            f"SELECT p.key AS key, q.updated AS updated FROM ({driver.probe}) p CROSS JOIN resource q ON q.key = p.key",
            f"q.updated {down}, p.key {down}",
        )
        ahead = f"resource p{self._database.dialect.hint('resource_updated')} WHERE p.type = :type"
        ahead = f"SELECT p.key AS key, p.updated AS updated FROM {ahead} ORDER BY p.updated {down}, p.key {down}"
        joined = "d CROSS JOIN resource r ON r.key = d.key"
        return replace(
            driver, source=f"({rows}) {joined}", ordered=True, stands=True, sort=sort, term="d.updated",
            ahead=f"({ahead} LIMIT {AHEAD}) {joined}" if size >= DENSE else "",
        )  # fmt: skip

    def _whole(self) -> Driver:
        """All resources of the type, newest first or in the order of their last change."""
        sort, hint = self._query.sort, self._database.dialect.hint
        if len(sort) == 1 and sort[0][0] == "_lastUpdated":
            return Driver(f"resource r{hint('resource_updated')}", "r.key", ordered=True, sort=sort)
        led = led_by_sort(self._query, self._context)
        if led is None:
            return self.newest()
        return Driver("", "r.key", ordered=True, sort=sort, led=led)

    def _sizes(self, drivers: list[Driver], *, most: int = WIDE) -> list[int]:
        """The rows of each, counted up to `most` in one statement; what has no probe counts as wide.

        Of a wide one in order it is the key of the last row that was counted: the smaller it is, the further apart
        its rows are, and the fewer of them stand in front of a page of matches.
        """
        counts = [count_of(driver, most) for driver in drivers]
        return [int(size) for size in self._database.rows(f"SELECT {', '.join(counts)}", self._names.values)[0]]

    def _candidates(self) -> list[Driver]:
        found: list[Driver] = []
        focus = self._query.compartment
        if focus is not None and not self._query.type == "Patient" == focus.type:
            keys = self.compartment_keys(focus)
            found.append(Driver(self._led_by(keys), "d.key", "", BY_COMPARTMENT, probe=keys))
        for place, (criterion, condition) in enumerate(zip(self._query.criteria, self._conditions, strict=True)):
            if isinstance(criterion, Chain):
                source = chain_source(criterion, self._context, visibility=self._visibility)
                if source:
                    found.append(Driver(f"{source} d CROSS JOIN resource r ON r.key = d.key", "d.key", "", place))
                continue
            if condition is None or condition.negated or isinstance(condition, Presence):
                continue
            found.append(self._candidate(condition, place))
        return found

    def _candidate(self, condition: Condition | AnyOf, place: int) -> Driver:
        within = bool(self._patients and condition.patient_index)
        merged = condition.merged_keys if isinstance(condition, Condition) and not within else ""
        if merged and not self._query.sort:
            return self._sorted(Driver("", "d.key", "", place, probe=merged))
        keys = condition.keys(self._context, patients=self._patients)
        ordered = condition.ordered and not within
        return Driver(self._led_by(keys, ordered=ordered), "d.key", "", place, ordered=ordered, probe=keys)

    def _led_by(self, keys: str, *, ordered: bool = False) -> str:
        """FROM text: the rows of a driver first, then each one's resource."""
        return f"({self._database.dialect.first(keys, ordered=ordered)}) d CROSS JOIN resource r ON r.key = d.key"

    def _one_patient(self) -> str:
        """Numbers of the one patient in whose compartment all matches are, or nothing."""
        names = compartment_parameters(self._query.type)
        for criterion in self._query.criteria:
            if not isinstance(criterion, Criterion) or criterion.modifier not in {"", "Patient"}:
                continue
            if len(criterion.values) != 1:
                continue
            kind, _, patient = criterion.values[0].text.rpartition("/")
            only_patients = criterion.parameter.targets == ("Patient",) or criterion.modifier == "Patient"
            if criterion.parameter.name in names and (kind == "Patient" or (not kind and only_patients)):
                return f"{patient_number(patient)}, {MANY_PATIENTS}"
        return ""
