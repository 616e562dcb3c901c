"""Our facts against another converter's on the same messages: each difference has a reason that is written down.

The other's bundles are an opinion, not the truth; hl7v2_disagreements.toml says who is right where they differ.
"""

import json
import os
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from adapters.hl7v2.adapter import ADAPTER
from adapters.port import Source

CORPORA = Path(os.environ.get("HUB_CORPORA", Path(__file__).parents[2].parent / "shared" / "corpora"))
EXPECTED = sorted((CORPORA / "hl7v2").rglob("*.expected.json"))
RULES = tomllib.loads((Path(__file__).parent / "hl7v2_disagreements.toml").read_text(encoding="utf-8"))["rule"]

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not EXPECTED, reason=f"the messages with another converter's bundles are not there ({CORPORA})"),
]

Facts = dict[str, set[str]]


@dataclass(frozen=True)
class Difference:
    """One fact that the other converter states and we do not."""

    file: str
    fact: str
    value: str

    def rules(self) -> list[int]:
        return [number for number, rule in enumerate(RULES) if self._falls_under(rule)]

    def _falls_under(self, rule: dict[str, str]) -> bool:
        return (
            self.fact.startswith(rule["fact"])
            and rule["contains"] in self.value
            and fnmatch(self.file, rule.get("files", "*"))
        )


def test_every_difference_has_one_reason_and_every_reason_a_difference() -> None:
    _, differences = compared()

    found = {difference: difference.rules() for difference in differences}

    assert {difference for difference, rules in found.items() if len(rules) != 1} == set()
    assert {rule for rules in found.values() for rule in rules} == set(range(len(RULES)))


def test_at_least_95_percent_of_the_facts_agree_where_the_other_follows_the_standard() -> None:
    total, differences = compared()

    ours = [item for item in differences if RULES[item.rules()[0]]["whose"] == "decision"]
    unread = [item for item in differences if RULES[item.rules()[0]]["whose"] == "unmapped"]

    assert len(ours) <= 0.05 * total
    assert len(unread) <= 0.10 * total


@pytest.mark.parametrize("fact", ["Patient.birthDate", "Patient.gender", "Observation.value", "Observation.unit"])
def test_some_facts_agree_everywhere(fact: str) -> None:
    _, differences = compared()

    assert [difference for difference in differences if difference.fact == fact] == []


@cache
def compared() -> tuple[int, tuple[Difference, ...]]:
    """How many facts the other states, and those that we do not."""
    total = 0
    differences: list[Difference] = []
    for path in EXPECTED:
        message = path.with_name(path.name.replace(".expected.json", ".hl7"))
        theirs = facts(entry["resource"] for entry in json.loads(path.read_text(encoding="utf-8-sig")).get("entry", []))
        conversions = ADAPTER.convert(message.read_bytes(), source=Source(name="H1"))
        ours = facts(entry.resource for conversion in conversions for entry in conversion.entries)
        for fact, values in theirs.items():
            total += len(values)
            differences += [Difference(message.name, fact, value) for value in sorted(values - ours[fact])]
    return total, tuple(differences)


def facts(resources: Iterable[dict[str, Any]]) -> Facts:
    """What the resources say, without how they say it."""
    found: Facts = defaultdict(set)
    projections = {"Patient": _patient, "Encounter": _encounter, "Observation": _observation}
    projections |= {"ServiceRequest": _numbered, "DiagnosticReport": _numbered, "Appointment": _numbered}
    for resource in resources:
        for fact, value in projections.get(str(resource.get("resourceType")), _nothing)(resource):
            if value:
                found[fact].add(value)
    return found


def _nothing(_: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from ()


def _patient(patient: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for identifier in patient.get("identifier", []):
        yield "Patient.identifier", identifier.get("value", "")
        for coding in identifier.get("type", {}).get("coding", [])[:1]:
            if len(coding.get("code", "")) < 6:  # the other puts the assigning facility there, too
                yield "Patient.type", f"{identifier.get('value', '')} {coding['code']}"
    for name in patient.get("name", []):
        yield "Patient.name", " ".join((name.get("family", ""), *name.get("given", []))).strip()
        if name.get("use") and name.get("family"):
            yield "Patient.use", f"{name['family']} {name['use']}"
    yield "Patient.birthDate", patient.get("birthDate", "")
    yield "Patient.gender", patient.get("gender", "")


def _numbered(resource: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for identifier in resource.get("identifier", []):
        yield f"{resource['resourceType']}.identifier", identifier.get("value", "")


def _encounter(encounter: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "Encounter.class", encounter.get("class", {}).get("code", "")
    yield "Encounter.status", encounter.get("status", "")


def _observation(observation: dict[str, Any]) -> Iterator[tuple[str, str]]:
    code = observation["code"].get("coding", [{}])[0].get("code") or observation["code"].get("text", "")
    yield "Observation.code", code
    yield "Observation.status", f"{code} {observation.get('status', '')}"
    quantity = observation.get("valueQuantity", {})
    if "value" in quantity:
        yield "Observation.value", f"{code} {Decimal(str(quantity['value'])).normalize()}"
    if quantity.get("unit") or quantity.get("code"):
        yield "Observation.unit", f"{code} {quantity.get('unit') or quantity.get('code')}"
