"""Nursing-home tables (xlsx, CSV, JSON) to FHIR: one Conversion for each row. See docs/adapters/care_home.md."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from adapters.care_home.assessments import assessment_to_entries
from adapters.care_home.beds import bed_to_entries
from adapters.care_home.columns import SCALE_KINDS, read_header
from adapters.care_home.contacts import contact_to_entries, contract_to_entries
from adapters.care_home.daily_care import daily_care_to_entries, medicine_to_entries
from adapters.care_home.equipment import bed_move_to_entries, device_to_entries
from adapters.care_home.incidents import incident_to_entries, leave_to_entries
from adapters.care_home.residents import bed_told_twice, resident_to_entries
from adapters.care_home.scales import scale_to_entries
from adapters.care_home.vitals import vitals_to_entries
from adapters.port import Conversion, Source
from adapters.tabular.conversions import Part, RowToEntries, part_to_conversions, parts
from adapters.tabular.header import Header
from adapters.tabular.read import peek

ROW_TO_ENTRIES: Final[Mapping[str, RowToEntries]] = {
    "residents": resident_to_entries,
    "ability-assessment": assessment_to_entries,
    "vital-signs": vitals_to_entries,
    "beds": bed_to_entries,
    **dict.fromkeys(SCALE_KINDS, scale_to_entries),
    "contacts": contact_to_entries,
    "contracts": contract_to_entries,
    "daily-care": daily_care_to_entries,
    "medicines-given": medicine_to_entries,
    "incidents": incident_to_entries,
    "bed-moves": bed_move_to_entries,
    "devices": device_to_entries,
    "leaves": leave_to_entries,
}
"""The map of each kind of table."""


class CareHomeAdapter:
    """Reads residents, ability assessments, scales, vital signs and beds from tables of any format."""

    name = "care-home"

    def recognises(self, data: bytes, *, file_name: str) -> bool:
        """By a header that is understood, or by the name of a delimited file."""
        return file_name.casefold().endswith((".csv", ".tsv")) or peek(data, _understand)

    def convert(self, data: bytes, *, source: Source) -> Iterator[Conversion]:
        """One Conversion a row; a table that cannot be read is one refused Conversion."""
        for part in self.parts(data, source=source):
            yield from self.convert_part(part, source=source)

    def parts(self, data: bytes, *, source: Source) -> Iterator[Part]:
        """The file in parts, each small enough for one job."""
        return parts(data, _understand, charset=source.charset)

    def convert_part(self, part: Part, *, source: Source) -> Iterator[Conversion]:
        """One Conversion for each row of a part."""
        made = part_to_conversions(part, source, ROW_TO_ENTRIES)
        if part.header is None or part.header.kind.name != "residents":
            return made
        return bed_told_twice(part, source, made)


def _understand(names: Sequence[str], title: str) -> Header:
    return read_header(names, title=title)


ADAPTER = CareHomeAdapter()
