"""National XML to FHIR: WS/T 500 shared documents (CDA), and persons of WS/T 846 services. See docs/adapters/wst.md."""

from collections.abc import Iterator
from typing import Final

from adapters.port import Conversion, Source
from adapters.wst.document import document_to_entries
from adapters.wst.header import read_person
from adapters.wst.tree import DocumentError, Node, read_document
from fhir_profiles.issue import Issue

_PERSON_SERVICES: Final = ("PRPA_IN201311UV02", "PRPA_IN201314UV02")
"""Interactions that register and change a person in HL7 v3, after which WS/T 846 part 2 is shaped."""

_UNVERIFIED = (
    "The shape of this service is known from public facts of HL7 v3 alone; it was not compared with WS/T 846-2024. "
    "Check what came out."
)


class WstAdapter:
    """Reads one document, or one message of a service, a file."""

    name = "wst"

    def recognises(self, data: bytes, *, file_name: str) -> bool:  # noqa: ARG002  the port's shape; the root element says it
        """By the root element."""
        head = data[:4096]
        return b"ClinicalDocument" in head or any(name.encode() in head for name in _PERSON_SERVICES)

    def convert(self, data: bytes, *, source: Source) -> Iterator[Conversion]:
        """One Conversion; a document that cannot be read is refused."""
        try:
            root = read_document(data)
        except DocumentError as err:
            yield _refused(Issue("error", "structure", str(err), "document"), data)
            return
        if root.name == "ClinicalDocument":
            yield _document(root, data, source)
        elif root.name in _PERSON_SERVICES:
            yield _person(root, data, source)
        else:
            text = (
                f"The root element {root.name[:60]} is not read. Expected ClinicalDocument (WS/T 500), or "
                f"{' or '.join(_PERSON_SERVICES)} (WS/T 846, persons)."
            )
            yield _refused(Issue("error", "not-supported", text, "document", root.line), data)


def _document(root: Node, data: bytes, source: Source) -> Conversion:
    entries, issues, residue, kind = document_to_entries(root, data, source)
    return Conversion(
        label=f"document {kind}".strip(),
        entries=() if any(issue.is_error for issue in issues) else tuple(entries),
        issues=tuple(issues),
        residue=tuple(residue),
        event=kind,
        raw=data,
    )


def _person(root: Node, data: bytes, source: Source) -> Conversion:
    """The first patient below the control act; nothing is created from a message without one."""
    issues: list[Issue] = []
    patient = next((node for node in root.walk() if node.name == "patient" and node.one("patientPerson")), None)
    if patient is None:
        text = "The message names no patient; expected patient/patientPerson below controlActProcess."
        return _refused(Issue("error", "required", text, root.name, root.line), data)
    entry, _, _ = read_person(patient, source, issues)
    issues.append(Issue("warning", "informational", _UNVERIFIED, root.name))
    return Conversion(
        label=root.name, entries=(entry,) if entry else (), issues=tuple(issues), event=root.name, raw=data
    )


def _refused(issue: Issue, data: bytes) -> Conversion:
    return Conversion(label="document", issues=(issue,), raw=data)


ADAPTER = WstAdapter()
