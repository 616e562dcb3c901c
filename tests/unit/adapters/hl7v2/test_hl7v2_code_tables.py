"""What the code tables translate to are codes that R4 has, as far as the hub knows their code system whole."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import adapters.hl7v2.codesystems
from terminology import r4

MODULES = [module.name for module in pkgutil.iter_modules(adapters.hl7v2.codesystems.__path__)]

NEWER = frozenset({("http://terminology.hl7.org/CodeSystem/v3-MaritalStatus", "C")})
"""Codes that joined their system after R4 and that the HL7 guide's maps lead to."""


def _codings(name: str) -> Iterator[tuple[str, str]]:
    """(system, code) of each row of each table of a module that names a coding: (code, system, display)."""
    for table in vars(importlib.import_module(f"adapters.hl7v2.codesystems.{name}")).values():
        for row in table.values() if isinstance(table, dict) else ():
            if isinstance(row, tuple) and len(row) == 3 and str(row[1]).startswith("http"):
                yield row[1], row[0]


@pytest.mark.parametrize("name", MODULES)
def test_a_table_leads_to_codes_that_there_are(name: str) -> None:
    unknown = [
        (system, code)
        for system, code in _codings(name)
        if (system, code) not in NEWER
        and (table := r4.code_system(system)) is not None
        and table.head.content == "complete"
        and table.find(code) < 0
    ]

    assert unknown == []


def test_the_tables_name_code_systems_that_are_known_whole() -> None:
    systems = {system for name in MODULES for system, _ in _codings(name)}

    assert sum(r4.code_system(system) is not None for system in systems) > 10
