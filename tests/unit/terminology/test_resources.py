import json
import re
from dataclasses import replace

import pytest

from fhir_profiles.validate import validate
from terminology.code_systems import code_system_names, load_code_system
from terminology.code_table_builder import TableRow, build_table
from terminology.icd10_editions import WHO
from terminology.package import own_code_systems, own_concept_maps
from terminology.registry import Registry, package_registry
from terminology.resources import TYPES, find, read, table_to_resource
from tests.unit.terminology.test_code_table import DISEASES, HEAD

BASE = "https://alliance-hub.example/fhir"


@pytest.mark.parametrize("resource_type", TYPES)
def test_ids_are_legal_and_stand_once(resource_type: str) -> None:
    ids = [one["id"] for one in find(resource_type)]

    assert [one for one in ids if not re.fullmatch(r"[A-Za-z0-9.-]{1,64}", one)] == []
    assert len(set(ids)) == len(ids) > 5


@pytest.mark.parametrize("resource_type", TYPES)
def test_every_published_resource_is_valid_r4(resource_type: str) -> None:
    faulty = {
        one["id"]: [issue.text for issue in validate(json.loads(json.dumps(one))) if issue.is_error]
        for one in find(resource_type)
    }

    assert {name: issues for name, issues in faulty.items() if issues} == {}


def test_one_is_found_by_id_url_version_or_name() -> None:
    url = f"{BASE}/CodeSystem/nursing-level"
    system = read("CodeSystem", "nursing-level")

    assert system is not None
    assert (system["url"], system["title"], system["experimental"]) == (url, "护理分级", True)
    assert find("CodeSystem", url=url) == (system,)
    assert find("CodeSystem", url=url, version="9") == ()
    assert system in find("CodeSystem", name="护理")
    assert read("CodeSystem", "none") is None
    assert find("Patient") == ()


def test_what_was_not_verified_says_so_in_words() -> None:
    for name in code_system_names():
        system, resource = load_code_system(name), read("CodeSystem", name)
        assert resource is not None
        assert ("未与发布原文核对" in resource["description"]) is not system.verified
        assert resource["status"] == ("active" if system.verified else "draft")


def test_a_code_system_nests_its_concepts() -> None:
    resource = table_to_resource(build_table(HEAD, DISEASES, infer_parents=True))

    stroke = resource["concept"][1]
    assert resource["hierarchyMeaning"] == "is-a"
    assert [one["code"] for one in stroke["concept"]] == ["I63.900", "I63.000"]
    assert stroke["designation"] == [{"language": "en", "value": "Cerebral infarction"}]
    assert resource["concept"][-1]["property"] == [{"code": "inactive", "valueBoolean": True}]


def test_a_large_code_system_is_served_without_concepts_unless_all_are_asked_for() -> None:
    table = build_table(HEAD, (TableRow(f"{number:04d}", "字") for number in range(1001)))

    small, full = table_to_resource(table), table_to_resource(table, full=True)

    assert ("concept" in small, small["content"], small["count"]) == (False, "fragment", 1001)
    assert (len(full["concept"]), full["content"]) == (1001, "complete")


def test_loaded_tables_are_published_too() -> None:
    registry = Registry([build_table(HEAD, DISEASES)])

    assert [one["id"] for one in find("CodeSystem", url=HEAD.url, registry=registry)] == ["loaded-cs-1"]
    assert [one["url"] for one in find("ValueSet", url=f"{HEAD.url}?vs", registry=registry)] == [f"{HEAD.url}?vs"]


def test_a_computed_map_has_no_elements_and_says_how_to_ask() -> None:
    resource = find("ConceptMap", name="icd-10-insurance-cn-to-who")[0]

    assert "group" not in resource
    assert "$translate" in resource["description"]


def test_every_mapped_code_is_one_of_its_system() -> None:
    known = package_registry()
    wrong = []
    for definition in own_concept_maps():
        for group in definition.groups:
            source, target = known.code_system(group.source), known.code_system(group.target)
            for code, targets in group.targets.items():
                if source is not None and source.find(code) < 0:
                    wrong.append(f"{definition.name}: {code}")
                wrong += [
                    f"{definition.name}: {one.code}"
                    for one in targets
                    if target is not None and target.find(one.code) < 0 and one.code != "NONE"
                ]

    assert wrong == []


def test_the_code_systems_that_the_domain_names_are_there() -> None:
    sizes = {table.head.name: len(table) for table in own_code_systems().values()}

    assert {name: sizes[name] for name in _SIZES} == _SIZES


_SIZES = {
    "sex-gbt-2261-1": 4,
    "marital-status-gbt-2261-2": 8,
    "ethnicity-gbt-3304": 58,
    "id-type-ws-364": 8,
    "family-relation-gbt-4761": 9,
    "icd-10-chapter": 22,
    "icd-10-common": 33,
    "hospital-level": 9,
    "wst-500-document": 16,
    "nursing-level": 4,
}


def test_identifier_systems_are_published_with_their_object_identifiers() -> None:
    resident = read("NamingSystem", "resident-id")

    assert resident is not None
    assert resident["uniqueId"] == [
        {"type": "oid", "value": "2.16.156.10011.1.3", "preferred": True},
        {"type": "uri", "value": "urn:oid:2.16.156.10011.1.3"},
    ]
    assert find("NamingSystem", url="https://alliance-hub.example/sid/uscc")[0]["id"] == "uscc"


def test_the_who_value_set_of_the_standard_asks_for_a_table() -> None:
    value_set = find("ValueSet", url="http://hl7.org/fhir/ValueSet/icd-10")[0]

    assert value_set["compose"]["include"][0]["system"] == WHO


def test_all_codes_of_any_system_are_a_value_set_at_its_url_and_vs() -> None:
    registry = Registry([build_table(HEAD, [TableRow("a", "甲")])])

    own = registry.value_set(f"{BASE}/CodeSystem/nursing-level?vs")
    loaded = registry.value_set(f"{HEAD.url}?vs")

    assert own is not None
    assert own.compose == {"include": [{"system": f"{BASE}/CodeSystem/nursing-level", "version": own.version}]}
    assert loaded is not None
    assert registry.value_set("https://example.org/none?vs") is None


@pytest.mark.parametrize(
    ("url", "publisher"),
    [
        ("https://example.org/CodeSystem/districts", None),
        ("http://terminology.hl7.org/CodeSystem/x", "HL7 International"),
        (f"{BASE}/CodeSystem/x", "Alliance Hub 医养联盟互联互通平台"),
    ],
)
def test_nobody_is_named_as_publisher_of_a_table_that_somebody_else_loaded(url: str, publisher: str | None) -> None:
    table = build_table(replace(HEAD, url=url), [TableRow("a", "甲")])

    assert table_to_resource(table).get("publisher") == publisher
