"""From a SearchQuery to SQL: which index leads, what is tested on each row, in which order.

One index leads (the driver) and the other criteria are tested on its rows through the resource-led indexes.
The driver is the criterion with the fewest rows, counted up to a small limit; within one patient it is the
compartment index. Where even that is wide, resources are read newest first instead.
"""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from fhir_profiles.registry import search_parameters
from hub.errors import BadSearchError, TooCostlyError
from hub.store.database import RESOURCE_COLUMNS
from hub.store.numbers import hash64
from hub.store.port import IdentifierKey, Page, Ref, StoredResource, Visibility
from hub.store.queries import Queries
from hub.store.query import Criterion, SearchQuery
from hub.store.search.chained import criterion_condition, logic_filter, resource_filter
from hub.store.search.condition import AnyOf, Condition, Context, Names, Presence
from hub.store.search.cursor import bound_to, open_cursor, seal_cursor
from hub.store.search.date import range_condition
from hub.store.search.driver import BY_COMPARTMENT, BY_ID
from hub.store.search.include import included
from hub.store.search.leading import Leading
from hub.store.search.order import Led, order_of
from hub.store.search.quick import quick, quick_page
from hub.store.search.single import together
from hub.store.search.waiting import waiting_remarks


def search(database: Queries, query: SearchQuery, *, visibility: Visibility) -> Page:
    """A page of matches, then what they include."""
    short = quick(database, query, visibility=visibility)
    if short is not None:
        return quick_page(database, query, database.rows(short.sql, short.values), visibility=visibility)
    remarks = waiting_remarks(database, query)
    plan = SearchPlan(database, query, visibility)
    matches, cursor = plan.page() if query.count else ([], "")
    along = included(database, matches, query.includes, visibility=visibility) if query.includes else []
    return Page(
        resources=(*[resource for _, resource in matches], *along),
        included=(False,) * len(matches) + (True,) * len(along),
        cursor=cursor,
        total=plan.total() if query.total == "accurate" else plan.estimate() if query.total == "estimate" else None,
        remarks=remarks,
    )


def find_identifier(
    database: Queries, resource_type: str, key: IdentifierKey, *, visibility: Visibility
) -> tuple[StoredResource, ...]:
    """At most two visible current resources with this identifier; the caller's own come first."""
    parameter = search_parameters(resource_type).get("identifier")
    if parameter is None:
        return ()
    rows = database.rows(
        _identifier_statement(database.predicates.visible("r", visibility)),
        {
            "parameter": parameter.number, "code": database.token_hash("identifier", key.value),
            "system": hash64(key.system), "me": visibility.member, "now": database.clock.now(),
        },
    )  # fmt: skip
    return tuple([database.row_to_resource(row) for row in rows])


@lru_cache(maxsize=16)
def _identifier_statement(visible: str) -> str:
    return (
        f"SELECT {RESOURCE_COLUMNS} FROM index_token x CROSS JOIN resource r ON r.key = x.key "
        "WHERE x.parameter = :parameter AND x.code = :code AND x.system = :system "
        f"AND r.deleted = 0 AND {visible} ORDER BY r.custodian <> :me, r.key LIMIT 2"
    )


MOST_COUNTED: Final = 5000
"""Rows up to which an estimated total is counted: a tenth of a second."""


class SearchPlan:
    """One search under construction."""

    def __init__(self, database: Queries, query: SearchQuery, visibility: Visibility) -> None:
        self._database = database
        self._asked = query
        asked = together(query.criteria)
        if len(asked) < len(query.criteria):
            query = replace(query, criteria=tuple([one for one, _ in asked]))
        self._query = query
        self._visibility = visibility
        type_number = database.type_numbers.get(query.type)
        if type_number is None:
            raise BadSearchError(f"{query.type} is no FHIR R4 resource type; expected one, as in Patient.")
        self._names = Names({"me": visibility.member, "now": database.clock.now(), "type": type_number})
        self._context = Context(database, self._names)
        self._conditions: list[Condition | AnyOf | Presence | None] = [
            criterion_condition(criterion, self._context, also) if isinstance(criterion, Criterion) else None
            for criterion, also in asked
        ]
        self._leading = Leading(query, self._context, self._conditions, visibility)
        self._driver = self._leading.choose()

    @property
    def leads(self) -> str:
        """What leads: a parameter, `_id`, `compartment`, or nothing when resources are read newest first."""
        return self._leading.name_of(self._driver)

    @property
    def counted(self) -> tuple[tuple[str, int], ...]:
        """What might lead, with the rows that were counted of each, at most `driver.WIDE`."""
        return self._leading.counted

    @property
    def _bound(self) -> str:
        """What a cursor belongs to: the search as it was asked."""
        return bound_to(self._asked, self._visibility.member)

    def page(self) -> tuple[list[tuple[int, StoredResource]], str]:
        """The matches with their keys, and the cursor of the next page."""
        count, query = self._query.count, self._query
        if self._driver.led is not None:
            return self._led_page(self._driver.led, count)
        order = self._order()
        terms = ", ".join(f"{term} {'DESC' if down else 'ASC'}" for term, down in order)
        if self._driver.ordered and self._driver.sort == query.sort:
            if self._driver.ahead and not query.cursor:
                chosen, self._driver = self._driver, replace(self._driver, source=self._driver.ahead, covers=-1)
                rows = self._in_order(order, terms, count)
                if len(rows) > count:
                    return self._shown(rows, count)
                self._driver = chosen
            rows = self._in_order(order, terms, count)
        else:
            where = [*self._where(), *self._after(order)]
            named = "".join(f", {term} AS o{place}" for place, (term, _) in enumerate(order))
            places = ", ".join(f"k.o{place}" for place in range(len(order)))
            again = ", ".join(f"k.o{place} {'DESC' if down else 'ASC'}" for place, (_, down) in enumerate(order))
            rows = self._database.rows(
                f"SELECT {RESOURCE_COLUMNS}, {places} FROM (SELECT DISTINCT r.key AS key{named} "
                f"FROM {self._source(where)} ORDER BY {terms} LIMIT {count + 1}) k "
                f"CROSS JOIN resource r ON r.key = k.key ORDER BY {again}",
                self._names.values,
            )
        return self._shown(rows, count)

    def _in_order(self, order: list[tuple[str, bool]], terms: str, count: int) -> list[tuple[Any, ...]]:
        """The rows of a page from a driver that has them in this order, and one more."""
        in_order = self._database.dialect.as_they_stand(terms) if self._driver.stands else f" ORDER BY {terms}"
        values = "".join(f", {term}" for term, _ in order)
        source = self._source([*self._where(), *self._after(order)])
        return self._stream(f"SELECT {RESOURCE_COLUMNS}{values} FROM {source}{in_order}", count + 1)

    def _shown(self, rows: list[tuple[Any, ...]], count: int) -> tuple[list[tuple[int, StoredResource]], str]:
        """The first `count` rows as resources; where there are more, with the cursor of the next page."""
        cursor = ""
        if len(rows) > count:
            rows = rows[:count]
            cursor = seal_cursor(self._database.keys, list(rows[-1][10:]), bound_to=self._bound)
        return [(row[-1], self._database.row_to_resource(row)) for row in rows], cursor

    def _led_page(self, led: Led, count: int) -> tuple[list[tuple[int, StoredResource]], str]:
        """A page in the order of the index that leads: first what has a value, then the rest."""
        down, position = self._query.sort[0][1], self._position()
        direction, behind = ("DESC", "<") if down else ("ASC", ">")
        among_the_rest = bool(position) and position[0] == led.last
        rows: list[tuple[Any, ...]] = []
        if not among_the_rest:
            rows = self._stream(self._led_statement(led, position, down=down), count + 1)
        if len(rows) <= count:
            self._driver = self._leading.newest()
            where = [*self._where(), f"NOT EXISTS (SELECT 1 FROM {led.rows})"]
            if among_the_rest:
                where.append(f"r.key {behind} {self._names.bind(position[1])}")
            last = self._names.bind(led.last)
            rows += self._stream(
                f"SELECT {RESOURCE_COLUMNS}, {last}, r.key FROM {self._source(where)} ORDER BY r.key {direction}",
                count + 1 - len(rows),
            )
        return self._shown(rows, count)

    def _led_statement(self, led: Led, position: list[Any], *, down: bool) -> str:
        """What has a value, in the order of the index that leads, from the page's position on."""
        column, direction = f"s.{led.column}", "DESC" if down else "ASC"
        of_index = led.of_index
        if position:
            of_index += f" AND {column} {'<=' if down else '>='} {self._names.bind(position[0])}"
        source = self._database.dialect.in_order(led.table, led.column, of_index, direction)
        where = [led.where, *self._where(), *self._behind([(column, down), ("r.key", down)], position)]
        return (
            f"SELECT {RESOURCE_COLUMNS}, {column}, r.key FROM {source} AND {' AND '.join(where)} "
            f"ORDER BY {column} {direction}, s.key {direction}"
        )

    def total(self) -> int:
        """How many match in all."""
        self._driver = self._leading.unsorted(self._driver)
        rows = self._database.rows(
            f"SELECT count(DISTINCT r.key) FROM {self._source(self._where())}",
            self._names.values,
        )
        return int(rows[0][0])

    def estimate(self) -> int | None:
        """How many match in all, where these are few enough to be counted soon."""
        self._driver = self._leading.unsorted(self._driver)
        try:
            rows = self._database.rows(
                "SELECT count(DISTINCT k.key), count(*) FROM "
                f"(SELECT r.key AS key FROM {self._source(self._where())} LIMIT {MOST_COUNTED}) k",
                self._names.values,
            )
        except TooCostlyError:
            return None
        return int(rows[0][0]) if rows[0][1] < MOST_COUNTED else None

    def _stream(self, sql: str, count: int) -> list[tuple[Any, ...]]:
        """The first `count` resources of rows that stand in order; one resource may have several rows."""
        found: list[tuple[Any, ...]] = []
        for row in self._database.stream(sql, self._names.values, first=count):
            if not found or found[-1][-1] != row[-1]:
                found.append(row)
                if len(found) == count:
                    break
        return found

    def _source(self, where: list[str]) -> str:
        return f"{self._driver.source} WHERE {' AND '.join(where)}"

    def _where(self) -> list[str]:
        """Everything but the page's position."""
        query, driver = self._query, self._driver
        where = [driver.where] if driver.where else []
        where += ["r.type = :type", "r.deleted = 0", self._database.predicates.visible("r", self._visibility)]
        if query.custodian:
            where.append(f"r.custodian = {self._names.bind(query.custodian)}")
        if query.ids and driver.covers != BY_ID:
            where.append(f"r.id IN ({', '.join(self._names.bind(one) for one in query.ids)})")
        where += [self._in_list(one) for one in query.lists]
        if query.compartment and driver.covers != BY_COMPARTMENT:
            where.append(self._in_compartment(query.compartment, driver.key))
        where += [
            range_condition(value, self._names, name="_lastUpdated", low="r.updated", high="r.updated")
            for value in query.updated
        ]
        for place, (criterion, condition) in enumerate(zip(query.criteria, self._conditions, strict=True)):
            if place == driver.covers:
                continue
            if condition is not None:
                where.append(condition.filter(self._context, key=driver.key))
            else:
                where.append(resource_filter(criterion, self._context, alias="r", visibility=self._visibility))
        where += [logic_filter(one, self._context, alias="r", visibility=self._visibility) for one in query.filters]
        return where

    def _in_list(self, one: str) -> str:
        """Whether a List that the caller may see names the resource."""
        types, bind = self._database.type_numbers, self._names.bind
        item = search_parameters("List")["item"]
        return (
            "r.id IN (SELECT l.target_id FROM resource_id i CROSS JOIN resource t ON t.key = i.key "
            f"CROSS JOIN index_reference l{self._database.dialect.hint('reference_resource')} "
            f"ON l.key = t.key AND l.parameter = {item.number} "
            f"WHERE i.type = {types['List']} AND i.id = {bind(one)} AND l.target_type = :type "
            f"AND t.deleted = 0 AND {self._database.predicates.visible('t', self._visibility)})"
        )

    def _in_compartment(self, focus: Ref, key: str) -> str:
        """Whether one of the type's parameters of the compartment names its focus."""
        if self._query.type == "Patient" == focus.type:
            return f"r.id = {self._names.bind(focus.id)}"
        return f"{key} IN ({self._leading.compartment_keys(focus)})"

    def _order(self) -> list[tuple[str, bool]]:
        """The terms of ORDER BY with whether each goes down.

        The key comes last, in the direction of what stands before it, so that an index is read as it stands: of a
        common name there are more the more people there are.
        """
        sort = self._query.sort
        if self._driver.term:
            return [(self._driver.term, sort[0][1]), (self._driver.key, sort[0][1])]
        return [*order_of(self._query, self._context), (self._driver.key, sort[-1][1] if sort else True)]

    def _after(self, order: list[tuple[str, bool]]) -> list[str]:
        """What stands behind the cursor."""
        return self._behind(order, self._position())

    def _position(self) -> list[Any]:
        """Where the page before ended; nothing on the first page."""
        if not self._query.cursor:
            return []
        return open_cursor(self._database.keys, self._query.cursor, bound_to=self._bound)

    def _behind(self, order: list[tuple[str, bool]], position: list[Any]) -> list[str]:
        if not position:
            return []
        places = [self._names.bind(value) for value in position]
        parts = []
        for depth, (term, down) in enumerate(order):
            same = [f"{order[i][0]} = {places[i]}" for i in range(depth)]
            parts.append(" AND ".join([*same, f"{term} {'<' if down else '>'} {places[depth]}"]))
        return [parts[0] if len(parts) == 1 else "(" + " OR ".join(f"({part})" for part in parts) + ")"]
