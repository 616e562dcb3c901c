"""Which message tells which change, and in what order messages go."""

from typing import Any

import pytest

from fhir_profiles.json_text import dump
from hub.delivery.echoes import TURNS, WITHIN, Echoes
from hub.delivery.triggers import TIMES, Listener, about, is_of, told_of, usual_messages
from hub.ingest.watermark import URL
from hub.store.admin import Endpoint
from hub.store.port import Put, Ref, StoredResource


def stored(resource: dict[str, Any], *, deleted: bool = False) -> StoredResource:
    body = {name: value for name, value in resource.items() if name not in {"resourceType", "id"}}
    ref = Ref(resource["resourceType"], "1")
    return StoredResource(ref, 1, 0, 1, dump(body)[1:-1] and b"," + dump(body)[1:-1], b"{}", deleted)


OLD = {"resourceType": "Patient", "active": True}
REPLACES = {"link": [{"type": "replaces", "other": {"reference": "Patient/2"}}]}


@pytest.mark.parametrize(
    ("resource", "before", "messages"),
    [
        (OLD, None, ("ADT^A28", "ADT^A04", "ADT^A08")),
        (OLD, stored(OLD, deleted=True), ("ADT^A28", "ADT^A04", "ADT^A08")),
        (OLD, stored(OLD), ("ADT^A31", "ADT^A08")),
        (OLD | REPLACES, stored(OLD), ("ADT^A40", "ADT^A31", "ADT^A08")),
        (OLD | REPLACES, stored(OLD | REPLACES), ("ADT^A31", "ADT^A08")),
        (OLD | {"link": [{"type": "replaced-by", "other": {"reference": "Patient/2"}}]}, stored(OLD), ()),
        ({"resourceType": "Location"}, None, ("MFN^M05",)),
        ({"resourceType": "Practitioner"}, None, ("MFN^M02",)),
        ({"resourceType": "PractitionerRole"}, stored({"resourceType": "PractitionerRole"}), ("MFN^M02",)),
    ],
)
def test_a_change_of_a_person_or_place_is_told_by_its_message(
    resource: dict[str, Any], before: StoredResource | None, messages: tuple[str, ...]
) -> None:
    assert usual_messages(resource, before) == messages


@pytest.mark.parametrize(
    ("status", "code", "new", "changed"),
    [
        ("planned", "IMP", ("ADT^A05",), ("ADT^A05", "ADT^A08")),
        ("in-progress", "IMP", ("ADT^A01", "ADT^A04", "ADT^A08"), ("ADT^A08",)),
        ("in-progress", "AMB", ("ADT^A04", "ADT^A01", "ADT^A08"), ("ADT^A08",)),
        ("finished", "IMP", ("ADT^A03", "ADT^A08"), ("ADT^A03", "ADT^A08")),
        ("cancelled", "IMP", (), ()),
    ],
)
def test_a_change_of_a_visit_is_told_by_its_message(
    status: str, code: str, new: tuple[str, ...], changed: tuple[str, ...]
) -> None:
    visit = {"resourceType": "Encounter", "status": status, "class": {"code": code}}

    assert (usual_messages(visit, None), usual_messages(visit, stored(visit))) == (new, changed)


@pytest.mark.parametrize(
    ("kind", "status", "new", "changed"),
    [
        ("Appointment", "proposed", (), ()),
        ("Appointment", "booked", ("SIU^S12",), ("SIU^S14", "SIU^S13", "SIU^S12")),
        ("Appointment", "cancelled", ("SIU^S15",), ("SIU^S15",)),
        ("Appointment", "noshow", ("SIU^S26",), ("SIU^S26",)),
        ("Appointment", "entered-in-error", ("SIU^S17", "SIU^S15"), ("SIU^S17", "SIU^S15")),
        ("ServiceRequest", "draft", (), ()),
        ("ServiceRequest", "active", ("OML^O21", "ORM^O01"), ("OML^O21", "ORM^O01")),
    ],
)
def test_bookings_and_orders_are_told_by_their_messages(
    kind: str, status: str, new: tuple[str, ...], changed: tuple[str, ...]
) -> None:
    resource = {"resourceType": kind, "status": status}

    assert (usual_messages(resource, None), usual_messages(resource, stored(resource))) == (new, changed)


def test_a_referral_has_messages_of_its_own() -> None:
    number = {"system": "https://alliance-hub.example/sid/referral", "value": "R1"}

    assert usual_messages({"resourceType": "ServiceRequest", "status": "active", "identifier": [number]}, None) == ()


@pytest.mark.parametrize(
    ("resource", "key"),
    [
        ({"resourceType": "Patient"}, "Patient/1"),
        ({"resourceType": "Encounter", "subject": {"reference": "Patient/7"}}, "Patient/7"),
        ({"resourceType": "Appointment", "participant": [{"actor": {"reference": "Patient/7"}}, {}]}, "Patient/7"),
        ({"resourceType": "Location"}, "Location/1"),
        ({"resourceType": "PractitionerRole", "practitioner": {"reference": "Practitioner/7"}}, "Practitioner/7"),
        ({"resourceType": "PractitionerRole"}, "PractitionerRole/1"),
        ({"resourceType": "Appointment", "participant": [{"actor": {"reference": "Practitioner/7"}}]}, "Appointment/1"),
    ],
)
def test_messages_on_one_patient_go_in_order(resource: dict[str, Any], key: str) -> None:
    assert about(Put(Ref(resource["resourceType"], "1"), b""), resource) == key


@pytest.mark.parametrize(
    ("channel", "address", "fits"),
    [
        ("mllp", "mllp://10.1.2.3:2575/HIS/H1", True),
        ("mllp", "mllp://10.1.2.3:2575/LIS/H1", False),
        ("mllp", "mllp://10.1.2.3:2575", False),
        ("file", "file:///srv/exchange/HIS/H1", True),
        ("rest-hook", "https://x.example/HIS/H1", False),
    ],
)
def test_a_system_is_known_by_its_address(channel: str, address: str, fits: bool) -> None:
    one = Listener("HIS", "H1", "H1", frozenset())

    assert is_of(Endpoint(member=1, channel=channel, address=address), one) is fits


def turns(echoes: Echoes, said: list[tuple[str, bytes]], *, every: int = 1) -> list[bool]:
    return [
        echoes.loop("Patient/1", speaker=speaker, state=state, now=at * every) == {"HIS|H1", "LIS|H1"}
        for at, (speaker, state) in enumerate(said)
    ]


def test_two_systems_that_give_back_each_others_form_are_a_loop_after_three_rounds() -> None:
    there_and_back = [("HIS|H1", b"a"), ("LIS|H1", b"b")] * 4

    assert turns(Echoes(), there_and_back) == [False] * (TURNS - 1) + [True] * 3


@pytest.mark.parametrize(
    ("said", "every"),
    [
        ([("HIS|H1", b"a")] * 8, 1),
        ([("HIS|H1", b"a"), ("HIS|H1", b"b")] * 4, 1),
        ([("HIS|H1", b"%d" % at) if at % 2 else ("LIS|H1", b"b") for at in range(8)], 1),
        ([("HIS|H1", b"a"), ("LIS|H1", b"b")] * 4, WITHIN),
    ],
    ids=["one system", "one system changes its mind", "news each time", "slowly"],
)
def test_what_else_two_systems_say_is_no_loop(said: list[tuple[str, bytes]], every: int) -> None:
    assert not any(turns(Echoes(), said, every=every))


def test_what_is_remembered_of_echoes_is_bounded() -> None:
    echoes = Echoes()
    for number in range(20_050):
        echoes.loop(f"Patient/{number}", speaker="HIS|H1", state=b"", now=number)

    assert len(echoes._said) == 20_000


def test_a_later_time_of_the_same_statement_is_no_news() -> None:
    times = {"url": URL, "valueString": "2026-01-01T00:00:00Z name"}
    other = {"url": "https://x.example", "valueString": "y"}

    assert TIMES == URL
    assert told_of(OLD | {"id": "1", "extension": [times]}) == {"active": True}
    assert told_of(OLD | {"extension": [times, other]}) == {"active": True, "extension": [other]}
