"""Every profile has good and bad examples; each bad one fails for the one reason that expected.json names."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fhir_profiles import conformance
from fhir_profiles.alliance import alliance_profile
from fhir_profiles.validate import validate
from terminology.membership import codes_of
from tests.unit.fhir_profiles.profile_oracle import Finding, Oracle

EXAMPLES = Path(conformance.__file__).parent / "examples"
EXPECTED: dict[str, dict[str, dict[str, str]]] = json.loads((EXAMPLES / "expected.json").read_text("utf-8"))
PROFILES = conformance.profile_ids()
FILES = sorted(str(path.relative_to(EXAMPLES).with_suffix("")) for path in EXAMPLES.glob("*/*.json"))


def url_of(name: str) -> str:
    return f"{conformance.CANONICAL}/StructureDefinition/{name}"


@cache
def oracle() -> Oracle:
    known = {str(item["url"]): item for item in conformance.find("StructureDefinition")}
    return Oracle(known.__getitem__, codes_of)


def read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"))
    return found


def test_every_profile_has_two_good_and_three_bad_examples_at_least() -> None:
    few = []
    for profile in PROFILES:
        names = [path.stem for path in (EXAMPLES / profile).glob("*.json")]
        good = sum(name.startswith("good-") for name in names)
        if good < 2 or len(names) - good < 3:
            few.append((profile, good, len(names) - good))

    assert few == []


def test_expected_names_the_bad_examples_and_no_other() -> None:
    named = sorted(f"{profile}/{name}" for profile, examples in EXPECTED.items() for name in examples)

    assert named == [name for name in FILES if "/bad-" in name]


@pytest.mark.parametrize("name", FILES)
def test_an_example_is_valid_r4_and_only_the_profile_finds_a_fault(name: str) -> None:
    profile, _, example = name.partition("/")
    expected = EXPECTED[profile].get(example)

    found = [item for item in oracle().judge(read(name), url_of(profile)) if item.severity == "error"]

    assert [issue.text for issue in validate(read(name)) if issue.is_error] == []
    assert found == ([Finding(expected["element"], expected["reason"])] if expected else [])


CODES = {
    "min": "required",
    "max": "structure",
    "value": "value",
    "type": "structure",
    "target": "value",
    "binding": "code-invalid",
}
"""The issue code of each reason; a constraint is an invariant, whose key stands in the text."""


def place(element: str) -> str:
    """An element id of a snapshot, or an expression, without slices, indexes, types of choices and the type's name."""
    bare = re.sub(r":[^.]+|\[[\dx]+\]", "", element)
    return re.sub(r"\.(value|effective)[A-Z]\w*", r".\1", bare).partition(".")[2]


@pytest.mark.parametrize("name", FILES)
def test_the_compiled_validator_says_the_same(name: str) -> None:
    profile, _, example = name.partition("/")
    expected = EXPECTED[profile].get(example)

    found = [issue for issue in validate(read(name), profiles=[url_of(profile)]) if issue.is_error]

    if expected is None:
        assert found == []
        return
    [issue] = found
    reason = expected["reason"]
    assert issue.code == CODES.get(reason, "invariant")
    assert reason in CODES or issue.text.startswith(f"{reason} ")
    where = place(expected["element"])
    if reason == "max":  # what is one too many is reported where it stands in
        where = where.rpartition(".")[0]
    inside = expected["element"].startswith("Extension")
    assert place(issue.expression).endswith(where) if inside else place(issue.expression) == where


@pytest.mark.parametrize("name", [name for name in FILES if "/good-" in name])
def test_a_good_example_is_recognised_by_its_codes(name: str) -> None:
    special = {"assessment-score": {"barthel-score"}, "assessment-level": {"ability-level"}}
    profile = name.partition("/")[0]
    resource = read(name)
    if profile == "referral-task" and "businessStatus" not in resource:
        assert alliance_profile(resource) is None
        return

    assert alliance_profile(resource) in {url_of(one) for one in {profile} | special.get(profile, set())}


def test_what_no_profile_is_about_has_none() -> None:
    assert alliance_profile({"resourceType": "Flag"}) is None
    assert alliance_profile({"resourceType": "Observation", "code": {"text": "体温"}}) is None
    assert alliance_profile({"resourceType": "Bundle", "identifier": [], "type": "collection"}) is None
    assert alliance_profile({"resourceType": "Observation", "code": {"coding": ["?"]}, "category": "x"}) is None
    assert alliance_profile({}) is None
