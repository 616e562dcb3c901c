"""Profiles that somebody else's package brings."""

import io
import json
import tarfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fhir_profiles.issue import JsonObject
from fhir_profiles.known import Known, read_packages
from fhir_profiles.profile_values import is_outside
from fhir_profiles.validate import validate
from terminology.code_table_builder import TableError

_URL = "https://example.org/StructureDefinition"


def _definition(name: str, kind: str, *elements: JsonObject, **more: Any) -> JsonObject:
    """A profile whose snapshot says only what it adds."""
    root = {"id": kind, "path": kind, "min": 0, "max": "*"}
    return {
        "resourceType": "StructureDefinition", "url": f"{_URL}/{name}", "name": name, "type": kind,
        "kind": "resource", "derivation": "constraint", "snapshot": {"element": [root, *elements]},
    } | more  # fmt: skip


def _package(folder: Path, *resources: JsonObject) -> Path:
    path = folder / "package.tgz"
    with tarfile.open(path, "w:gz") as archive:
        for number, resource in enumerate(resources):
            data = json.dumps(resource).encode()
            member = tarfile.TarInfo(f"package/{number}.json")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def _texts(resource: JsonObject, name: str, known: Known) -> list[str]:
    found = validate(resource, profiles=[f"{_URL}/{name}"], known=known)
    return [f"{issue.expression}: {issue.text.partition(' (profile')[0]}" for issue in found]


def _observation(**more: Any) -> JsonObject:
    return {"resourceType": "Observation", "status": "final", "code": {"text": "weight"}} | more


def test_a_file_that_is_no_package_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "package.tgz"
    path.write_bytes(b"no archive")

    with pytest.raises(TableError, match="no FHIR package"):
        read_packages([path])


def test_what_cannot_be_used_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    without = _definition("without", "Patient")
    del without["snapshot"]
    odd = _definition("odd", "Patient") | {"snapshot": {"element": [{"min": 1}]}}
    logical = _definition("logical", "Thing") | {"kind": "logical"}
    base = _definition("base", "Patient", derivation="specialization")
    path = _package(tmp_path, without, odd, logical, base, _definition("good", "Patient"))

    known, notes = read_packages([path])

    assert list(known.profiles) == [f"{_URL}/good"]
    assert notes == [
        f"package/0.json is left out: {_URL}/without has no snapshot; expected one with snapshot.element.",
        "package/1.json is left out: it is not shaped as R4 says (KeyError)",
    ]


def test_no_package_leaves_what_the_hub_knows(tmp_path: Path) -> None:
    known, notes = read_packages([])

    assert notes == []
    assert known.profile("https://alliance-hub.example/fhir/StructureDefinition/bed-location|1.0") is not None
    assert known.profile(f"{_URL}/good") is None


def test_a_binding_is_checked_against_the_packages_own_codes(tmp_path: Path) -> None:
    codes = {
        "resourceType": "CodeSystem", "url": "https://example.org/cs", "status": "active", "content": "complete",
        "concept": [{"code": "a"}],
    }  # fmt: skip
    values = {
        "resourceType": "ValueSet", "url": "https://example.org/vs", "status": "active",
        "compose": {"include": [{"system": "https://example.org/cs"}]},
    }  # fmt: skip
    binding = {"strength": "required", "valueSet": "https://example.org/vs"}
    rule = {"id": "Observation.code", "path": "Observation.code", "min": 1, "max": "1", "binding": binding}
    known, _ = read_packages([_package(tmp_path, codes, values, _definition("coded", "Observation", rule))])

    good, bad = (_observation(code={"coding": [{"system": "https://example.org/cs", "code": one}]}) for one in "ab")

    assert _texts(good, "coded", known) == []
    assert _texts(bad, "coded", known) == [
        "Observation.code: code has no code of https://example.org/vs; expected one of its codes"
    ]


def test_a_value_outside_of_its_bounds_is_refused_with_the_bounds(tmp_path: Path) -> None:
    bounded = {
        "id": "Observation.value[x]", "path": "Observation.value[x]", "min": 0, "max": "1",
        "minValueInteger": 1, "maxValueInteger": 9,
    }  # fmt: skip
    known, _ = read_packages([_package(tmp_path, _definition("bounded", "Observation", bounded))])

    assert _texts(_observation(valueInteger=9), "bounded", known) == []
    assert _texts(_observation(valueInteger=10), "bounded", known) == [
        "Observation.valueInteger: value[x] is out of bounds; expected at least 1 and at most 9"
    ]


@pytest.mark.parametrize(
    ("value", "least", "greatest", "outside"),
    [
        (1, 1, None, False),
        (0, 1, None, True),
        (Decimal("9.01"), None, 9, True),
        (Decimal("9.00"), None, 9, False),
        (True, 2, None, False),
        ("2026-01", "2026-01-15", None, False),
        ("2025-12", "2026-01-15", None, True),
        ("2026-01-15T23:59:59Z", None, "2026-01-15", False),
        ("2026-01-16", None, "2026-01-15", True),
        ("07:59:59", "08:00:00", "20:00:00", True),
        ("not a date", "2026-01-15", None, False),
        ({"value": 5, "code": "kg"}, {"value": 6, "code": "kg"}, None, True),
        ({"value": 5, "code": "g"}, {"value": 6, "code": "kg"}, None, False),
        ({"code": "kg"}, {"value": 6, "code": "kg"}, None, False),
        ("2026-01-01", {"value": -1, "code": "a"}, None, False),
        (5, None, None, False),
    ],
)
def test_only_what_is_certainly_out_of_bounds_is_said_to_be(
    value: Any, least: Any, greatest: Any, *, outside: bool
) -> None:
    assert is_outside(value, least=least, greatest=greatest) is outside


def _sliced(**slicing: Any) -> JsonObject:
    """Categories `a` and `b`, in slices."""
    slicing = {"discriminator": [{"type": "value", "path": "text"}]} | slicing
    elements: list[JsonObject] = [
        {"id": "Observation.category", "path": "Observation.category", "min": 0, "max": "*", "slicing": slicing}
    ]
    for name in "ab":
        elements += (
            {"id": f"Observation.category:{name}", "path": "Observation.category", "min": 0, "max": "*"},
            {
                "id": f"Observation.category:{name}.text", "path": "Observation.category.text", "min": 1, "max": "1",
                "fixedString": name,
            },
        )  # fmt: skip
    return _definition("sliced", "Observation", *elements)


@pytest.mark.parametrize(
    ("slicing", "texts", "said"),
    [
        ({"rules": "open", "ordered": True}, "aab", []),
        ({"rules": "open", "ordered": True}, "xaxbx", []),
        ({"rules": "open", "ordered": True}, "ba", ["category has its slices in another order; expected a, b"]),
        ({"rules": "open"}, "ba", []),
        ({"rules": "openAtEnd"}, "abx", []),
        (
            {"rules": "openAtEnd"}, "axb",
            ["category has other items before those of the profile's slices; expected them at the end"],
        ),
        (
            {"rules": "closed"}, "ax",
            ["category fits no slice of the profile, and others are not allowed; expected one of a, b"],
        ),
    ],
    ids=["ordered", "ordered-between", "disordered", "any-order", "at-end", "not-at-end", "closed"],
)  # fmt: skip
def test_slices_stand_in_their_order(tmp_path: Path, slicing: JsonObject, texts: str, said: list[str]) -> None:
    known, _ = read_packages([_package(tmp_path, _sliced(**slicing))])
    resource = _observation(category=[{"text": text} for text in texts])

    assert [text.partition(": ")[2] for text in _texts(resource, "sliced", known)] == said


def test_what_a_reference_names_in_the_same_bundle_meets_the_profile_asked_of_it(tmp_path: Path) -> None:
    subject = {
        "id": "Observation.subject", "path": "Observation.subject", "min": 1, "max": "1",
        "type": [{"code": "Reference", "targetProfile": [f"{_URL}/named"]}],
    }  # fmt: skip
    entry = {
        "id": "Bundle.entry:first.resource", "path": "Bundle.entry.resource", "min": 1, "max": "1",
        "type": [{"code": "Observation", "profile": [f"{_URL}/observed"]}],
    }  # fmt: skip
    sliced = {
        "id": "Bundle.entry", "path": "Bundle.entry", "min": 0, "max": "*",
        "slicing": {"discriminator": [{"type": "type", "path": "resource"}], "rules": "open"},
    }  # fmt: skip
    first = {"id": "Bundle.entry:first", "path": "Bundle.entry", "min": 0, "max": "*"}
    name = {"id": "Patient.name", "path": "Patient.name", "min": 1, "max": "*"}
    known, _ = read_packages([
        _package(
            tmp_path, _definition("collected", "Bundle", sliced, first, entry),
            _definition("observed", "Observation", subject), _definition("named", "Patient", name),
        )
    ])  # fmt: skip

    def bundle(patient: JsonObject) -> JsonObject:
        url = "urn:uuid:2f6a7a5e-3f7e-4a0e-9c5b-111111111111"
        observed = {"resource": _observation(subject={"reference": url})}
        return {
            "resourceType": "Bundle", "type": "collection",
            "entry": [observed, {"fullUrl": url, "resource": {"resourceType": "Patient"} | patient}],
        }  # fmt: skip

    assert _texts(bundle({"name": [{"text": "张秀英"}]}), "collected", known) == []
    assert _texts(bundle({}), "collected", known) == [
        f"Bundle.entry[0].resource.subject: subject refers to what meets none of its profiles; expected {_URL}/named"
    ]


def _codes(system: str, *codes: str, url: str) -> tuple[JsonObject, JsonObject]:
    """A code system, and a value set of all its codes."""
    return (
        {
            "resourceType": "CodeSystem", "url": system, "status": "active", "content": "complete",
            "concept": [{"code": code} for code in codes],
        },
        {"resourceType": "ValueSet", "url": url, "status": "active", "compose": {"include": [{"system": system}]}},
    )  # fmt: skip


def _bound_slice(path: str, discriminator: str, value_set: str) -> JsonObject:
    """A slice `own` of `path`, whose members are those with a code of the value set where the discriminator points."""
    place = path if discriminator == "$this" else f"{path}.{discriminator}"
    binding = {"strength": "required", "valueSet": value_set}
    inner = place.replace(path, f"{path}:own", 1)
    slicing = {"discriminator": [{"type": "value", "path": discriminator}], "rules": "open"}
    elements = [
        {"id": path, "path": path, "min": 0, "max": "*", "slicing": slicing},
        {"id": f"{path}:own", "path": path, "min": 1, "max": "1"},
    ]
    if discriminator == "$this":
        elements[1]["binding"] = binding
    else:
        elements.append({"id": inner, "path": place, "min": 0, "max": "1", "binding": binding})
    return _definition("bound", path.partition(".")[0], *elements)


def test_a_slice_that_is_bound_to_the_packages_codes_has_members_by_them(tmp_path: Path) -> None:
    system, url = "https://example.org/cs", "https://example.org/vs"
    package = _package(tmp_path, *_codes(system, "a", url=url), _bound_slice("Observation.category", "$this", url))
    known, _ = read_packages([package])

    good, bad = (_observation(category=[{"coding": [{"system": system, "code": one}]}]) for one in "ab")

    assert _texts(good, "bound", known) == []
    assert _texts(bad, "bound", known) == ["Observation.category: category:own stands 0 times; expected at least 1"]


def test_a_slice_that_is_bound_by_a_plain_code_has_members_by_it(tmp_path: Path) -> None:
    url = "https://example.org/vs"
    values = {
        "resourceType": "ValueSet", "url": url, "status": "active",
        "compose": {"include": [{"system": "http://hl7.org/fhir/contact-point-system", "concept": [{"code": "sms"}]}]},
    }  # fmt: skip
    known, _ = read_packages([_package(tmp_path, values, _bound_slice("Patient.telecom", "system", url))])

    good, bad = ({"resourceType": "Patient", "telecom": [{"system": one, "value": "1"}]} for one in ("sms", "phone"))

    assert _texts(good, "bound", known) == []
    assert _texts(bad, "bound", known) == ["Patient.telecom: telecom:own stands 0 times; expected at least 1"]


def test_a_package_that_redefines_codes_of_r4_decides_over_them(tmp_path: Path) -> None:
    url = "http://hl7.org/fhir/ValueSet/observation-category"
    binding = {"strength": "required", "valueSet": url}
    rule = {"id": "Observation.category", "path": "Observation.category", "min": 0, "max": "*", "binding": binding}
    profile = _definition("coded", "Observation", rule)
    known, _ = read_packages([_package(tmp_path, *_codes("https://example.org/cs", "a", url=url), profile)])

    def said(system: str, code: str) -> int:
        return len(_texts(_observation(category=[{"coding": [{"system": system, "code": code}]}]), "coded", known))

    assert said("https://example.org/cs", "a") == 0
    assert said("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory") == 1


def test_an_extensible_binding_asks_the_packages_codes(tmp_path: Path) -> None:
    url = "http://hl7.org/fhir/ValueSet/marital-status"
    known, _ = read_packages([_package(tmp_path, *_codes("https://example.org/cs", "a", url=url))])

    def warned(code: str) -> list[str]:
        patient = {
            "resourceType": "Patient", "maritalStatus": {"coding": [{"system": "https://example.org/cs", "code": code}]}
        }  # fmt: skip
        found = validate(patient, warnings=True, known=known)
        return [issue.expression for issue in found if issue.code == "code-invalid"]

    assert (warned("a"), warned("b")) == ([], ["Patient.maritalStatus"])


def test_a_constraint_that_cannot_be_evaluated_is_named(tmp_path: Path) -> None:
    constraint = {"key": "x-1", "severity": "error", "human": "Words.", "expression": "status.unheardOf()"}
    rule = {"id": "Observation.status", "path": "Observation.status", "min": 1, "max": "1", "constraint": [constraint]}
    known, _ = read_packages([_package(tmp_path, _definition("constrained", "Observation", rule))])

    found = validate(_observation(), profiles=[f"{_URL}/constrained"], known=known)

    assert [(issue.severity, issue.code, issue.text.partition(" (profile")[0]) for issue in found] == [
        ("warning", "not-supported", "x-1 was not checked: its expression cannot be evaluated here")
    ]
