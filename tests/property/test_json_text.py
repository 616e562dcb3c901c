"""JSON text survives: parse and dump, cut and join, for any document that FHIR allows."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fhir_profiles.bundle_text import bundle_entries, parse_bundle
from fhir_profiles.json_text import MAX_DEPTH, JsonTextError, cut, dump, join, parse, read_compact
from fhir_profiles.link_text import rewrite_references

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=3)
scalars = st.none() | st.booleans() | st.integers(-(2**31), 2**31) | decimals | texts
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=12
)
objects = st.dictionaries(texts, values, max_size=5)
spaces = st.text(" \t\r\n", max_size=2)


@st.composite
def resources(draw: st.DrawFn) -> bytes:
    """A resource with its members in any order and any white space between tokens."""
    members: dict[str, Any] = {k: v for k, v in draw(objects).items() if k not in {"resourceType", "id", "meta"}}
    members["resourceType"] = "Basic"
    if draw(st.booleans()):
        members["id"] = "a"
    if draw(st.booleans()):
        members["meta"] = {"versionId": "1"}
    pairs = []
    for name, value in draw(st.permutations(list(members.items()))):
        key = json.dumps(name, ensure_ascii=draw(st.booleans()))
        pairs.append(f"{draw(spaces)}{key}{draw(spaces)}:{dump(value).decode()}{draw(spaces)}")
    return f"{draw(spaces)}{{{','.join(pairs)}}}{draw(spaces)}".encode()


@given(objects)
def test_what_dump_writes_parse_reads_with_every_digit(value: dict[str, Any]) -> None:
    parsed = parse(dump(value))

    assert parsed == value
    assert dump(parsed) == dump(value)


@given(objects)
def test_both_readers_give_the_same_values_of_the_same_types(value: dict[str, Any]) -> None:
    written = dump(value)

    quick = read_compact(written)

    assert quick is None or repr(quick) == repr(parse(b" " + written))


@given(st.lists(resources(), max_size=3))
def test_a_bundle_gives_the_same_resources_whatever_its_white_space(given_resources: list[bytes]) -> None:
    bundle = {"resourceType": "Bundle", "entry": [{"resource": parse(one)} for one in given_resources]}

    compact, spaced = parse_bundle(dump(bundle)), parse_bundle(b" " + dump(bundle))

    assert repr(compact) == repr(spaced)


@given(resources())
def test_cut_and_join_lose_nothing(data: bytes) -> None:
    whole = parse(data)

    taken = cut(data)
    rest = {name: value for name, value in whole.items() if name not in {"resourceType", "id", "meta"}}

    assert taken.resource == whole
    assert list(parse(join("Basic", "z", None, taken.body)).items()) == [
        ("resourceType", "Basic"),
        ("id", "z"),
        *rest.items(),
    ]
    assert cut(join("Basic", "z", b'{"a":1}', taken.body)).body == taken.body


@given(st.lists(resources() | st.none(), max_size=4))
def test_entries_of_a_bundle_come_out_as_they_went_in(entries: list[bytes | None]) -> None:
    parts = [b"{}" if entry is None else b'{"resource":%b}' % entry for entry in entries]
    bundle = b'{"resourceType":"Bundle","entry":[%b]}' % b",".join(parts)

    expected = [None if entry is None else entry.strip() for entry in entries]
    assert bundle_entries(bundle) == expected
    assert parse_bundle(bundle) == (parse(bundle), expected)


@given(objects, texts)
def test_only_links_change(value: dict[str, Any], display: str) -> None:
    document = {"value": value, "link": {"reference": "urn:a", "display": display}, "text": "urn:a"}

    changed = parse(rewrite_references(dump(document), {"urn:a": "Patient/1"}))

    assert changed == _with_links(document)


def _with_links(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _with_links(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_links(item, name) for item in value]
    if isinstance(value, Decimal):
        return value
    return "Patient/1" if value == "urn:a" and name == "reference" else value


@given(
    value=st.recursive(
        st.sampled_from(["a", "[", "]]", '{"', "}", "\\", '\\"[', 1]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["k", "[", '"]', "\\"]), inner),
    ),
    wraps=st.lists(st.sampled_from(["list", "object"]), min_size=55, max_size=75),
    indent=st.sampled_from([None, 1]),
)
def test_the_depth_is_that_of_the_brackets_outside_of_strings(value: Any, wraps: list[str], indent: int | None) -> None:
    for wrap in wraps:
        value = ["]]", value] if wrap == "list" else {"[": value}
    value = {"a": value, "many": [[]] * 64}

    data = json.dumps(value, indent=indent, separators=None if indent else (",", ":")).encode()

    if _depth(value) <= MAX_DEPTH:
        assert parse(data) == value
    else:
        with pytest.raises(JsonTextError, match="nested deeper"):
            parse(data)


def _depth(value: Any) -> int:
    if not isinstance(value, dict | list):
        return 0
    inner = value.values() if isinstance(value, dict) else value
    return 1 + max(map(_depth, inner), default=0)
