"""A catalogue of many entries for measurements: the sample's, and generated ones with the sample's own conditions.

Every ICD-10 subcategory that the sample leaves free may get an entry of its own, so that the rows differ in their
codes as a real large catalogue's do. Deterministic: the same number gives the same catalogue.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from string import ascii_uppercase

from terminology.catalogue import Catalogue, compile_catalogue, load, sample
from terminology.catalogue_source import CatalogueSource, Record


def large_catalogue(entries: int) -> Catalogue:
    """The sample with as many further entries as are asked for in all, compiled."""
    return compile_catalogue(large_source(entries))


def large_source(entries: int) -> CatalogueSource:
    """The same as the office would have written it."""
    source = load()
    free = islice(_free_codes(), entries - len({row.entry for row in sample().rows}))
    made = [_like(source.rows[place % len(source.rows)], place, code) for place, code in enumerate(free)]
    return replace(source, rows=(*source.rows, *made))


def _free_codes() -> Iterator[str]:
    taken = {key[:3] for row in sample().rows for key in row.pattern.included}
    for letter in ascii_uppercase:
        for number in range(100):
            category = f"{letter}{number:02d}"
            if category not in taken:
                yield from (f"{category}.{digit}" for digit in range(10))


def _like(record: Record, place: int, code: str) -> Record:
    """An entry for another code, with the conditions of one of the sample's; without its qualifier."""
    name = f"G{place + 1}"
    changed = {"row": name, "entry": str(1_000 + place), "icd10": code, "qualifier": "", "priority": ""}
    return replace(record, row=10_000 + place, cells=dict(record.cells) | changed | {"zh": f"示例病种{place + 1}"})
