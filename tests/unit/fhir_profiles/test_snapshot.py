"""Snapshots: what a differential makes of its base, and what it may not do."""

import json
from pathlib import Path
from typing import Any

import pytest

from fhir_profiles import conformance
from fhir_profiles.compile.snapshot import (
    CANONICAL,
    KINDS,
    Definitions,
    SnapshotError,
    compact,
    read_authored,
    with_snapshot,
    write_snapshots,
)

Json = dict[str, Any]
FOLDER = Path(conformance.__file__).parent
R4 = "http://hl7.org/fhir/StructureDefinition/"


def element(path: str, *, low: int = 0, high: str = "1", types: tuple[str, ...] = ("string",), **more: Any) -> Json:
    rule = {"key": "ele-1", "severity": "error", "expression": "hasValue()", "human": "words of the standard"}
    return {
        "id": path, "path": path, "short": "words of the standard", "min": low, "max": high,
        "base": {"path": path, "min": low, "max": high}, "type": [{"code": code} for code in types],
        "constraint": [rule], "isModifier": False, **more,
    }  # fmt: skip


def definition(name: str, *elements: Json) -> Json:
    return {"id": name, "url": R4 + name, "type": name, "snapshot": {"element": list(elements)}}


STANDARD = {
    item["url"]: item
    for item in (
        definition(
            "Thing",
            element("Thing", high="*", types=()),
            element("Thing.code", low=1, types=("Coding",), binding={"strength": "required", "valueSet": "urn:codes"}),
            element("Thing.part", high="*", types=("BackboneElement",)),
            element("Thing.part.name"),
            element("Thing.part.part", high="*", types=(), contentReference="#Thing.part"),
            element("Thing.value[x]", types=("string", "Coding")),
        ),
        definition("Coding", element("Coding", types=()), element("Coding.system"), element("Coding.code")),
    )
}


def made(*elements: Json, base: str = R4 + "Thing", authored: dict[str, Json] | None = None) -> dict[str, Json]:
    profile = {
        "id": "own", "url": f"{CANONICAL}/StructureDefinition/own", "type": "Thing", "baseDefinition": base,
        "differential": {"element": list(elements)},
    }  # fmt: skip
    result = with_snapshot(profile, Definitions(STANDARD, authored or {}))
    return {item["id"]: item for item in result["snapshot"]["element"]}


def test_a_profile_that_widens_its_base_is_refused() -> None:
    with pytest.raises(SnapshotError, match=r"own: Thing.code has min 0, its base 1"):
        made({"id": "Thing.code", "path": "Thing.code", "min": 0})
    with pytest.raises(SnapshotError, match=r"own: Thing.code has max \*, its base 1"):
        made({"id": "Thing.code", "path": "Thing.code", "max": "*"})
    with pytest.raises(SnapshotError, match="has types that its base lacks: Quantity"):
        made({"id": "Thing.value[x]", "path": "Thing.value[x]", "type": [{"code": "Quantity"}]})
    binding = {"strength": "preferred", "valueSet": "urn:other"}
    with pytest.raises(SnapshotError, match="binds preferred, its base required"):
        made({"id": "Thing.code", "path": "Thing.code", "binding": binding})
    with pytest.raises(SnapshotError, match="asks for more than it allows"):
        made({"id": "Thing.part", "path": "Thing.part", "min": 2, "max": "1"})


def test_an_element_that_the_base_lacks_is_refused() -> None:
    with pytest.raises(SnapshotError, match=r"own: Thing.colour is unknown to its parent"):
        made({"id": "Thing.colour", "path": "Thing.colour"})
    with pytest.raises(SnapshotError, match=r"own: Other is not the type of this profile"):
        made({"id": "Other", "path": "Other"})
    with pytest.raises(SnapshotError, match="is a slice of an element without slicing"):
        made({"id": "Thing.part:one", "path": "Thing.part"})
    with pytest.raises(SnapshotError, match="has 2 types, so nothing inside of it can be constrained"):
        made({"id": "Thing.value[x].code", "path": "Thing.value[x].code"})


def test_a_differential_in_another_order_is_refused() -> None:
    with pytest.raises(SnapshotError, match=r"own: Thing.code stands behind Thing.part; expected R4's order"):
        made({"id": "Thing.part", "path": "Thing.part", "min": 1}, {"id": "Thing.code", "path": "Thing.code"})


def test_a_profile_of_another_type_or_an_unknown_base_is_refused() -> None:
    with pytest.raises(SnapshotError, match="own is about Thing, its base about Coding"):
        made(base=R4 + "Coding")
    with pytest.raises(SnapshotError, match=r"There is no StructureDefinition http://hl7.org/fhir/None"):
        made(base="http://hl7.org/fhir/None")


def test_the_standards_sentences_are_left_out_and_ours_stay() -> None:
    elements = made({"id": "Thing.code", "path": "Thing.code", "short": "our words"})

    assert "short" not in elements["Thing.value[x]"]
    assert elements["Thing.code"]["short"] == "our words"
    assert elements["Thing.code"]["constraint"] == [
        {"key": "ele-1", "severity": "error", "expression": "hasValue()", "source": R4 + "Thing"}
    ]


def test_a_datatype_is_opened_where_the_profile_reaches_into_it() -> None:
    elements = made({"id": "Thing.code.system", "path": "Thing.code.system", "min": 1, "fixedUri": "urn:x"})

    assert list(elements) == [
        "Thing", "Thing.code", "Thing.code.system", "Thing.code.code", "Thing.part", "Thing.part.name",
        "Thing.part.part", "Thing.value[x]",
    ]  # fmt: skip
    assert (elements["Thing.code.system"]["min"], elements["Thing.code.system"]["fixedUri"]) == (1, "urn:x")


def test_a_slice_has_its_own_children_and_stands_behind_its_element() -> None:
    slicing = {"discriminator": [{"type": "value", "path": "name"}], "rules": "open"}
    elements = made(
        {"id": "Thing.part", "path": "Thing.part", "slicing": slicing},
        {"id": "Thing.part:one", "path": "Thing.part", "sliceName": "one", "min": 1},
        {"id": "Thing.part:one.name", "path": "Thing.part.name", "fixedString": "one"},
        {"id": "Thing.part:two", "path": "Thing.part", "sliceName": "two"},
    )

    assert [name for name in elements if name.startswith("Thing.part")] == [
        "Thing.part", "Thing.part.name", "Thing.part.part",
        "Thing.part:one", "Thing.part:one.name", "Thing.part:one.part",
        "Thing.part:two", "Thing.part:two.name", "Thing.part:two.part",
    ]  # fmt: skip
    assert (elements["Thing.part:one"]["min"], elements["Thing.part:two"]["min"]) == (1, 0)
    assert "slicing" not in elements["Thing.part:one"]
    assert "fixedString" not in elements["Thing.part.name"]


def test_what_a_content_reference_points_to_is_opened_in_its_place() -> None:
    elements = made({"id": "Thing.part.part.name", "path": "Thing.part.part.name", "max": "0"})

    assert elements["Thing.part.part.name"]["max"] == "0"
    assert elements["Thing.part.name"]["max"] == "1"


def test_a_profile_of_a_profile_adds_to_its_rules() -> None:
    rule = {"key": "t-1", "severity": "error", "human": "ours", "expression": "exists()"}
    first = {
        "id": "first", "url": f"{CANONICAL}/StructureDefinition/first", "type": "Thing",
        "baseDefinition": R4 + "Thing",
        "differential": {"element": [{"id": "Thing.code", "path": "Thing.code", "constraint": [rule]}]},
    }  # fmt: skip
    second = {"key": "t-2", "severity": "warning", "human": "ours too", "expression": "exists()"}

    elements = made(
        {"id": "Thing.code", "path": "Thing.code", "constraint": [second]},
        base=first["url"],  # type: ignore[arg-type]  # a text
        authored={str(first["url"]): first},
    )

    assert [(item["key"], item["source"]) for item in elements["Thing.code"]["constraint"]] == [
        ("ele-1", R4 + "Thing"), ("t-1", first["url"]), ("t-2", f"{CANONICAL}/StructureDefinition/own"),
    ]  # fmt: skip


def test_the_compact_text_leaves_out_what_stands_on_every_element() -> None:
    profile = {"id": "own", "snapshot": {"element": [element("Thing.code", condition=["ele-1"])]}}

    line = compact(profile).splitlines()[3]

    assert line == (
        '{"id":"Thing.code","path":"Thing.code","short":"words of the standard","min":0,"max":"1",'
        '"type":[{"code":"string"}],"isModifier":false}'
    )


@pytest.mark.parametrize("kind", KINDS)
def test_each_compiled_definition_is_of_the_differential_that_is_authored(kind: str) -> None:
    """The long suite computes the snapshots again; here, a forgotten `make definitions` is found."""
    authored = {
        path.name: json.loads(path.read_text("utf-8")) for path in (FOLDER / "definitions" / kind).glob("*.json")
    }
    compiled = {path.name: json.loads(path.read_text("utf-8")) for path in (FOLDER / "compiled" / kind).glob("*.json")}

    assert {
        name: {key: value for key, value in item.items() if key != "snapshot"} for name, item in compiled.items()
    } == authored


def test_files_of_definitions_that_are_gone_are_taken_away(tmp_path: Path) -> None:
    (tmp_path / "entries").mkdir()
    extension = definition("Extension", element("Extension", types=()), element("Extension.url"))
    (tmp_path / "entries/extension.json").write_text(json.dumps(extension))
    own = {
        "id": "own", "url": f"{CANONICAL}/StructureDefinition/own", "type": "Extension",
        "baseDefinition": R4 + "Extension",
        "differential": {"element": [{"id": "Extension.url", "path": "Extension.url", "fixedUri": "urn:x"}]},
    }  # fmt: skip
    for folder in ("definitions/extensions", "output/extensions"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "definitions/extensions/own.json").write_text(json.dumps(own))
    (tmp_path / "output/extensions/gone.json").write_text("{}")

    count = write_snapshots(
        entries=tmp_path / "entries", definitions=tmp_path / "definitions", output=tmp_path / "output"
    )

    assert count == 1
    assert [path.name for path in (tmp_path / "output/extensions").iterdir()] == ["own.json"]
    written = json.loads((tmp_path / "output/extensions/own.json").read_text("utf-8"))
    assert written["snapshot"]["element"][1]["fixedUri"] == "urn:x"


def test_a_definition_whose_file_is_named_otherwise_is_refused(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles/a.json").write_text('{"id": "b", "url": "urn:b"}')

    with pytest.raises(SnapshotError, match=r"a.json has the id b; expected the file's name"):
        read_authored(tmp_path)
