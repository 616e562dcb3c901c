from decimal import Decimal

import pytest

from fhir_profiles.bundle_text import bundle_entries, parse_bundle
from fhir_profiles.json_text import (
    Cut,
    JsonTextError,
    cut,
    dump,
    join,
    locate,
    parse,
    read_compact,
)
from fhir_profiles.link_text import rewrite_references

UUID = "urn:uuid:c757873d-ec9a-4326-a141-556f43239520"


def test_a_decimal_keeps_its_digits_and_an_integer_stays_one() -> None:
    parsed = parse(b'{"a":72.50,"b":0.120000,"c":7,"d":12345678901234567890.123456789}')

    assert parsed == {
        "a": Decimal("72.50"),
        "b": Decimal("0.120000"),
        "c": 7,
        "d": Decimal("12345678901234567890.123456789"),
    }
    assert dump(parsed) == b'{"a":72.50,"b":0.120000,"c":7,"d":12345678901234567890.123456789}'


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":2}', b'{"a":-0}', b'{"a":1e2}', b'{"a":18446744073709551616}', b'{"a": 1}', b'{ "a":1}',
        b'{"a":"\\u738b"}', b'{"a":"\\ud800"}', b'{"a":"\xed\xa0\x80"}', b'{"a":"\x01"}', b'{"a":NaN}', b'{"a":1e1000}',
        b'{"a":1}\n', b'{"a":1}x', b'{"a":', b'{"a":' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"a":"%b"}' % (b"x" * 300_000), b'{"a":' + b"[" * 64 + b"]" * 64 + b"}",
    ],
    ids=lambda data: ascii(data[:20]),
)  # fmt: skip
def test_what_is_not_as_the_hub_writes_it_is_left_to_the_strict_reader(data: bytes) -> None:
    assert read_compact(data) is None


def test_what_is_as_the_hub_writes_it_is_read_at_once() -> None:
    data = (
        '{"a":[1,72.50,-7,18446744073709551615,-9223372036854775808,null,true,"王","a\\"b: {"],"b":{},"c":[]}'.encode()
    )

    found = read_compact(data)

    assert repr(found) == repr(parse(b" " + data))
    assert read_compact(b" " + data) is None


def test_a_byte_order_mark_is_tolerated() -> None:
    assert parse(b'\xef\xbb\xbf{"a":"\xe7\x8e\x8b"}') == {"a": "王"}


@pytest.mark.parametrize(
    ("data", "text", "line", "column"),
    [
        (b'{"a":1,"a":2}', "The name 'a' stands twice in one object; expected it once.", 1, 8),
        (b'{"a":{"b":1,"b":2},"c\n":1}', "The name 'b' stands twice in one object; expected it once.", None, None),
        (b'{"a":{"b":1,"b":2},"c":!}', "The name 'b' stands twice in one object; expected it once.", None, None),
        (b'{"b":[{"c":1,\n  "c":2}]}', "The name 'c' stands twice in one object; expected it once.", 2, 3),
        (b"[]", "The body is not a JSON object; expected a resource in braces.", 1, 1),
        (b'"a"', "The body is not a JSON object; expected a resource in braces.", 1, 1),
        (b'{"a":1', "Not JSON: Expecting ',' delimiter; expected one JSON object.", 1, 7),
        (b'{"a":1} x', "Not JSON: Extra data; expected one JSON object.", 1, 9),
        (b'{"a":\n}', "Not JSON: Expecting value; expected one JSON object.", 2, 1),
        (b"", "Not JSON: Expecting value; expected one JSON object.", 1, 1),
        (b'{"a":"\n"}', "Not JSON: Invalid control character at; expected one JSON object.", 1, 7),
        (b'\n{"a":"\xff"}', "Byte 7 is not UTF-8; expected FHIR JSON encoded in UTF-8.", 2, None),
    ],
)
def test_text_that_is_not_fhir_json_is_refused_with_its_place(
    data: bytes, text: str, line: int, column: int | None
) -> None:
    with pytest.raises(JsonTextError) as caught:
        parse(data)

    issue = caught.value.issue
    assert (issue.severity, issue.text, issue.line, issue.column) == ("fatal", text, line, column)


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity", b"1e1000", b"1E-99999999999999999999"])
def test_numbers_that_fhir_does_not_have_are_refused(number: bytes) -> None:
    with pytest.raises(JsonTextError, match="A number is not finite or its exponent is beyond 999"):
        parse(b'{"a":%b}' % number)


@pytest.mark.parametrize("text", [rb"\ud800", rb"a\uDFFF", rb"\udc00\ud800"])
def test_lone_surrogates_are_refused(text: bytes) -> None:
    with pytest.raises(JsonTextError, match="lone surrogate"):
        parse(b'{"a":"%b"}' % text)


def test_a_surrogate_pair_is_one_character() -> None:
    assert parse(rb'{"a":"\ud83d\ude00"}') == {"a": "\U0001f600"}


def test_nesting_to_64_is_read_and_65_is_refused() -> None:
    def nested(depth: int) -> bytes:
        return b'{"a":' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}"

    assert parse(nested(64)).keys() == {"a"}
    for depth in (65, 70, 5_000, 200_000):
        with pytest.raises(JsonTextError, match="nested deeper than 64"):
            parse(nested(depth))


def test_cut_takes_the_servers_members_out_and_nothing_else() -> None:
    data = b'{ "resourceType" : "Patient",\n  "active": true , "id":"a",\n\t"x":[72.50, 1e2]\n, "meta":{"a":{"id":1}} }'

    found = cut(data)

    assert found == Cut(
        resource_type="Patient",
        id="a",
        meta={"a": {"id": 1}},
        body=b',\n  "active": true ,\n\t"x":[72.50, 1e2]\n',
        resource=parse(data),
    )


@pytest.mark.parametrize(
    ("data", "body"),
    [
        (b'{"resourceType":"Basic"}', b""),
        (b'{"resourceType":"Basic","id":"1","meta":{}}', b""),
        (b'{"id":"1","resourceType":"Basic" }', b""),
        (b'{"resourceType":"Basic","a":1}', b',"a":1'),
        (b'{"a":1,"resourceType":"Basic"}', b',"a":1'),
        (b'{"a":"}","resourceType":"Basic","b":"\\"}"}\n', b',"a":"}","b":"\\"}"'),
    ],
)
def test_cut_finds_the_members_wherever_they_stand(data: bytes, body: bytes) -> None:
    assert cut(data).body == body


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"{}", "resourceType is missing"),
        (b'{"resourceType":1}', "resourceType is missing"),
        (b'{"resourceType":"Basic","id":1}', "id is not a string"),
        (b'{"resourceType":"Basic","meta":[]}', "meta is not an object"),
        (b"[]", "not a JSON object"),
    ],
)
def test_cut_refuses_what_is_no_resource(data: bytes, text: str) -> None:
    with pytest.raises(JsonTextError, match=text):
        cut(data)


def test_join_puts_the_servers_id_and_meta_before_the_body() -> None:
    joined = join("Patient", "9", b'{"versionId":"1"}', b',"active": true')

    assert joined == b'{"resourceType":"Patient","id":"9","meta":{"versionId":"1"},"active": true}'
    assert join("Patient", "9", None, b"") == b'{"resourceType":"Patient","id":"9"}'


def test_bundle_entries_are_the_exact_bytes() -> None:
    data = b'{"entry":[{"resource": {"a" :1.50} },{"fullUrl":"x"},{"x":[],"resource":{"b":"]}"}}],"type":"batch"}'

    assert bundle_entries(data) == [b'{"a" :1.50}', None, b'{"b":"]}"}']
    assert parse_bundle(data) == (parse(data), [b'{"a" :1.50}', None, b'{"b":"]}"}'])
    assert bundle_entries(b'{"type":"batch"}') == []
    assert parse_bundle(b' {"entry": [] , "x" : 1.50}\n') == ({"entry": [], "x": Decimal("1.50")}, [])


@pytest.mark.parametrize(
    "data",
    [
        b"", b"[]", b"{", b'{"a":1,}', b'{"a" 1}', b'{"a":1} x', b'{"a":1,"a":2}', b'{"entry":[{"a":1,"a":1}]}',
        b'{"entry":[{"resource":{"a":1,"a":1}}]}', b'{"entry":[{"a":1]}', b'{"entry":[{"a":NaN}]}',
        b'{"entry":[{"a":1e9999}]}', b'{"entry":[{"a":"\\ud800"}]}', b'{"entry":[{"a":1}}', b'{"entry":[1 2]}',
        b'{"entry":[%b]}' % (b'{"a":' * 70 + b"1" + b"}" * 70),
    ],
)  # fmt: skip
def test_a_bundle_is_read_as_strictly_as_a_resource(data: bytes) -> None:
    with pytest.raises(JsonTextError) as expected:
        parse(data)

    with pytest.raises(JsonTextError) as found:
        parse_bundle(data)

    assert found.value.issue == expected.value.issue


@pytest.mark.parametrize(
    "data",
    [
        b"{}",
        b'{"entry":[]}',
        b'{"entry":[{}]}',
        b'{"entry":7}',
        b'{"a\\u0062":1}',
        b'{"entry":[{"a":"\\ud83d\\ude00"}]}',
    ],
)
def test_an_unusual_bundle_is_read_all_the_same(data: bytes) -> None:
    assert parse_bundle(data) == (parse(data), bundle_entries(data))


def test_references_are_rewritten_and_text_is_not() -> None:
    data = (
        '{"subject":{"reference" : "%s","display":"%s"},"note":[{"text":"%s"}],"identifier":[{"value":"%s"}],'
        '"instantiatesUri":["%s","http://x"],"valueUri":"%s","valueString":"%s",'
        '"content":{"url":"%s"},"div":"<a href=\\"%s\\">%s</a><img src=\'%s\'/>"}'
    )

    changed = rewrite_references((data % ((UUID,) * 11)).encode(), {UUID: "Patient/9"})

    new, old = "Patient/9", UUID
    assert changed.decode() == data % (new, old, old, old, new, new, old, new, new, old, new)


def test_an_escaped_slash_does_not_hide_a_reference() -> None:
    data = rb'{"subject":{"reference":"http:\/\/a\/Patient\/1"}}'

    assert rewrite_references(data, {"http://a/Patient/1": 'Patient/"1'}) == rb'{"subject":{"reference":"Patient/\"1"}}'


def test_bytes_without_a_known_link_come_back_as_they_are() -> None:
    data = b'{"subject":{"reference":"Patient/1"},"a":"\\n"}'

    assert rewrite_references(data, {}) is data
    assert rewrite_references(data, {UUID: "Patient/9"}) is data


def test_locate_gives_line_and_column_of_an_element_or_its_nearest_parent() -> None:
    data = b'{"a":1,\n  "b":[{"c":2},\n {"d":3}]}'

    assert locate(data, ["b", 1, "d"]) == (3, 3)
    assert locate(data, ["b", 1]) == (3, 2)
    assert locate(data, ["b", 1, "x"]) == (3, 2)
    assert locate(data, []) == (1, 1)


def test_dump_refuses_what_json_lacks() -> None:
    with pytest.raises(TypeError):
        dump({"a": {1, 2}})
    with pytest.raises(TypeError):
        dump({"a": Decimal("NaN")})
