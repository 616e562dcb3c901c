"""Quantities that are stored with a comparator are ranges: `<5` may be 4.9 and is never 5."""

import pytest

from hub.store.port import Engine
from tests.contract.engines import found, observation, write

UNIT = {"system": "http://unitsofmeasure.org", "code": "ng/mL"}

STORED = (("1", "<", 5), ("2", "<=", 5), ("3", ">=", 5), ("4", ">", 5), ("5", "", 5))

EXPECTED = (
    ("5", "5"), ("ne5", "4321"), ("lt5", "21"), ("gt5", "43"), ("le5", "5321"), ("ge5", "5432"), ("sa5", "4"),
    ("eb5", "1"), ("lt3", "21"), ("gt3", "54321"), ("lt7", "54321"), ("gt7", "43"), ("le3", "21"), ("ge7", "43"),
    ("sa3", "543"), ("eb7", "521"), ("sa7", ""), ("eb3", ""), ("ap5", "54321"), ("ap50", "43"), ("ap1", "21"),
    ("4.9", ""), ("ne4.9", "54321"), ("lt5,gt7", "4321"),
)  # fmt: skip
"""What is asked for, and the observations that a reading of the standard's ranges gives, newest first."""


def _measured(number: str, comparator: str, value: float) -> dict[str, object]:
    return {"value": value, **UNIT, **({"comparator": comparator} if comparator else {})}


async def _store(store: Engine) -> None:
    for number, comparator, value in STORED:
        quantity = _measured(number, comparator, value)
        code = {"coding": [{"system": "http://loinc.org", "code": "x"}]}
        made = observation(
            number, of="a", valueQuantity=quantity, component=[{"code": code, "valueQuantity": quantity}]
        )
        await write(store, made)


@pytest.mark.parametrize(
    "name",
    [
        "value-quantity=", "component-value-quantity=", "combo-value-quantity=",
        "code-value-quantity=http://loinc.org|8867-4$", "component-code-value-quantity=http://loinc.org|x$",
        "combo-code-value-quantity=http://loinc.org|8867-4$", "combo-code-value-quantity=http://loinc.org|x$",
    ],
)  # fmt: skip
async def test_a_prefix_finds_what_may_be_so(store: Engine, name: str) -> None:
    await _store(store)

    answers = {}
    for asked, _ in EXPECTED:
        values = asked.split(",")
        pair, lead = name.split("=", 1)
        text = f"{pair}={','.join(lead + one + '|http://unitsofmeasure.org|ng/mL' for one in values)}"
        answers[asked] = "".join(one.removeprefix("Observation/") for one in await found(store, "Observation", text))

    assert answers == dict(EXPECTED)


async def test_a_bound_in_another_unit_is_not_found_and_one_alone_is_not_missing(store: Engine) -> None:
    await write(store, observation("1", of="a", valueQuantity=_measured("1", "<", 5)))
    await write(store, observation("2", of="a"))

    assert await found(store, "Observation", "value-quantity=lt5||mg") == []
    assert await found(store, "Observation", "value-quantity=lt5||ng/mL") == ["Observation/1"]
    assert await found(store, "Observation", "value-quantity:missing=false") == ["Observation/1"]
    assert await found(store, "Observation", "value-quantity:missing=true") == ["Observation/2"]
    assert await found(store, "Observation", "_filter=value-quantity lt 5") == ["Observation/1"]
    assert await found(store, "Observation", "value-quantity=lt5&patient=a&code=http://loinc.org|8867-4") == [
        "Observation/1"
    ]
    assert await found(store, "Observation", "_sort=value-quantity") == ["Observation/1", "Observation/2"]


async def test_a_changed_comparator_changes_what_finds_it(store: Engine) -> None:
    await write(store, observation("1", of="a", valueQuantity=_measured("1", "<", 5)))
    await write(store, observation("1", of="a", valueQuantity=_measured("1", ">", 5)))

    assert await found(store, "Observation", "value-quantity=lt5") == []
    assert await found(store, "Observation", "value-quantity=gt5") == ["Observation/1"]

    await write(store, observation("1", of="a", valueQuantity=_measured("1", "", 5)))

    assert await found(store, "Observation", "value-quantity=gt5") == []
    assert await found(store, "Observation", "value-quantity=5") == ["Observation/1"]
