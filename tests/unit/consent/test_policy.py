"""The legal basis of a disclosure: consent is one of four (ruling 2.1.16)."""

from typing import Any

import pytest

from fhir_profiles.issue import JsonObject
from hub.consent.policy import LegalBasis, legal_basis
from hub.store.port import Ref

ACTIVE: JsonObject = {"resourceType": "Consent", "status": "active"}
REF = Ref("Consent", "c1")


def actor(code: str) -> JsonObject:
    return {"actor": [{"reference": {"reference": f"Organization/{code}"}}]}


@pytest.mark.parametrize(
    ("consents", "more", "expected"),
    [
        ([], {}, LegalBasis("treatment")),
        ([], {"is_emergency": True}, LegalBasis("emergency")),
        ([], {"stated": "guardian"}, LegalBasis("guardian")),
        ([ACTIVE], {}, LegalBasis("consent", REF)),
        ([ACTIVE | {"performer": [{"reference": "RelatedPerson/1"}]}], {}, LegalBasis("guardian", REF)),
        ([ACTIVE | {"provision": actor("N1")}], {}, LegalBasis("consent", REF)),
        ([ACTIVE | {"provision": actor("N2")}], {}, LegalBasis("treatment")),
        ([{"resourceType": "Consent", "status": "rejected"}], {"is_emergency": True}, LegalBasis("emergency")),
        ([{"resourceType": "Consent", "status": "inactive"}], {"stated": "treatment"}, LegalBasis("treatment")),
    ],
)
def test_the_basis_is_the_one_that_stands(
    consents: list[JsonObject], more: dict[str, Any], expected: LegalBasis
) -> None:
    assert legal_basis([(REF, consent) for consent in consents], recipient="N1", **more) == expected


@pytest.mark.parametrize(
    ("consents", "more", "expected"),
    [
        ([], {}, None),
        ([ACTIVE], {}, None),
        ([ACTIVE | {"provision": actor("N2")}], {}, None),
        ([ACTIVE | {"provision": actor("N1")}], {}, LegalBasis("consent", REF)),
        ([], {"stated": "treatment"}, LegalBasis("treatment")),
        ([], {"stated": "guardian"}, LegalBasis("guardian")),
        ([], {"is_emergency": True}, LegalBasis("emergency")),
    ],
)
def test_nothing_goes_outside_the_alliance_by_silence(
    consents: list[JsonObject], more: dict[str, Any], expected: LegalBasis | None
) -> None:
    found = legal_basis([(REF, consent) for consent in consents], recipient="N1", is_outside=True, **more)

    assert found == expected if expected is not None else isinstance(found, tuple) and "outside" in found[1]


@pytest.mark.parametrize(
    ("consents", "stated", "match"),
    [
        ([{"resourceType": "Consent", "status": "inactive"}], "", "withdrawn or refused"),
        ([ACTIVE | {"provision": {"type": "deny"}}], "", "withdrawn or refused"),
        ([], "consent", "No active Consent"),
        ([], "because", "is unknown"),
    ],
)
def test_a_disclosure_without_a_basis_says_why(consents: list[JsonObject], stated: str, match: str) -> None:
    refused = legal_basis([(REF, consent) for consent in consents], recipient="N1", stated=stated)

    assert isinstance(refused, tuple)
    assert match in refused[1]


def word(kind: str, when: str = "", *, names: str = "") -> JsonObject:
    provision: JsonObject = {"type": kind} | (actor(names) if names else {})
    return ACTIVE | {"provision": provision} | ({"dateTime": when} if when else {})


@pytest.mark.parametrize(
    ("denial", "permit", "is_shown"),
    [
        (word("deny", "2026-02"), word("permit", "2026-03-01"), True),
        (word("deny", "2026-03-01T23:59:60+08:00"), word("permit", "2026-03-01T23:59:58+08:00"), False),
        (word("deny", "2026-03-01T10:00:00+08:00"), word("permit", "2026-03-01T03:00:00Z"), True),
        (word("deny", "2026-03-01"), word("permit", "2026-03-01T12:00:00+08:00"), False),
        (word("deny"), word("permit", "2026-03-01"), False),
        (word("deny", "2026-03-01"), word("permit"), False),
        (word("deny", "2026-02-01", names="N1"), word("permit", "2026-03-01"), False),
        (word("deny", "2026-02-01", names="N1"), word("permit", "2026-03-01", names="N1"), True),
        (word("deny", "2026-04-01", names="N2"), word("permit", "2026-03-01"), True),
    ],
    ids=[
        "older",
        "later",
        "older-elsewhere",
        "same-day",
        "no-time",
        "permit-no-time",
        "by-name",
        "newer",
        "of-another",
    ],
)
def test_a_later_word_and_one_by_name_stand_against_a_permit(
    denial: JsonObject, permit: JsonObject, *, is_shown: bool
) -> None:
    found = [legal_basis([(REF, one) for one in both], recipient="N1") for both in ((denial, permit), (permit, denial))]

    assert [isinstance(one, LegalBasis) for one in found] == [is_shown, is_shown]


def test_a_denial_holds_back_no_emergency() -> None:
    assert legal_basis([(REF, word("deny"))], recipient="N1", is_emergency=True) == LegalBasis("emergency")
