"""Nursing-home tables (CSV) to FHIR: one Conversion for each row. See docs/adapters/care_home.md."""

from collections.abc import Callable, Iterator, Mapping

from adapters.care_home.assessments import assessment_to_entries
from adapters.care_home.beds import bed_to_entries
from adapters.care_home.columns import SCALE_KINDS, Header, HeaderError, read_header
from adapters.care_home.fields import Fields
from adapters.care_home.residents import resident_to_entries
from adapters.care_home.scales import scale_to_entries
from adapters.care_home.table import Row, Table, TableError, read_tables
from adapters.care_home.vitals import vitals_to_entries
from adapters.port import Conversion, Entry, Source
from fhir_profiles.issue import Issue

_ROW_TO_ENTRIES: Mapping[str, Callable[[Fields], list[Entry]]] = {
    "residents": resident_to_entries,
    "ability-assessment": assessment_to_entries,
    "vital-signs": vitals_to_entries,
    "beds": bed_to_entries,
    **dict.fromkeys(SCALE_KINDS, scale_to_entries),
}


class CareHomeAdapter:
    """Reads residents, ability assessments, scales, vital signs and beds from delimited text."""

    name = "care-home"

    def recognises(self, data: bytes, *, file_name: str) -> bool:
        """By a header that is understood, or by the name of a delimited file."""
        if file_name.casefold().endswith((".csv", ".tsv")):
            return True
        try:
            _read(data[:65_536].rpartition(b"\n")[0] or data)
        except (TableError, HeaderError):
            return False
        return True

    def convert(self, data: bytes, *, source: Source) -> Iterator[Conversion]:
        """One Conversion a row; a table that cannot be read is one refused Conversion."""
        try:
            table, header = _read(data, charset=source.charset)
        except (TableError, HeaderError) as err:
            issue = Issue(severity="error", code="structure", text=str(err), expression="header", line=1)
            yield Conversion(label="header", issues=(issue,), raw=data)
            return
        rows = 0
        for row in table.rows():
            rows += 1
            yield _row_to_conversion(row, header, table, source)
        if not rows:
            text = f"The table ({header.kind.title}) has a header but no rows. Expected one row a line below it."
            yield Conversion(
                label="header", issues=(Issue("error", "required", text, "header"),), raw=data, charset=table.charset
            )


def _read(data: bytes, *, charset: str = "") -> tuple[Table, Header]:
    """The table under the first line that is understood as a header; else the error of the first line."""
    first: HeaderError | None = None
    for table in read_tables(data, charset=charset):
        try:
            return table, read_header(table.header)
        except HeaderError as err:
            first = first or err
    assert first is not None  # read_tables gives at least one, or raises
    raise first


def _row_to_conversion(row: Row, header: Header, table: Table, source: Source) -> Conversion:
    fields = Fields(row=row, header=header, source=source)
    if row.is_broken or any(row.cells[len(header.names) :]):
        text = (
            f"Row {row.number} has {len(row.cells)} cells, the header {len(header.names)}. Expected the same number: "
            "put a cell that holds the separator in quotation marks, and close every quotation mark."
        )
        fields.issues.append(Issue("error", "structure", text, f"row {row.number}", row.number))
        entries: list[Entry] = []
    else:
        entries = _ROW_TO_ENTRIES[header.kind.name](fields)
    return Conversion(
        label=f"row {row.number}",
        entries=() if fields.is_refused else tuple(entries),
        issues=tuple(fields.issues),
        residue=fields.residue(),
        event=header.kind.name,
        charset=table.charset,
        raw=row.raw,
    )


ADAPTER = CareHomeAdapter()
