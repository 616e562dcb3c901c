"""The tables of a section: of the Composition's narrative and of the sheet alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from fhir_profiles.issue import JsonObject
from hub.transfer.medicines import ACTS, TYPES, act_moment, acts_of, is_medicine_list, lines_of, next_due, supply
from hub.transfer.rows import COLUMNS, Cells, cells_of, medicine_cells
from hub.transfer.words import quantity_text


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One table of a section: its head and its rows."""

    columns: Cells
    rows: tuple[Cells, ...]


def section_tables(items: Sequence[JsonObject], known: Mapping[str, JsonObject], *, at: datetime) -> list[SheetTable]:
    """The tables of the items of a section. `known` are all resources of the document by reference.

    A List of changes is one table of its medicines with what was given and handed over; those have no other.
    `at` is when the document was made: the next dose is due after it.
    """
    changes = next((item for item in items if item.get("resourceType") == "List" and is_medicine_list(item)), None)
    tables = [] if changes is None else [_medicines(changes, known, at)]
    told = frozenset({"List"}) | (TYPES | ACTS if changes is not None else frozenset())
    for kind in dict.fromkeys(str(item["resourceType"]) for item in items):
        rows = tuple(cells_of(item) for item in items if item["resourceType"] == kind)
        if kind not in told:
            tables.append(SheetTable(columns=COLUMNS.get(kind, ()), rows=rows))
    return tables


def _medicines(changes: JsonObject, known: Mapping[str, JsonObject], at: datetime) -> SheetTable:
    rows = []
    for line in lines_of(changes, known):
        acts = acts_of(line.medicine, known.values())
        given = next((act for act in acts if act["resourceType"] == "MedicationAdministration"), None)
        rows.append(
            medicine_cells(
                line,
                last=act_moment(given) if given is not None else "",
                due="" if line.change == "stopped" else next_due(line.medicine, at),
                supply="" if line.change == "stopped" else quantity_text(supply(line.medicine, acts)),
            )
        )
    return SheetTable(columns=COLUMNS["List"], rows=tuple(rows))
