"""What is known at one moment: the package's code systems, value sets and concept maps, and the loaded tables.

A registry does not change; when a table is loaded a new one is made. A name without a version gives the version
that was loaded last, else the package's. https://hl7.org/fhir/R4/references.html#canonical
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cache
from threading import Lock
from typing import TypeVar

from terminology import r4
from terminology.code_table import CodeTable
from terminology.definitions import MapDefinition, ValueSetDefinition
from terminology.package import own_code_systems, own_concept_maps, own_value_sets

Loaded = CodeTable | ValueSetDefinition | MapDefinition

_T = TypeVar("_T")
_KEPT = 64


class Registry:
    """Finds by canonical URL, with or without a version behind a bar.

    `codes` and `closed` are what `terminology.membership` has found out: the members of a value set, and whether a
    code system that is not among them answers no for certain.
    """

    def __init__(self, loaded: Sequence[Loaded] = ()) -> None:
        self._loaded = tuple(loaded)
        self._tables: dict[str, list[CodeTable]] = {}
        self._value_sets: dict[str, list[ValueSetDefinition]] = {}
        self._maps: list[MapDefinition] = []
        self._kept: OrderedDict[Hashable, object] = OrderedDict()
        self.codes: dict[str, frozenset[tuple[str, str]] | None] = {}
        self.closed: dict[tuple[str, str], bool] = {}
        self._lock = Lock()  # questions about large tables are answered in threads
        for one in loaded:
            if isinstance(one, CodeTable):
                self._tables.setdefault(one.head.url, []).insert(0, one)
                self._add_value_set(_all_codes(one))
            elif isinstance(one, ValueSetDefinition):
                self._add_value_set(one)
            else:
                self._maps.append(one)

    def with_more(self, more: Sequence[Loaded]) -> "Registry":
        """A registry that knows these too, before the others."""
        return Registry([*self._loaded, *more])

    def code_system(self, url: str, version: str = "") -> CodeTable | None:
        """The code system, when it is known with its codes."""
        url, version = _split(url, version)
        for table in self._tables.get(url, ()):
            if version in {"", table.head.version}:
                return table
        found = own_code_systems().get(url) or r4.code_system(url)
        return found if found is not None and version in {"", found.head.version} else None

    def value_set(self, url: str, version: str = "") -> ValueSetDefinition | None:
        """The value set; `URL?vs` is that of all codes of the code system at URL."""
        url, version = _split(url, version)
        for one in self._value_sets.get(url, ()):
            if version in {"", one.version}:
                return one
        found = own_value_sets().get(url) or r4.value_set(url)
        if found is None and url.endswith(_ALL):
            table = self.code_system(url.removesuffix(_ALL), version)
            found = None if table is None else _all_codes(table)
        return found if found is not None and version in {"", found.version} else None

    def concept_maps(self) -> Iterator[MapDefinition]:
        """All concept maps, loaded ones first."""
        yield from self._maps
        yield from own_concept_maps()

    def loaded_tables(self) -> Iterator[CodeTable]:
        """The loaded code systems, every version."""
        for tables in self._tables.values():
            yield from tables

    def loaded_value_sets(self) -> Iterator[ValueSetDefinition]:
        """The loaded value sets, every version, and those of all codes of a loaded code system."""
        for sets in self._value_sets.values():
            yield from sets

    def remember(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """What `make` gives for this key, kept while it is among the last that were asked for."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]  # type: ignore[return-value]  # a key is always asked with the same kind of maker
        made = make()
        with self._lock:
            self._kept[key] = made
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return made

    def forget(self) -> None:
        """Let go of what was remembered."""
        with self._lock:
            self._kept.clear()

    def _add_value_set(self, one: ValueSetDefinition) -> None:
        self._value_sets.setdefault(one.url, []).insert(0, one)


@cache
def package_registry() -> Registry:
    """What the package alone knows."""
    return Registry()


_ALL = "?vs"


def _split(url: str, version: str) -> tuple[str, str]:
    name, _, given = url.partition("|")
    return name, version or given


def _all_codes(table: CodeTable) -> ValueSetDefinition:
    head = table.head
    return ValueSetDefinition(
        url=head.value_set or all_codes_url(head.url),
        version=head.version,
        name=f"{head.name}-all",
        title=head.title,
        compose={"include": [{"system": head.url, "version": head.version}]},
        source=head.source,
        verified=head.verified,
    )


def all_codes_url(system: str) -> str:
    """The value set of all codes of a system that names none."""
    return system.replace("/CodeSystem/", "/ValueSet/") if "/CodeSystem/" in system else f"{system}{_ALL}"
