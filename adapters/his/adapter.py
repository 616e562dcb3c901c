"""Exports and views of a hospital information system to FHIR. See docs/adapters/his.md.

One Conversion for each row; the good rows of one laboratory report are one Conversion, with their DiagnosticReport.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from adapters.his.columns import understanding
from adapters.his.diagnoses import diagnosis_to_entries
from adapters.his.orders import order_to_entries
from adapters.his.patients import patient_to_entries
from adapters.his.prescriptions import prescription_to_entries
from adapters.his.results import ReportFacts, report_to_entry, result_to_entries
from adapters.his.visits import visit_to_entries
from adapters.port import STANDARD_DIALECT, Conversion, Entry, Source
from adapters.tabular.conversions import Part, RowToEntries, part_to_conversions, parts, row_to_conversion
from adapters.tabular.fields import Fields
from adapters.tabular.header import Header, HeaderError
from adapters.tabular.read import peek
from adapters.tabular.sheet import Row
from fhir_profiles.issue import Issue

ROW_TO_ENTRIES: Final[Mapping[str, RowToEntries]] = {
    "patients": patient_to_entries,
    "visits": visit_to_entries,
    "diagnoses": diagnosis_to_entries,
    "orders": order_to_entries,
    "results": result_to_entries,
    "prescriptions": prescription_to_entries,
}
"""The map of each kind of table."""


class HisAdapter:
    """Reads patients, visits, diagnoses, orders, results and prescriptions from tables of any format."""

    name = "his"

    def recognises(self, data: bytes, *, file_name: str) -> bool:  # noqa: ARG002  the port's shape; a name says too little
        """By a header that is understood and has a record number: a care home's list has an identity card alone."""
        return peek(data, _understand_numbered)

    def convert(self, data: bytes, *, source: Source) -> Iterator[Conversion]:
        """One Conversion a row, or a report; a table that cannot be read is one refused Conversion."""
        for part in self.parts(data, source=source):
            yield from self.convert_part(part, source=source)

    def parts(self, data: bytes, *, source: Source) -> Iterator[Part]:
        """The file in parts, each small enough for one job. A report is never cut."""
        return parts(data, understanding(source.dialect), charset=source.charset, together="report_no")

    def convert_part(self, part: Part, *, source: Source) -> Iterator[Conversion]:
        """The conversions of a part."""
        header = part.header
        if header is None or "report_no" not in header.positions:
            yield from part_to_conversions(part, source, ROW_TO_ENTRIES)
            return
        for number, rows in groupby(part.rows, key=lambda row: _report_number(row, header)):
            yield from _report(tuple(rows), part, source, is_report=bool(number))


def _understand_numbered(names: Sequence[str], title: str) -> Header:
    header = understanding(STANDARD_DIALECT)(names, title)
    if "mrn" not in header.positions:
        raise HeaderError("The table has no record number; it may be a care home's.")
    return header


def _report_number(row: Row, header: Header) -> str:
    at = header.positions["report_no"]
    return row.cells[at] if at < len(row.cells) else ""


def _report(rows: tuple[Row, ...], part: Part, source: Source, *, is_report: bool) -> Iterator[Conversion]:
    """The refused rows each by itself, and the good ones together with their report."""
    assert part.header is not None
    made = [row_to_conversion(row, part, source, ROW_TO_ENTRIES) for row in rows]
    if not is_report:
        yield from made
        return
    yield from (conversion for conversion in made if conversion.is_refused)
    good = [(row, conversion) for row, conversion in zip(rows, made, strict=True) if not conversion.is_refused]
    if good:
        yield _merged(good, part.header, source)


def _merged(good: list[tuple[Row, Conversion]], header: Header, source: Source) -> Conversion:
    first, last = good[0], good[-1]
    entries: dict[str, Entry] = {}
    doubles: list[Issue] = []
    for row, conversion in good:
        for entry in conversion.entries:
            before = entries.get(entry.full_url)
            if before is not None and entry.resource["resourceType"] == "Observation" and before != entry:
                text = f"{row.where} gives an item of the report a second time; the later row counts."
                doubles.append(Issue("warning", "duplicate", text, row.label, row.number))
            entries[entry.full_url] = entry
    facts = ReportFacts(Fields(row=first[0], header=header, source=source), tuple(entries.values()))
    label = first[1].label if len(good) == 1 else f"{first[0].label} to {last[0].number}"
    return Conversion(
        label=label,
        entries=(*entries.values(), report_to_entry(facts)),
        issues=(*(issue for _, conversion in good for issue in conversion.issues), *doubles),
        residue=tuple(issue for _, conversion in good for issue in conversion.residue),
        event=first[1].event,
        charset=first[1].charset,
        rows=len(good),
        raw=first[1].raw,
    )


ADAPTER = HisAdapter()
