"""What a write is told about profiles, by mode."""

import json

import pytest

from fhir_profiles.conformance_on_write import Modes, issues_on_write
from fhir_profiles.issue import JsonObject

_PROFILE = "https://alliance-hub.example/fhir/StructureDefinition/bed-location"
_BED: JsonObject = {
    "resourceType": "Location",
    "physicalType": {
        "coding": [{"system": "http://terminology.hl7.org/CodeSystem/location-physical-type", "code": "bd"}]
    },
}
_CLAIMING = _BED | {"meta": {"profile": [_PROFILE]}}


def _severities(resource: JsonObject, modes: Modes) -> set[str]:
    return {issue.severity for issue in issues_on_write(resource, json.dumps(resource).encode(), modes=modes)}


def test_a_word_that_is_no_mode_is_refused() -> None:
    with pytest.raises(ValueError, match="expected off, warn or enforce"):
        issues_on_write(_BED, modes=Modes(alliance="loud"))


@pytest.mark.parametrize(
    ("mode", "severities"), [("off", set()), ("warn", {"warning"}), ("enforce", {"error"})], ids=["off", "warn", "no"]
)
def test_what_claims_a_profile_is_held_to_its_claim_alone(mode: str, severities: set[str]) -> None:
    assert _severities(_CLAIMING, Modes(claims=mode)) == severities
    assert _severities(_CLAIMING, Modes(alliance=mode)) == set()


@pytest.mark.parametrize(
    ("mode", "severities"), [("off", set()), ("warn", {"warning"}), ("enforce", {"error"})], ids=["off", "warn", "no"]
)
def test_what_claims_nothing_is_held_to_the_alliances_profile(mode: str, severities: set[str]) -> None:
    assert _severities(_BED, Modes(alliance=mode)) == severities
    assert _severities(_BED, Modes(claims=mode)) == set()


def test_entries_of_a_bundle_are_held_to_the_profile_of_what_they_are() -> None:
    entry = {"resource": _BED, "request": {"method": "POST", "url": "Location"}}
    bundle: JsonObject = {"resourceType": "Bundle", "type": "transaction", "entry": [entry]}

    found = issues_on_write(bundle, json.dumps(bundle).encode(), modes=Modes(alliance="enforce"))

    assert {issue.expression.partition(".resource")[0] for issue in found} == {"Bundle.entry[0]"}


def test_r4_comes_before_every_profile() -> None:
    broken = _CLAIMING | {"status": "no-such"}

    found = issues_on_write(broken, json.dumps(broken).encode(), modes=Modes("warn", "warn"))

    assert [(issue.severity, issue.expression) for issue in found] == [("error", "Location.status")]
