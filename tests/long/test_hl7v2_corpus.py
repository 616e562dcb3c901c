"""The converter on real messages of other projects (not part of this repository)."""

import csv
import os
import re
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from fhir.resources.R4B import get_fhir_model_class

from adapters.hl7v2.adapter import ADAPTER
from adapters.hl7v2.codesystems import clinical, encounters, orders, persons, results
from adapters.hl7v2.lint import lint
from adapters.hl7v2.tokenizer import tokenise
from adapters.port import Conversion, Source
from fhir_profiles.json_text import dump
from fhir_profiles.validate import validate

pytestmark = pytest.mark.long

CORPORA = Path(os.environ.get("HUB_CORPORA", Path(__file__).parents[2].parent / "shared" / "corpora"))
MESSAGES = sorted((CORPORA / "hl7v2").rglob("*.hl7"))
TABLES = CORPORA / "v2-to-fhir" / "codesystems"

needs_messages = pytest.mark.skipif(not MESSAGES, reason=f"the message corpus is not there ({CORPORA})")
needs_tables = pytest.mark.skipif(not TABLES.is_dir(), reason=f"the guide's tables are not there ({CORPORA})")


def conversions() -> Iterator[tuple[Path, Conversion]]:
    for path in MESSAGES:
        for conversion in ADAPTER.convert(path.read_bytes(), source=Source(name="H1")):
            yield path, conversion


@needs_messages
def test_nearly_every_message_becomes_a_bundle_and_the_others_get_a_reason() -> None:
    found = [conversion for _, conversion in conversions()]

    good = [item for item in found if {entry.resource["resourceType"] for entry in item.entries} - {"Provenance"}]

    assert len(good) >= 0.97 * len(found)
    assert all(item.issues for item in found if item not in good)


@needs_messages
def test_every_resource_is_valid_r4() -> None:
    wrong = []
    for path, conversion in conversions():
        for entry in conversion.entries:
            kind = entry.resource["resourceType"]
            wrong += [(path.name, kind, issue.text) for issue in validate(entry.resource) if issue.is_error]
            get_fhir_model_class(kind).model_validate(orjson.loads(dump(entry.resource)))

    assert wrong == []


@needs_messages
def test_no_segment_is_lost() -> None:
    for path in MESSAGES:
        data = path.read_bytes()
        sent = len(re.findall(rb"(?:\A|(?<=[\r\n]))[ \t]*[A-Z][A-Z0-9]{2}(?=\||\s|\Z)", data.lstrip(b"\xef\xbb\xbf")))
        assert (path.name, len(tokenise(data).segments)) == (path.name, sent)


@needs_messages
def test_references_inside_a_bundle_hold() -> None:
    for path, conversion in conversions():
        known = {entry.full_url for entry in conversion.entries}
        text = dump(conversion.bundle()).decode()
        named = set(re.findall(r'"reference":\s*"(urn:uuid:[^"]+)"', text))
        assert named <= known, path.name


@needs_messages
def test_the_conformance_report_never_fails() -> None:
    for path in MESSAGES[::5]:
        assert isinstance(lint(path.read_bytes()), list)


def rows(name: str) -> dict[str, str]:
    """Code to FHIR code of one table of the guide; rows that it leaves open are not in it."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.reader(file))[2:]
    return {row[0].strip(): row[6].strip() for row in found if len(row) > 6 and row[0].strip() and row[6].strip()}


@needs_tables
@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("AdministrativeSex", persons.GENDER),
        ("NameType", persons.NAME_USE),
        ("AddressType[Use]", persons.ADDRESS_USE),
        ("AddressType[Type]", persons.ADDRESS_TYPE),
        ("TelecommunicationUseCode", persons.TELECOM_USE),
        ("AllergenType[AllergyIntoleranceCategory]", clinical.ALLERGY_CATEGORY),
        ("AllergySeverity[AllergyIntolerance.criticality]", clinical.CRITICALITY),
        ("AllergySeverity[AllergyIntolerance.reaction.severity]", clinical.REACTION_SEVERITY),
        ("ResultStatus[Non-Queries]", results.REPORT_STATUS),
        ("ObservationResultStatusCodesInterpretation", results.OBSERVATION_STATUS),
        ("OrderControlCode[ServiceRequest.status]", orders.ORDER_CONTROL_STATUS),
        ("OrderStatus", orders.ORDER_STATUS),
        ("CompletionStatus", orders.IMMUNIZATION_STATUS),
    ],
)
def test_plain_tables_agree_with_the_guide(name: str, table: dict[str, str]) -> None:
    guide = rows(name)

    assert {code: table.get(code) for code in guide} == guide


@needs_tables
@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("MaritalStatus", persons.MARITAL_STATUS),
        ("PatientClass[EncounterClass]", encounters.PATIENT_CLASS),
        ("EncounterPriority", encounters.PRIORITY),
    ],
)
def test_coded_tables_agree_with_the_guide(name: str, table: dict[str, tuple[str, str, str]]) -> None:
    guide = rows(name)

    assert {code: table[code][0] for code in guide} == guide


@needs_tables
def test_relationships_agree_with_the_guide_or_keep_their_own_code() -> None:
    guide = rows("Relationship")

    ours = {code: persons.RELATIONSHIP.get(code, (code,))[0] for code in guide}

    assert ours == guide


@needs_tables
def test_interpretations_agree_with_the_guide() -> None:
    guide = rows("InterpretationCodes")

    assert {code: results.INTERPRETATION.get(code, ("",))[0] for code in guide} == guide
