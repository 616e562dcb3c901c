"""The operations' Parameters: what a value may be written as, and what a caller may leave out."""

from typing import Any

import pytest

from hub.errors import BadRequestError
from hub.referral.parameters import decision_to_parameters, read_direction, read_reference, referral_defaults, simple
from hub.referral.rules.values import Decision
from hub.referral.states import DIRECTION_SYSTEM, Direction
from hub.store.port import Ref


@pytest.mark.parametrize(
    ("parameter", "text"),
    [
        ({"name": "x"}, ""),
        ({"name": "x", "valueBoolean": True}, "true"),
        ({"name": "x", "valueBoolean": False}, "false"),
        ({"name": "x", "valueString": "said"}, "said"),
        ({"name": "x", "valueInteger": 7}, "7"),
        ({"name": "x", "valueReference": {"reference": "Location/b"}}, "Location/b"),
        ({"name": "x", "valueCoding": {"code": "up"}}, "up"),
        ({"name": "x", "valueCodeableConcept": {"coding": [{"code": "up"}]}}, "up"),
        ({"name": "x", "valueCodeableConcept": {"text": "words"}}, "words"),
        ({"name": "x", "valueIdentifier": {"value": "N1"}}, "N1"),
        ({"name": "x", "valueCoding": {}}, ""),
    ],
)
def test_a_value_is_read_whatever_its_type(parameter: dict[str, Any], text: str) -> None:
    assert simple(parameter) == text


def test_a_direction_that_is_none_is_refused_with_the_list() -> None:
    with pytest.raises(BadRequestError, match="'sideways'; expected one of up, down, into-home, from-home"):
        read_direction("sideways", None)


@pytest.mark.parametrize("request_", [None, {}, {"category": [{"coding": [{"code": "up"}]}]}])
def test_a_direction_that_nobody_named_is_asked_for(request_: dict[str, Any] | None) -> None:
    with pytest.raises(BadRequestError, match="direction is missing"):
        read_direction("", request_)


def test_the_callers_direction_goes_before_that_of_the_referral() -> None:
    request = {"category": [{"coding": [{"system": DIRECTION_SYSTEM, "code": "down"}]}]}

    assert (read_direction("up", request), read_direction("", request)) == (Direction.UP, Direction.DOWN)


@pytest.mark.parametrize("text", ["N1", "Organization/N1", "https://hub.example/fhir/Organization/N1/"])
def test_a_reference_is_read_as_its_id(text: str) -> None:
    assert read_reference(text, "Organization") == "N1"


def test_a_referral_gives_what_the_caller_did_not_name() -> None:
    request = {
        "performer": [{"reference": "Organization/N1"}],
        "subject": {"reference": "Patient/p"},
        "priority": "urgent",
    }

    assert referral_defaults(request) == ("N1", Ref("Patient", "p"), "urgent")
    assert referral_defaults({}) == ("", None, "routine")
    assert referral_defaults(None) == ("", None, "routine")


def test_a_decision_without_catalogue_level_and_banner_says_none() -> None:
    decision = Decision("information", "refer", None, (), (), (), (), "", "", "", "")

    assert decision_to_parameters(decision, names={}) == {
        "resourceType": "Parameters",
        "parameter": [{"name": "overall", "valueCode": "information"}, {"name": "advice", "valueCode": "refer"}],
    }
