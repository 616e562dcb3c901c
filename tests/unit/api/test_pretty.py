import json

from hypothesis import given
from hypothesis import strategies as st

from hub.api.pretty import indent_json

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_indented_json_means_the_same(value: object) -> None:
    assert json.loads(indent_json(json.dumps(value, ensure_ascii=False).encode())) == value


def test_numbers_and_empty_brackets_stay_as_they_were_written() -> None:
    assert indent_json(b'{"a":72.50,"b":[],"c":{"d":[1,2e3]},"e":"x\\"{,"}') == (
        b'{\n  "a": 72.50,\n  "b": [],\n  "c": {\n    "d": [\n      1,\n      2e3\n    ]\n  },\n  "e": "x\\"{,"\n}\n'
    )
