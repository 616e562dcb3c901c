"""One row read by column, with what was found wrong in it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar
from urllib.parse import quote

from adapters.port import Entry, Source
from adapters.tabular.header import Header
from adapters.tabular.sheet import Row
from adapters.tabular.values import CellError
from fhir_profiles.issue import Issue, JsonObject, Severity

Value = TypeVar("Value")

UUID_SYSTEM = "urn:ietf:rfc:3986"
"""Identifier system of our own deterministic keys (`urn:uuid:…`): they hold nothing personal."""


@dataclass(slots=True)
class Fields:
    """The cells of a row by column key. Reading collects issues instead of raising."""

    row: Row
    header: Header
    source: Source
    issues: list[Issue] = field(default_factory=list)

    def text(self, key: str) -> str:
        """The cell, or an empty string where the column or the cell is missing; a site's own word as it reads it."""
        at = self.header.positions.get(key)
        cell = self.row.cells[at] if at is not None and at < len(self.row.cells) else ""
        if cell and (values := self.source.dialect.values):
            return values.get(f"{self.header.kind.name}.{key}", {}).get(cell, cell)
        return cell

    def column(self, key: str) -> str:
        """The column's name as the file writes it, with its unit; else the official one."""
        at = self.header.positions.get(key)
        return self.header.kind.label(key) if at is None else self.header.names[at]

    def read(self, key: str, parse: Callable[[str], Value], *, severity: Severity = "error") -> Value | None:
        """The parsed cell. None when it is empty, or when it cannot be read, which is reported.

        With severity warning the cell alone is refused and the row goes on without it.
        """
        cell = self.text(key)
        if not cell:
            return None
        try:
            return parse(cell)
        except CellError as err:
            consequence = "" if severity == "error" else " The cell is left out, the row is kept."
            self.report(key, f"{err}.{consequence}", severity=severity)
            return None

    def report(self, key: str, text: str, *, severity: Severity = "error", code: str = "value") -> None:
        """Note one finding at a cell; the text must not repeat the cell."""
        self.issues.append(self.finding(key, text, severity=severity, code=code))

    def finding(self, key: str, text: str, *, severity: Severity = "error", code: str = "value") -> Issue:
        """A finding at a cell that is not noted yet."""
        column = self.column(key)
        return Issue(
            severity=severity,
            code=code,
            text=f"{self.row.where}, column {column}: {text}",
            expression=f"{self.row.label} {column}",
            line=self.row.number,
        )

    def report_faults(self) -> None:
        """Refuse the row for each mapped cell that holds no value (a formula): nothing may stand in for it."""
        for key, at in self.header.positions.items():
            if at in self.row.faults:
                self.report(key, f"{self.row.faults[at]}.")

    @property
    def is_refused(self) -> bool:
        """Whether an error was found so far."""
        return any(issue.is_error for issue in self.issues)

    def residue(self) -> tuple[Issue, ...]:
        """One informational issue for each filled cell of a column that is not mapped."""
        cells, faults = self.row.cells, self.row.faults
        filled = (at for at in self.header.unmapped if (at < len(cells) and cells[at]) or at in faults)
        return tuple(
            Issue(
                severity="information",
                code="not-supported",
                text=f"{self.row.where}: column {self.header.names[at]} is not mapped; it stays in the original.",
                expression=f"{self.row.label} {self.header.names[at]}",
                line=self.row.number,
            )
            for at in filled
        )


def conditional_put(resource: JsonObject, full_url: str, *, system: str, value: str) -> Entry:
    """An entry that updates what this source said before under the same identifier."""
    query = _query(system, value)
    return Entry(resource=resource, full_url=full_url, method="PUT", url=f"{resource['resourceType']}?{query}")


def conditional_post(
    resource: JsonObject, full_url: str, *, system: str, value: str, if_new: Issue | None = None
) -> Entry:
    """An entry that creates once and leaves what is there already untouched; `if_new` is told when it creates."""
    query = _query(system, value)
    return Entry(
        resource=resource,
        full_url=full_url,
        method="POST",
        url=str(resource["resourceType"]),
        if_none_exist=query,
        if_new=if_new,
    )


def put_by_key(resource: JsonObject, *, source: Source, key: str) -> Entry:
    """A conditional update under our own `urn:uuid` of `key`, written as the first identifier."""
    full_url = source.full_url(str(resource["resourceType"]), key)
    identified = {
        "resourceType": resource["resourceType"],
        "identifier": [{"system": UUID_SYSTEM, "value": full_url}],
        **{name: value for name, value in resource.items() if name != "resourceType"},
    }
    # A urn:uuid needs no escaping: the url is what `conditional_put` would make of it.
    return Entry(identified, full_url, "PUT", f"{resource['resourceType']}?identifier={UUID_SYSTEM}|{full_url}")


def institution(source: Source) -> JsonObject:
    """A logical reference to the home that sent the table; the hub knows it by its code."""
    system = "https://alliance-hub.example/sid/institution"
    return {
        "type": "Organization",
        "identifier": {"system": system, "value": source.name},
        "display": source.name,
    }


@lru_cache(maxsize=8192)
def _query(system: str, value: str) -> str:
    """A token search, escaped by FHIR's rules and then for a URL. https://hl7.org/fhir/R4/search.html#escaping."""
    escaped = re.sub(r"([\\$,|])", r"\\\1", value)
    return f"identifier={system}|{quote(escaped, safe=':-.')}"


def split_list(cell: str) -> list[str]:
    """The parts of a cell that holds several, divided by the marks that people use."""
    return [part.strip() for part in re.split(r"[、;,/|\n]", cell) if part.strip()]
