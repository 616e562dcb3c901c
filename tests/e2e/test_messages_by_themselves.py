"""What changes at any door goes out as HL7 v2 to the systems whose files ask for it, on both engines."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from hub.store.admin import Endpoint
from hub.store.port import Grant, Ref, WriteUnit, system
from tests.builders import Alliance, patient, small_alliance
from tests.postgres_server import fresh_database
from tests.unit.delivery.mllp_world import His
from tests.unit.ingest.samples import adt, code_of

FHIR = {"Content-Type": "application/fhir+json"}
HL7 = {"Content-Type": "application/hl7-v2"}
EYES = system("tests")
FILE = """
[sender]
application = "{application}"
facility = "H1"
member = "H1"

[outbound]
tell = {tell}
"""
ALL = ["ADT^A28", "ADT^A31", "ADT^A01", "ADT^A03", "ADT^A08", "ADT^A40", "SIU^S12", "SIU^S15", "OML^O21", "MFN^M05",
       "MFN^M02"]  # fmt: skip


@pytest.fixture(params=["postgres", "sqlite"])
async def alliance(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Alliance]:
    with ExitStack() as stack:
        changed: dict[str, Any] = {"db": stack.enter_context(fresh_database())} if request.param == "postgres" else {}
        async with small_alliance(tmp_path, delivery_retry_seconds=0, **changed) as made:
            (tmp_path / "senders").mkdir()
            yield made


@pytest.fixture
async def his(alliance: Alliance) -> AsyncIterator[His]:
    found = His()
    server = await asyncio.start_server(found.accept, "127.0.0.1", 0)
    found.port = server.sockets[0].getsockname()[1]
    listening(alliance, found)
    yield found
    await alliance.hub.dispatcher.close()
    server.close()
    await asyncio.gather(*found.open)


def listening(alliance: Alliance, his: His, *, application: str = "HIS", tell: Sequence[str] = ALL) -> None:
    """A system of H1 that wants to hear."""
    folder = alliance.hub.settings.data / "senders"
    (folder / f"{application}.toml").write_text(FILE.format(application=application, tell=list(tell)))
    address = f"mllp://127.0.0.1:{his.port}/{application}/H1"
    alliance.hub.admin.add_endpoint(Endpoint(member=alliance.number("H1"), channel="mllp", address=address))


async def store(alliance: Alliance, member: str, resource: dict[str, Any]) -> dict[str, Any]:
    path = f"/fhir/{resource['resourceType']}" + (f"/{resource['id']}" if "id" in resource else "")
    send = alliance.as_member(member).put if "id" in resource else alliance.as_member(member).post
    match = {"If-Match": f'W/"{resource["meta"]["versionId"]}"'} if "id" in resource else {}
    answer = await send(path, json=resource, headers=FHIR | match)
    assert answer.status_code in {200, 201}, answer.text
    stored: dict[str, Any] = answer.json()
    return stored


async def told(alliance: Alliance, his: His) -> list[str]:
    """What the system heard, as `HIS ADT^A28`; everything waiting is sent."""
    for _ in range(20):
        await alliance.hub.dispatcher.turn()
    heard = [message.split(b"\r")[0].decode().split("|") for message in his.seen]
    return [f"{fields[4]} {'^'.join(fields[8].split('^')[:2])}" for fields in heard]


async def test_persons_visits_bookings_orders_and_beds_are_told(alliance: Alliance, his: His) -> None:
    elder = await store(alliance, "H1", patient(identifier="M1"))
    await store(alliance, "H1", elder | {"gender": "male"})
    about = {"reference": f"Patient/{elder['id']}"}
    visit = await store(
        alliance, "H1",
        {"resourceType": "Encounter", "status": "in-progress", "class": {"code": "IMP"}, "subject": about},
    )  # fmt: skip
    await store(alliance, "H1", visit | {"status": "finished"})
    number = {"system": "https://alliance-hub.example/sid/H1/placer", "value": "A1"}
    booked = await store(
        alliance, "H1",
        {"resourceType": "Appointment", "status": "booked", "identifier": [number], "start": "2026-12-01T08:00:00Z",
         "end": "2026-12-01T08:30:00Z", "participant": [{"actor": about, "status": "accepted"}]},
    )  # fmt: skip
    await store(alliance, "H1", booked | {"status": "cancelled"})
    await store(
        alliance, "H1",
        {"resourceType": "ServiceRequest", "status": "active", "intent": "order", "identifier": [number],
         "code": {"text": "血常规"}, "subject": about},
    )  # fmt: skip
    await store(
        alliance, "H1",
        {"resourceType": "Location", "status": "active", "name": "3-12", "physicalType": {"coding": [{"code": "bd"}]}},
    )  # fmt: skip

    heard = await told(alliance, his)

    assert [name for name in heard if name != "HIS MFN^M05"] == [
        "HIS ADT^A28", "HIS ADT^A31", "HIS ADT^A01", "HIS ADT^A03", "HIS SIU^S12", "HIS SIU^S15", "HIS OML^O21",
    ]  # fmt: skip
    assert heard.count("HIS MFN^M05") == 1
    rows = await alliance.hub.store.outbound_page(visibility=EYES)
    assert {(row.state, row.last_error) for row in rows} == {("done", "")}


async def test_staff_and_their_roles_are_told_and_a_record_that_was_not_posted_is_a_refusal(
    alliance: Alliance, his: His
) -> None:
    doctor = await store(
        alliance, "H1",
        {"resourceType": "Practitioner", "active": True, "name": [{"family": "龚", "given": ["志远"]}],
         "identifier": [{"system": "https://alliance-hub.example/sid/H1/practitioner", "value": "D1010"}]},
    )  # fmt: skip
    ward = await store(
        alliance, "H1",
        {"resourceType": "Organization", "name": "老年医学科", "type": [{"coding": [{"code": "dept"}]}],
         "identifier": [{"system": "https://alliance-hub.example/sid/H1/department", "value": "0301"}]},
    )  # fmt: skip
    role = {"resourceType": "PractitionerRole", "active": True, "code": [{"text": "主任医师"}],
            "practitioner": {"reference": f"Practitioner/{doctor['id']}"},
            "organization": {"reference": f"Organization/{ward['id']}"}}  # fmt: skip
    his.answers = ["AA", "AA posted", "AA not posted", "AA not posted"]

    await store(alliance, "H1", role)
    assert await told(alliance, his) == ["HIS MFN^M02"] * 2
    await store(alliance, "H1", doctor | {"active": False})

    assert (await told(alliance, his))[:3] == ["HIS MFN^M02"] * 3
    first, second, third = ([*message.decode().split("\r")[2:]] for message in his.seen[:3])
    assert first == ["MFE|MUP|1||D1010|CE", "STF|D1010|D1010|龚^志远||||A"]
    assert second == [
        "MFE|MUP|1||D1010|CE", "STF|D1010|D1010|龚^志远||||A|0301^老年医学科||||||||||主任医师",
        "ORG|1|0301^老年医学科||Y",
    ]  # fmt: skip
    assert third[0] == "MFE|MDC|1||D1010|CE"
    rows = await alliance.hub.store.outbound_page(visibility=EYES)
    assert sorted((row.state, row.last_error) for row in rows) == [
        ("done", ""), ("done", ""), ("failed", "refused (AE MFA-4 U)"),
    ]  # fmt: skip


async def test_what_a_system_sent_is_told_to_the_others_and_not_to_itself(alliance: Alliance, his: His) -> None:
    listening(alliance, his, application="LIS", tell=["ADT^A08", "ADT^A01"])
    hospital = alliance.as_member("H1")

    answers = [await hospital.post("/ingest/hl7v2", content=adt(), headers=HL7) for _ in range(2)]

    assert [code_of(answer.content) for answer in answers] == ["AA", "AA"]
    assert await told(alliance, his) == ["LIS ADT^A08", "LIS ADT^A01"]


async def test_another_members_changes_are_not_told(alliance: Alliance, his: His) -> None:
    elder = await store(alliance, "N1", patient(identifier="M1"))
    number = {"system": "https://alliance-hub.example/sid/N1/placer", "value": "A1"}
    await store(
        alliance, "N1",
        {"resourceType": "ServiceRequest", "status": "active", "intent": "order", "identifier": [number],
         "code": {"text": "血常规"}, "subject": {"reference": f"Patient/{elder['id']}"}},
    )  # fmt: skip

    assert await told(alliance, his) == []
    assert await alliance.hub.store.outbound_page(visibility=EYES) == ()  # a row would name the patient


async def test_an_order_of_another_member_is_told_to_who_may_see_its_patient(alliance: Alliance, his: His) -> None:
    elder = await store(alliance, "N1", patient(identifier="M1"))
    about = Ref("Patient", str(elder["id"]))
    grant = Grant(alliance.number("H1"), about, "Task/1", compartment=True)
    await alliance.hub.store.write(WriteUnit(grants=(grant,)), visibility=EYES)
    number = {"system": "https://alliance-hub.example/sid/N1/placer", "value": "A1"}
    order = {"resourceType": "ServiceRequest", "status": "active", "intent": "order", "identifier": [number],
             "code": {"text": "血常规"}, "subject": {"reference": str(about)}}  # fmt: skip

    await store(alliance, "N1", order)

    assert await told(alliance, his) == ["HIS OML^O21"]


def form_of(message: bytes, *, at: int, application: str, capitals: bool) -> bytes:
    """What a system makes of a message that it is told: its own header and times, the same facts in its own form."""
    lines = message.decode().split("\r")
    header = lines[0].split("|")
    moment = f"20261122{at // 3600:02d}{at // 60 % 60:02d}{at % 60:02d}"
    header[2:7] = [application, "H1", "HUB", "ALLIANCE", moment]
    header[9] = f"{application}{at}"
    lines = ["|".join(header), *(f"EVN|{line[4:7]}|{moment}" if line[:3] == "EVN" else line for line in lines[1:])]
    fields = lines[2].split("|")
    fields[11] = fields[11].upper() if capitals else fields[11].lower()
    return "\r".join([*lines[:2], "|".join(fields), *lines[3:]]).encode()


@pytest.mark.parametrize("same_form", [True, False])
async def test_two_systems_that_repeat_what_they_are_told_come_to_rest(
    alliance: Alliance, his: His, same_form: bool
) -> None:
    listening(alliance, his, application="LIS", tell=["ADT^A31", "ADT^A08"])
    hospital = alliance.as_member("H1")
    first = adt(event="A04").replace("示范路 1 号".encode(), b"road 1")
    assert code_of((await hospital.post("/ingest/hl7v2", content=first, headers=HL7)).content) == "AA"
    answered = 0
    for at in range(40_000, 40_060):
        await alliance.hub.dispatcher.turn()
        if answered == len(his.seen):
            break
        message, answered = his.seen[answered], answered + 1
        speaker = message.split(b"|")[4].decode()
        if b"|ADT^" not in message:
            continue
        echo = form_of(message, at=at, application=speaker, capitals=speaker == "LIS" and not same_form)
        answer = await hospital.post("/ingest/hl7v2", content=echo, headers=HL7)
        assert code_of(answer.content) == "AA"

    assert answered == len(his.seen) < 20


async def test_who_has_no_part_in_a_loop_hears_its_last_state_too(alliance: Alliance, his: His) -> None:
    for application in ("LIS", "RIS"):
        listening(alliance, his, application=application, tell=["ADT^A31", "ADT^A08"])
    hospital = alliance.as_member("H1")
    for turn in range(9):
        speaker, road = ("HIS", b"road 1") if turn % 2 == 0 else ("LIS", b"ROAD 1")
        sent = adt(event="A04", sender=speaker, control_id=f"T{turn}", time=f"202611220830{turn:02d}")
        answer = await hospital.post("/ingest/hl7v2", content=sent.replace("示范路 1 号".encode(), road), headers=HL7)
        assert code_of(answer.content) == "AA"

    heard = await told(alliance, his)

    roads = [message for message in his.seen if message.split(b"|")[4] == b"RIS" and b"|ADT^A31" in message]
    assert (len(roads), b"road 1" in roads[-1]) == (8, True)
    assert heard.count("HIS ADT^A31") < 4


async def test_a_merge_is_told_once_by_the_record_that_stays(alliance: Alliance, his: His) -> None:
    hospital = alliance.as_member("H1")
    listening(alliance, his, application="LIS", tell=["ADT^A40"])
    await hospital.post("/ingest/hl7v2", content=adt(), headers=HL7)
    await hospital.post("/ingest/hl7v2", content=adt(control_id="B", number="H1-0002", visit="V2"), headers=HL7)
    merge = (
        b"MSH|^~\\&|HIS|H1|HUB|ALLIANCE|20261122093000||ADT^A40^ADT_A39|M|P|2.5.1\rEVN|A40|20261122093000\r"
        b"PID|1||H1-0001^^^H1^MR||X\rMRG|H1-0002^^^H1^MR\r"
    )

    answer = await hospital.post("/ingest/hl7v2", content=merge, headers=HL7)

    assert code_of(answer.content) == "AA"
    assert await told(alliance, his) == ["LIS ADT^A40"]
    assert b"\rMRG|H1-0002" in his.seen[0]


async def test_a_silent_system_gets_everything_in_order_later_and_nothing_twice(alliance: Alliance, his: His) -> None:
    his.answers = ["hang up", "hang up", "hang up", "hang up"]
    elder = await store(alliance, "H1", patient(identifier="M1"))
    for gender in ("male", "female"):
        elder = await store(alliance, "H1", elder | {"gender": gender})
    await alliance.hub.dispatcher.turn()
    await alliance.restart()

    heard = await told(alliance, his)

    taken = his.seen[-3:]
    assert heard[-3:] == ["HIS ADT^A28", "HIS ADT^A31", "HIS ADT^A31"]
    assert [message.split(b"PID|")[1].split(b"|")[7][:1] for message in taken[1:]] == [b"M", b"F"]
    assert set(his.seen) == set(taken)


@pytest.mark.parametrize(
    "changed",
    [
        {"resourceType": "Patient", "link": "x"},
        {"resourceType": "Observation", "status": "final", "code": {"text": "x"}},
    ],
)
async def test_what_is_refused_or_of_no_interest_is_not_told(
    alliance: Alliance, his: His, changed: dict[str, Any]
) -> None:
    await alliance.as_member("H1").post(f"/fhir/{changed['resourceType']}", json=changed, headers=FHIR)

    assert await told(alliance, his) == []
