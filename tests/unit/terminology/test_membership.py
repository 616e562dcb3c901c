from dataclasses import replace

import pytest

from terminology import membership, r4
from terminology.code_table_builder import build_table
from terminology.definitions import TerminologyError
from terminology.icd10 import is_below, prefixes
from terminology.icd10_editions import CLINICAL, INSURANCE, WHO, to_other_edition, to_who
from terminology.membership import ancestors, codes_of, definition_has, descendants, member_of, subsumption
from terminology.registry import Registry, package_registry
from tests.unit.terminology.test_code_table import DISEASES, HEAD
from tests.unit.terminology.test_expand import registry, value_set

FHIR = "http://hl7.org/fhir/ValueSet"
NOT_ENUMERABLE = {
    "c80-practice-codes", "condition-severity", "consent-content-class", "currencies", "designation-use",
    "device-action", "devicemetric-type", "doc-typecodes", "encounter-reason", "formatcodes", "jurisdiction",
    "mimetypes", "performer-role", "report-codes", "ucum-units", "icd-10",
}  # fmt: skip


def test_the_value_sets_that_r4_binds_are_enumerated_but_for_a_known_few() -> None:
    unknown = {url.rsplit("/", 1)[-1] for url in r4.value_set_urls() if codes_of(url) is None}

    assert unknown <= NOT_ENUMERABLE
    assert len(r4.value_set_urls()) > 345


def test_the_codes_of_a_required_binding() -> None:
    system = "http://hl7.org/fhir/administrative-gender"

    assert codes_of(f"{FHIR}/administrative-gender|4.0.1") == frozenset(
        (system, code) for code in ("male", "female", "other", "unknown")
    )


def test_a_value_set_by_hierarchy_has_what_is_below() -> None:
    classes = codes_of("http://terminology.hl7.org/ValueSet/v3-ActEncounterCode")

    assert classes is not None
    assert {code for _, code in classes} == {
        "AMB", "EMER", "FLD", "HH", "IMP", "ACUTE", "NONAC", "OBSENC", "PRENC", "SS", "VR",
    } | ({"_ActEncounterCode"} & {code for _, code in classes})  # fmt: skip


def test_an_unknown_value_set_has_no_codes_to_say() -> None:
    assert codes_of("http://example.org/none") is None
    assert member_of("http://example.org/none", "x", "y") is None


@pytest.mark.parametrize(
    ("name", "system", "code", "expected"),
    [
        ("administrative-gender", "http://hl7.org/fhir/administrative-gender", "male", True),
        ("administrative-gender", "http://hl7.org/fhir/administrative-gender", "man", False),
        ("administrative-gender", "http://example.org/x", "male", False),
        ("mimetypes", "urn:ietf:bcp:13", "text/plain; charset=utf-8", True),
        ("mimetypes", "urn:ietf:bcp:13", "plain", False),
        ("currencies", "urn:iso:std:iso:4217", "CNY", True),
        ("currencies", "urn:iso:std:iso:4217", "yuan", False),
        ("ucum-units", "http://unitsofmeasure.org", "mm[Hg]", None),
        ("c80-practice-codes", "http://snomed.info/sct", "408467006", None),
        ("c80-practice-codes", "http://example.org/x", "408467006", False),
    ],
)
def test_membership_is_yes_no_or_cannot_be_known(name: str, system: str, code: str, expected: bool | None) -> None:
    assert member_of(f"{FHIR}/{name}", system, code) is expected


def test_a_circle_of_value_sets_has_no_members() -> None:
    one = value_set("a", {"valueSet": ["http://example.org/b"]})
    other = value_set("b", {"valueSet": ["http://example.org/a"]})

    assert member_of(one.url, "x", "y", registry(one, other)) is False


def test_an_excluded_code_is_no_member() -> None:
    some = value_set("a", {"system": HEAD.url}, exclude=({"system": HEAD.url, "concept": [{"code": "I63"}]},))
    known = registry(some)

    assert [member_of(some.url, HEAD.url, code, known) for code in ("I63", "I63.900", "none")] == [False, True, False]


@pytest.mark.parametrize(
    ("code", "above", "expected"),
    [
        ("I63.900x001", "I63", True),
        ("I63.900x001", "I63.9", True),
        ("I63.900x001", "I63.900", True),
        ("I63.900x001", "I63.000", False),
        ("J18.900", "J18.9", True),
        ("J18.9", "J18.900", True),
        ("J18.901", "J18.9", True),
        ("J18.9", "J18.901", False),
        ("I10.x00x002", "I10", True),
        ("I10.x00x002", "I10.x00", True),
        ("I10.x00", "I10", True),
        ("I10", "I10.x00", True),
        ("I10.x00x002", "I10.0", False),
        ("I63.000", "I63", True),
        ("I63", "I63.0", False),
        ("i639", "I63", True),
        ("K29.500x001", "K29.5", True),
        ("abc", "I63", False),
        ("I63", "", False),
    ],
)
def test_a_code_of_any_edition_is_below_its_category(code: str, above: str, expected: bool) -> None:
    assert is_below(code, above) is expected


def test_the_prefixes_of_a_code_are_the_codes_above_it() -> None:
    assert [prefixes(code) for code in ("I63.900x001", "I10.x00x002", "I63.9", "I63", "none")] == [
        ("I63.900", "I63.9", "I63"), ("I10.x00", "I10"), ("I63",), (), (),
    ]  # fmt: skip


def test_descendants_and_ancestors_come_from_the_table() -> None:
    known = registry()

    assert descendants(HEAD.url, "I63.900", known) == ("I63.900", "I63.900x001")
    assert ancestors(HEAD.url, "I63.900x001", known) == ("I63.900x001", "I63.900", "I63")


def test_a_code_without_a_table_stands_alone_and_an_icd10_code_below_its_prefixes() -> None:
    assert descendants("http://example.org/none", "A") == ("A",)
    assert ancestors("http://example.org/none", "A") == ("A",)
    assert ancestors(INSURANCE, "I63.900x001") == ("I63.900x001", "I63.900", "I63.9", "I63")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("I63", "I63.900x001", "subsumes"),
        ("I63.900x001", "I63", "subsumed-by"),
        ("I63", "I63", "equivalent"),
        ("I63", "F03.x00", "not-subsumed"),
    ],
)
def test_subsumption_by_a_table(first: str, second: str, expected: str) -> None:
    assert subsumption(HEAD.url, first, second, registry()) == expected


def test_icd10_is_compared_by_its_characters_without_a_table() -> None:
    assert subsumption(WHO, "J18.9", "J18.900") == "equivalent"
    assert subsumption(CLINICAL, "J18", "J18.900") == "subsumes"


@pytest.mark.parametrize(("system", "code"), [("http://example.org/none", "A"), (WHO, "abc"), (HEAD.url, "none")])
def test_subsumption_of_what_is_unknown_is_refused(system: str, code: str) -> None:
    with pytest.raises(TerminologyError) as refused:
        subsumption(system, code, code, registry())

    assert refused.value.code == "not-found"


@pytest.mark.parametrize(
    ("code", "who", "other"),
    [
        ("J18.900", ("J18.9", "equivalent"), ("J18.900", "relatedto")),
        ("I10.x00", ("I10", "equivalent"), ("I10.x00", "relatedto")),
        ("I10.x00x002", ("I10", "wider"), ("I10.x00", "wider")),
        ("I63.900x001", ("I63.9", "wider"), ("I63.900", "wider")),
        ("J18.901", ("J18.9", "wider"), ("J18.901", "relatedto")),
    ],
)
def test_a_national_code_becomes_a_who_code(code: str, who: tuple[str, str], other: tuple[str, str]) -> None:
    assert [(one.code, one.equivalence) for one in to_who(code)] == [who]
    assert [(one.code, one.equivalence) for one in to_other_edition(code)] == [other]


def test_what_is_no_icd10_code_becomes_nothing() -> None:
    assert (to_who("Z-XNZ-001"), to_other_edition("Z-XNZ-001")) == ((), ())


def test_the_package_knows_maps_value_sets_and_code_systems_by_url() -> None:
    known = package_registry()

    assert known.value_set("https://alliance-hub.example/fhir/ValueSet/nursing-level") is not None
    assert known.code_system("urn:oid:2.16.156.10011.2.3.3.4") is not None
    assert len({one.url for one in known.concept_maps()}) == len(list(known.concept_maps()))


def test_the_quick_answer_and_the_reasoned_one_are_the_same() -> None:
    known = package_registry()
    differing = []
    for url in r4.value_set_urls():
        definition, codes = known.value_set(url), codes_of(url)
        assert definition is not None
        for system, code in sorted(codes or ())[:20]:
            differing += [
                (url, system, asked)
                for asked in (code, f"{code}-none")
                if member_of(url, system, asked) is not definition_has(known, definition, system, asked)
            ]

    assert differing == []


def test_listed_codes_beside_a_part_of_their_system_are_all_there() -> None:
    part = build_table(replace(HEAD, content="fragment"), DISEASES)
    some = value_set("a", {"system": HEAD.url, "concept": [{"code": "I63"}, {"code": "Z99"}]})
    known = Registry([part, some])

    assert codes_of(some.url, known) == frozenset({(HEAD.url, "I63"), (HEAD.url, "Z99")})
    assert member_of(some.url, HEAD.url, "Z98", known) is False


def test_what_a_part_lacks_cannot_be_known() -> None:
    every = value_set("a", {"system": HEAD.url})
    known = Registry([build_table(replace(HEAD, content="fragment"), DISEASES), every])

    assert [member_of(every.url, HEAD.url, code, known) for code in ("I63", "Z99", "Z99")] == [True, None, None]


def test_a_value_set_of_too_many_codes_is_asked_but_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(membership, "MOST_LISTED", 3)
    every = value_set("a", {"system": HEAD.url})
    known = registry(every)

    assert codes_of(every.url, known) is None
    assert [member_of(every.url, HEAD.url, code, known) for code in ("I63", "Z99")] == [True, False]
