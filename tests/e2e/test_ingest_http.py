"""The ingest doors over HTTP, with authentication, through the whole application."""

from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.builders import Alliance, small_alliance
from tests.unit.ingest.samples import adt, code_of

HL7 = {"Content-Type": "application/hl7-v2"}
GOOD_AND_BAD = "姓名,编号,性别,出生日期\n张秀英,R001,女,1941-05-03\n李四,,男,1939-03-04\n王五,R003,男,1938/1/2\n"


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path) as made:
        yield made


async def test_a_message_is_answered_with_its_acknowledgement_and_found_by_search(alliance: Alliance) -> None:
    hospital = alliance.as_member("H1")

    answer = await hospital.post("/ingest/hl7v2", content=adt(), headers=HL7)
    found = await hospital.get("/fhir/Patient?identifier=https://alliance-hub.example/sid/H1/mrn|H1-0001")

    assert (answer.status_code, answer.headers["content-type"], code_of(answer.content)) == (
        200,
        "application/hl7-v2",
        "AA",
    )
    assert [entry["resource"]["gender"] for entry in found.json()["entry"]] == ["female"]


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
async def test_text_plain_is_taken_in_any_charset(alliance: Alliance, charset: str) -> None:
    hospital = alliance.as_member("H1")
    named = {"utf-8": "UNICODE UTF-8", "gb18030": "GB 18030-2000"}[charset]

    answer = await hospital.post(
        "/ingest/hl7v2",
        content=adt(charset=charset, msh_tail=f"||||||{named}"),
        headers={"Content-Type": f"text/plain; charset={charset}"},
    )
    found = await hospital.get("/fhir/Patient?name=张秀英")

    assert code_of(answer.content) == "AA"
    assert [entry["resource"]["name"][0]["text"] for entry in found.json()["entry"]] == ["张秀英"]


async def test_another_member_does_not_see_what_was_sent(alliance: Alliance) -> None:
    await alliance.as_member("H1").post("/ingest/hl7v2", content=adt(control_id=""), headers=HL7)
    await alliance.as_member("H1").post("/ingest/hl7v2", content=adt(), headers=HL7)
    log = (await alliance.as_member("H1").get("/ingest/messages")).json()["messages"]

    theirs = await alliance.as_member("N2").get("/ingest/messages")
    one = await alliance.as_member("N2").get(f"/ingest/messages/{log[0]['key']}")
    replay = await alliance.as_member("N2").post(f"/ingest/messages/{log[1]['key']}/replay")
    patients = await alliance.as_member("N2").get("/fhir/Patient")

    assert [message["state"] for message in log] == ["stored", "refused"]
    assert (theirs.json(), one.status_code, replay.status_code) == ({"messages": []}, 404, 404)
    assert "entry" not in patients.json()


async def test_nobody_is_refused(alliance: Alliance) -> None:
    answers = [
        await alliance.as_nobody().post("/ingest/hl7v2", content=adt(), headers=HL7),
        await alliance.as_nobody().post("/ingest/care-home", content=GOOD_AND_BAD.encode()),
        await alliance.as_nobody().get("/ingest/messages"),
    ]

    assert [answer.status_code for answer in answers] == [401, 401, 401]
    assert [answer.json()["resourceType"] for answer in answers] == ["OperationOutcome"] * 3


async def test_a_client_that_may_only_read_cannot_send(alliance: Alliance) -> None:
    answer = await alliance.as_client("engineer").post("/ingest/hl7v2", content=adt(), headers=HL7)

    assert (answer.status_code, answer.json()["issue"][0]["code"]) == (403, "forbidden")


@pytest.mark.parametrize(
    ("path", "content", "kind", "status"),
    [
        ("/ingest/hl7v2", b"{}", "application/json", 415),
        ("/ingest/hl7v2", b"", "application/hl7-v2", 400),
        ("/ingest/dicom", b"x", "text/csv", 400),
        ("/ingest/nothing", b"x", "text/csv", 400),
        ("/ingest/messages/1/replay", b"", "text/plain", 404),
        ("/ingest/messages/x/replay", b"", "text/plain", 404),
    ],
)
async def test_wrong_requests_are_refused_with_an_outcome(
    alliance: Alliance, path: str, content: bytes, kind: str, status: int
) -> None:
    answer = await alliance.as_member("H1").post(path, content=content, headers={"Content-Type": kind})

    assert (answer.status_code, answer.json()["resourceType"]) == (status, "OperationOutcome")


async def test_good_rows_are_stored_although_a_bad_one_is_refused(alliance: Alliance) -> None:
    home = alliance.as_member("N1")

    answer = await home.post("/ingest/care-home", content=GOOD_AND_BAD.encode("gb18030"))
    patients = (await home.get("/fhir/Patient")).json()

    issues = answer.json()["issue"]
    assert (answer.status_code, answer.headers["x-hub-state"]) == (200, "stored")
    assert issues[0]["diagnostics"].startswith("已入库 2 行，退回 1 行")
    assert " 2 stored, 1 refused;" in issues[0]["diagnostics"]
    assert [(issue["severity"], issue["expression"]) for issue in issues[1:]] == [("error", ["row 3 编号"])]
    assert sorted(entry["resource"]["name"][0]["text"] for entry in patients["entry"]) == ["张秀英", "王五"]


async def test_a_table_without_a_good_row_is_unprocessable_and_in_quarantine(alliance: Alliance) -> None:
    home = alliance.as_member("N1")

    answer = await home.post("/ingest/care-home", content="姓名,编号,性别\n李四,,男\n".encode())
    log = (await home.get("/ingest/messages?state=refused")).json()["messages"]

    assert (answer.status_code, answer.json()["issue"][0]["diagnostics"][:14]) == (422, "已入库 0 行，退回 1 行")
    assert [(message["adapter"], message["state"]) for message in log] == [("care-home", "refused")]


async def test_the_same_table_again_changes_nothing(alliance: Alliance) -> None:
    home = alliance.as_member("N1")
    table = "姓名,编号,性别,出生日期\n张秀英,R001,女,1941-05-03\n".encode()

    first = await home.post("/ingest/care-home", content=table)
    second = await home.post("/ingest/care-home", content=table)
    patients = (await home.get("/fhir/Patient")).json()

    assert (first.headers["x-hub-state"], second.headers["x-hub-state"]) == ("stored", "duplicate")
    assert second.content == first.content
    assert [entry["resource"]["meta"]["versionId"] for entry in patients["entry"]] == ["1"]


async def test_a_refused_message_is_read_corrected_and_replayed(alliance: Alliance) -> None:
    hospital = alliance.as_member("H1")
    await hospital.post("/ingest/hl7v2", content=adt(control_id=""), headers=HL7)
    (refused,) = (await hospital.get("/ingest/messages?state=refused")).json()["messages"]

    shown = (await hospital.get(f"/ingest/messages/{refused['key']}")).json()
    answer = await hospital.post(f"/ingest/messages/{refused['key']}/replay", content=adt(control_id="FIXED1"))
    again = await hospital.post(f"/ingest/messages/{refused['key']}/replay", content=adt(control_id="FIXED2"))
    log = (await hospital.get("/ingest/messages")).json()["messages"]

    assert {"path": "PID-7", "value": "19410503"} in shown["fields"]
    assert (code_of(answer.content), again.status_code) == ("AA", 409)
    assert [(message["controlId"], message["state"], message["replayOf"]) for message in log] == [
        ("FIXED1", "stored", refused["key"]),
        ("", "replayed", None),
    ]


async def test_a_replay_as_it_was_is_refused_again_with_the_reason(alliance: Alliance) -> None:
    hospital = alliance.as_member("H1")
    await hospital.post("/ingest/hl7v2", content=adt(control_id=""), headers=HL7)
    (refused,) = (await hospital.get("/ingest/messages?state=refused")).json()["messages"]

    answer = await hospital.post(f"/ingest/messages/{refused['key']}/replay")

    assert code_of(answer.content) == "AR"
    assert b"MSH-10" in answer.content or b"MSH^1^10" in answer.content


async def test_a_look_at_anothers_message_is_refused_and_audited(alliance: Alliance) -> None:
    await alliance.as_member("H1").post("/ingest/hl7v2", content=adt(), headers=HL7)
    (message,) = (await alliance.as_member("H1").get("/ingest/messages")).json()["messages"]

    answer = await alliance.as_member("N2").get(f"/ingest/messages/{message['key']}")

    (entry,) = await alliance.hub.store.audit_page(visibility=alliance.principal("N2").visibility)
    assert answer.status_code == 404
    assert (entry.agent, entry.action, entry.outcome, entry.detail) == (
        "client:home-b",
        "R",
        4,
        f"GET /ingest/messages/{message['key']}",
    )


async def test_an_ecg_of_a_clinic_is_on_the_lead_hospitals_worklist(alliance: Alliance) -> None:
    clinic = alliance.as_member("M1")

    answer = await clinic.post("/ingest/ecg", content=_waveform().read_bytes())
    tasks = (await alliance.as_member("H1").get("/fhir/Task?status=requested")).json()

    assert (answer.status_code, answer.headers["x-hub-state"]) == (200, "stored")
    assert [task["resource"]["code"]["text"] for task in tasks["entry"]] == ["心电图诊断"]


def _waveform() -> Path:
    spec = find_spec("pydicom")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "data" / "test_files" / "waveform_ecg.dcm"
