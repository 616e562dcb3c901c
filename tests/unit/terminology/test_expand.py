from dataclasses import replace

import pytest

from terminology.code_table_builder import TableRow, build_table
from terminology.definitions import JsonObject, TerminologyError, ValueSetDefinition
from terminology.expand import expand, page, select, total
from terminology.filters import safe_regex
from terminology.registry import Registry, package_registry
from tests.unit.terminology.test_code_table import DISEASES, HEAD

CS = HEAD.url


def registry(*sets: ValueSetDefinition) -> Registry:
    return Registry([build_table(HEAD, DISEASES, infer_parents=True), *sets])


def value_set(name: str, *include: JsonObject, exclude: tuple[JsonObject, ...] = ()) -> ValueSetDefinition:
    compose: JsonObject = {"include": list(include), **({"exclude": list(exclude)} if exclude else {})}
    return ValueSetDefinition(
        url=f"http://example.org/{name}" if name else "", version="1", name=name, title=name, compose=compose
    )


def codes(
    definition: ValueSetDefinition, *others: ValueSetDefinition, text: str = "", active: bool = False
) -> list[str]:
    known = registry(definition, *others)
    selected = select(expand(known, definition), text=text, active_only=active)
    return [member.entry.code for member in page(selected, offset=0, count=1000)]


def refusal(definition: ValueSetDefinition, *others: ValueSetDefinition) -> tuple[str, str]:
    with pytest.raises(TerminologyError) as refused:
        expand(registry(definition, *others), definition)
    return refused.value.code, refused.value.text


def test_value_sets_that_include_each_other_are_refused_with_the_circle() -> None:
    one = value_set("a", {"valueSet": ["http://example.org/b"]})
    other = value_set("b", {"valueSet": ["http://example.org/a"]})

    assert refusal(one, other) == (
        "invalid",
        (
            "The value sets include each other in a circle: "
            "http://example.org/a → http://example.org/b → http://example.org/a."
        ),
    )


@pytest.mark.parametrize(
    ("include", "code", "words"),
    [
        ({}, "invalid", "names neither system nor valueSet"),
        ({"system": "http://example.org/none"}, "not-found", "has no table"),
        ({"system": "http://snomed.info/sct", "leftOut": 3}, "not-found", "licence"),
        ({"valueSet": ["http://example.org/none"]}, "not-found", "does not know"),
        (
            {"system": CS, "filter": [{"property": "concept", "op": "is-a", "value": "Q"}]},
            "not-found",
            "'Q' is no code",
        ),
        ({"system": CS, "filter": [{"property": "note", "op": "is-a", "value": "Q"}]}, "invalid", "works on concept"),
        ({"system": CS, "filter": [{"property": "note", "op": "like", "value": "Q"}]}, "not-supported", "is unknown"),
        ({"system": CS, "filter": [{"property": "code", "op": "regex", "value": "("}]}, "invalid", "cannot be read"),
    ],
)
def test_what_cannot_be_expanded_is_refused_in_words(include: JsonObject, code: str, words: str) -> None:
    found = refusal(value_set("a", include))

    assert (found[0], words in found[1]) == (code, True)


def test_a_value_set_without_include_is_refused() -> None:
    assert refusal(value_set("a"))[0] == "invalid"


@pytest.mark.parametrize("text", ["(a+)+", "(?=a)", "a*a*a*", r"(a)\1", "a++", "x" * 201, "(ab){3}"])
def test_a_regex_that_could_take_for_ever_is_refused(text: str) -> None:
    with pytest.raises(TerminologyError) as refused:
        safe_regex(text)

    assert refused.value.code == "too-costly"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"property": "concept", "op": "is-a", "value": "I63.900"}, ["I63.900", "I63.900x001"]),
        ({"property": "concept", "op": "descendent-of", "value": "I63.900"}, ["I63.900x001"]),
        ({"property": "concept", "op": "is-not-a", "value": "I63"}, ["I10.x00x002", "F03.x00", "U07.100"]),
        ({"property": "concept", "op": "generalizes", "value": "I63.900"}, ["I63", "I63.900"]),
        ({"property": "code", "op": "=", "value": "I63"}, ["I63"]),
        ({"property": "concept", "op": "in", "value": "I63, F03.x00"}, ["I63", "F03.x00"]),
        ({"property": "note", "op": "=", "value": "a"}, ["F03.x00"]),
        ({"property": "note", "op": "exists", "value": "true"}, ["F03.x00"]),
        ({"property": "parent", "op": "=", "value": "I63"}, ["I63.900", "I63.000"]),
        ({"property": "code", "op": "regex", "value": r"I63\..*"}, ["I63.900", "I63.900x001", "I63.000"]),
        ({"property": "display", "op": "=", "value": "脑梗死"}, ["I63"]),
        ({"property": "concept", "op": "not-in", "value": "I63,I63.900,I63.900x001,I63.000"},
         ["I10.x00x002", "F03.x00", "U07.100"]),
    ],
)  # fmt: skip
def test_a_filter_chooses(item: JsonObject, expected: list[str]) -> None:
    assert codes(value_set("a", {"system": CS, "filter": [item]})) == expected


def test_filters_of_one_include_are_all_to_be_met() -> None:
    both = [
        {"property": "concept", "op": "is-a", "value": "I63"},
        {"property": "concept", "op": "descendent-of", "value": "I63.900"},
    ]

    assert codes(value_set("a", {"system": CS, "filter": both})) == ["I63.900x001"]


def test_listed_codes_keep_the_lists_order_and_words() -> None:
    listed = value_set(
        "a", {"system": CS, "concept": [{"code": "F03.x00", "display": "痴呆"}, {"code": "I63"}, {"code": "none"}]}
    )
    known = registry(listed)

    members = list(page(select(expand(known, listed)), offset=0, count=10))

    assert [(one.entry.code, one.display) for one in members] == [("F03.x00", "痴呆"), ("I63", "")]


def test_listed_codes_of_an_unknown_system_stand_for_themselves() -> None:
    listed = value_set(
        "a", {"system": "http://example.org/x", "concept": [{"code": "1", "display": "One"}, {"code": "2"}]}
    )

    assert codes(listed) == ["1", "2"]
    assert codes(listed, text="one") == ["1"]


def test_includes_are_united_and_each_code_stands_once() -> None:
    first = {"system": CS, "filter": [{"property": "concept", "op": "is-a", "value": "I63.900"}]}
    second = {"system": CS, "concept": [{"code": "I63.900x001"}, {"code": "F03.x00"}]}

    assert codes(value_set("a", first, second)) == ["I63.900", "I63.900x001", "F03.x00"]


def test_what_is_excluded_is_not_in() -> None:
    exclude = {"system": CS, "filter": [{"property": "concept", "op": "is-a", "value": "I63"}]}

    assert codes(value_set("a", {"system": CS}, exclude=(exclude,))) == ["I10.x00x002", "F03.x00", "U07.100"]


def test_a_system_with_a_value_set_is_what_both_have() -> None:
    stroke = value_set("b", {"system": CS, "filter": [{"property": "concept", "op": "is-a", "value": "I63"}]})
    both = value_set("a", {"system": CS, "concept": [{"code": "I63"}, {"code": "F03.x00"}], "valueSet": [stroke.url]})

    assert codes(both, stroke) == ["I63"]


def test_two_value_sets_in_one_include_are_what_both_have() -> None:
    stroke = value_set("b", {"system": CS, "filter": [{"property": "concept", "op": "is-a", "value": "I63"}]})
    listed = value_set("c", {"system": CS, "concept": [{"code": "I63.000"}, {"code": "F03.x00"}]})

    assert codes(value_set("a", {"valueSet": [stroke.url, listed.url]}), stroke, listed) == ["I63.000"]


def test_only_active_codes_when_asked() -> None:
    everything = value_set("a", {"system": CS})

    assert "U07.100" in codes(everything)
    assert "U07.100" not in codes(everything, active=True)


def test_a_filter_text_narrows_a_subtree() -> None:
    stroke = value_set("a", {"system": CS, "filter": [{"property": "concept", "op": "is-a", "value": "I63"}]})

    assert codes(stroke, text="gxy") == []
    assert codes(stroke, text="多发") == ["I63.900x001"]


def test_pages_follow_each_other_over_the_parts() -> None:
    two = value_set("a", {"system": CS}, {"system": "http://hl7.org/fhir/administrative-gender"})
    known = registry(two)
    selected = select(expand(known, two))

    pages = [[one.entry.code for one in page(selected, offset=at, count=3)] for at in range(0, 12, 3)]

    assert total(selected) == 11
    assert [code for found in pages for code in found] == codes(two)
    assert [len(found) for found in pages] == [3, 3, 3, 2]


def test_an_expansion_is_made_once() -> None:
    known = package_registry()
    gender = known.value_set("http://hl7.org/fhir/ValueSet/administrative-gender")
    assert gender is not None

    assert expand(known, gender) is expand(known, gender)


def test_the_version_that_was_loaded_last_is_meant_without_a_version() -> None:
    old = build_table(HEAD, [TableRow("A", "旧")])
    new = build_table(replace(HEAD, version="2"), [TableRow("A", "新")])
    known = Registry([old, new])

    found = [known.code_system(url) for url in (CS, f"{CS}|1", f"{CS}|2", f"{CS}|3")]

    assert found == [new, old, new, None]
