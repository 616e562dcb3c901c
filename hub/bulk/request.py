"""What a bulk export is asked for. https://hl7.org/fhir/uv/bulkdata/STU2/export.html#query-parameters."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final, Literal
from urllib.parse import parse_qsl

from fhir_profiles.registry import RESOURCE_TYPES, compartment_parameters
from hub.clock import SHANGHAI, datetime_to_micros
from hub.errors import BadRequestError, HubError
from hub.store.query import looks_into
from hub.store.search.parse import parse_query

ExportLevel = Literal["system", "patient", "group"]
Pairs = Sequence[tuple[str, str]]
Demand = Callable[[str, str], None]
"""Raises ForbiddenError where the caller has no scope for a type and a letter."""

NDJSON: Final = "application/fhir+ndjson"
FORMATS: Final = frozenset({NDJSON, "application/ndjson", "ndjson"})
NOT_EXPORTED: Final = frozenset({"AuditEvent", "Parameters", "OperationOutcome"})
"""Made by the hub, or without a place of their own."""

ONLY_ON_REQUEST: Final = frozenset({"Binary"})
"""Documents and pictures: their bytes are large, so `_type` has to name them."""

_ABOUT_THE_ANSWER: Final = frozenset({"_format", "_pretty"})
_NEXT_FILTER: Final = re.compile(r",(?=[A-Z][A-Za-z]+\?)")


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """A request that was read and checked. `patients` are ids, for the group level and the parameter `patient`.

    `filters` are (type, search) pairs of `_typeFilter`; what several filters of one type find is joined. `since` is in
    microseconds, 0 without it. `ignored` says in words what a lenient server left out.
    """

    level: ExportLevel
    types: tuple[str, ...]
    since: int = 0
    filters: tuple[tuple[str, str], ...] = ()
    patients: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    url: str = ""

    def text(self) -> str:
        """As JSON, for the job's row."""
        return json.dumps({one.name: getattr(self, one.name) for one in fields(self)}, ensure_ascii=False)

    @classmethod
    def of_text(cls, text: str) -> "ExportRequest":
        """The request of a job's row."""
        found = json.loads(text)
        return cls(
            level=found["level"],
            types=tuple(found["types"]),
            since=found["since"],
            filters=tuple((kind, search) for kind, search in found["filters"]),
            patients=tuple(found["patients"]),
            ignored=tuple(found["ignored"]),
            url=found["url"],
        )

    def filters_of(self, resource_type: str) -> tuple[str, ...]:
        """The searches that narrow a type; none lets all of it through."""
        return tuple(search for kind, search in self.filters if kind == resource_type)


def read_request(
    pairs: Pairs, *, level: ExportLevel, lenient: bool, may_read: Callable[[str], bool], demand: Demand
) -> ExportRequest:
    """The parameters as a request; `may_read` and `demand` are the caller's scopes.

    Raises BadRequestError for what the hub does not know, unless the client asked it to be `lenient`, and
    ForbiddenError for a type that is named, or that a filter looks into, and that the caller may not read.
    """
    reading = _Reading(level, lenient=lenient, demand=demand)
    for name, value in pairs:
        reading.take(name, value)
    known = exported_types(level)
    if reading.types:
        for name in reading.types:
            demand(name, "r")
        types = [name for name in known if name in reading.types]
    else:
        types = [name for name in known if name not in ONLY_ON_REQUEST and may_read(name)]
    if not types:
        raise BadRequestError("Nothing is left to export; expected at least one type that the caller may read.")
    filters = tuple(pair for pair in reading.filters if pair[0] in types)
    return ExportRequest(
        level, tuple(types), reading.since, filters, tuple(dict.fromkeys(reading.patients)), tuple(reading.ignored)
    )


def exported_types(level: ExportLevel) -> tuple[str, ...]:
    """The types of a level: of a Patient's compartment alone, but at system level."""
    return tuple(
        name
        for name in sorted(RESOURCE_TYPES - NOT_EXPORTED)
        if level == "system" or name == "Patient" or compartment_parameters(name)
    )


def read_instant(value: str, *, name: str = "_since") -> int:
    """A date or time in microseconds; one without a zone is of Shanghai. Raises BadRequestError."""
    try:
        at = datetime.fromisoformat(value.replace(" ", "+"))
    except ValueError as err:
        raise BadRequestError(f"{name} cannot be read; expected an instant, as in 2026-11-22T08:00:00+08:00.") from err
    return datetime_to_micros(at if at.tzinfo else at.replace(tzinfo=SHANGHAI))


def pairs_of_search(search: str) -> list[tuple[str, str]]:
    """The parameters of a search string."""
    return parse_qsl(search, keep_blank_values=True)


class _Reading:
    """One request under construction."""

    def __init__(self, level: ExportLevel, *, lenient: bool, demand: Demand) -> None:
        self._level = level
        self._lenient = lenient
        self._demand = demand
        self.types: dict[str, None] = {}
        self.since = 0
        self.filters: list[tuple[str, str]] = []
        self.patients: list[str] = []
        self.ignored: list[str] = []

    def take(self, name: str, value: str) -> None:
        """Read one parameter."""
        if name == "_outputFormat":
            if value.replace(" ", "+") not in FORMATS:
                self._refuse(f"_outputFormat is {value[:40]!r}; expected {NDJSON}.")
        elif name == "_since":
            self.since = read_instant(value)
        elif name == "_type":
            self._take_types(one.strip() for one in value.split(",") if one.strip())
        elif name == "_typeFilter":
            for one in _NEXT_FILTER.split(value):
                self._take_filter(one)
        elif name == "patient" and self._level != "system":
            self.patients.append(value.removeprefix("Patient/"))
        elif name not in _ABOUT_THE_ANSWER:
            self._refuse(
                f"The export has no parameter {name[:40]!r} here; expected _outputFormat, _since, _type, _typeFilter"
                f"{'' if self._level == 'system' else ' or patient'}."
            )

    def _take_types(self, names: Iterable[str]) -> None:
        known = exported_types(self._level)
        for name in names:
            if name in known:
                self.types[name] = None
            else:
                self._refuse(f"{name[:64]!r} is no type that is exported at {self._level} level.")

    def _take_filter(self, text: str) -> None:
        """`Type?search`. https://hl7.org/fhir/uv/bulkdata/STU2/export.html#_typefilter-query-parameter."""
        resource_type, mark, search = text.partition("?")
        if not mark or resource_type not in exported_types(self._level):
            self._refuse(f"_typeFilter is {text[:80]!r}; expected a type and a search, as in Observation?status=final.")
            return
        try:
            query = parse_query(resource_type, pairs_of_search(search), strict=True)
        except HubError as err:
            self._refuse(f"_typeFilter of {resource_type}: {err.text}")
            return
        if query.includes or query.sort or query.cursor:
            self._refuse(f"_typeFilter of {resource_type} holds _include or _sort; expected criteria alone.")
            return
        for name, letter in looks_into(query):
            self._demand(name, letter)
        self.filters.append((resource_type, search))

    def _refuse(self, text: str) -> None:
        """A fault, or with `Prefer: handling=lenient` a remark in the export's error file."""
        if not self._lenient:
            raise BadRequestError(text + " Send Prefer: handling=lenient to have it left out.")
        self.ignored.append(text)
