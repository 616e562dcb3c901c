"""Who learns what through a referral: each test first stores what could leak, then looks for it everywhere."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from fhir_profiles.json_text import dump
from hub.errors import NotFoundError, RuleError
from hub.record.everything import everything
from hub.referral.gather import GUARD, tasks_of
from hub.referral.parameters import offers_to_parameters
from hub.referral.shape import organization_code
from hub.referral.situation import Details
from hub.referral.states import DIRECTION_SYSTEM, Direction, Event, State
from hub.store.port import Put, Ref, WriteUnit
from hub.store.query import HistoryQuery
from hub.store.search.parse import parse_query
from hub.transfer.verify import verify_bundle
from tests.e2e.referral_stage import STEADY, Stage, stage

CANARY = "金丝雀"
"""The elder's name, which no candidate may find before it is selected."""


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as made:
        yield made


RESTRICTED = (
    ("B24", "人类免疫缺陷病毒病"),
    ("B18.100", "慢性乙型病毒性肝炎"),
    ("A53.900", "梅毒"),
    ("Z22.500", "病毒携带者"),
)
PSYCHIATRIC = ("F20.900", "精神分裂症")


async def elder(alliance: Stage) -> tuple[Ref, dict[str, Ref]]:
    """A steady elder of H1 with restricted diagnoses and results, and all of the floor; what is stored, by name."""
    patient = await alliance.steady_elder("H1")
    about = {"reference": str(patient)}
    kept: dict[str, Ref] = {}
    for code, text in (*RESTRICTED, PSYCHIATRIC):
        kept[code] = await alliance.diagnose("H1", patient, code, text)
    resources: dict[str, dict[str, Any]] = {
        "antibody": {"resourceType": "Observation", "status": "final", "subject": about,
                     "code": {"coding": [{"system": "http://loinc.org", "code": "75622-1"}]}, "valueString": "阳性"},
        "report": {"resourceType": "DiagnosticReport", "status": "final", "subject": about,
                   "code": {"text": "感染四项"}, "conclusion": "HBsAg(+)"},
        "letter": {"resourceType": "DocumentReference", "status": "current", "subject": about,
                   "description": "出院小结", "content": [{"attachment": {"title": "x"}}]},
        "stay": {"resourceType": "Encounter", "status": "finished", "class": {"code": "IMP"}, "subject": about},
        "pending": {"resourceType": "DiagnosticReport", "status": "registered", "subject": about,
                    "code": {"text": "梅毒螺旋体抗体 TPPA"}},
        "medicine": {"resourceType": "MedicationStatement", "status": "active", "subject": about,
                     "medicationCodeableConcept": {"text": "拉米夫定"}},
        "allergy": {"resourceType": "AllergyIntolerance", "patient": about, "code": {"text": "青霉素"}},
        "precaution": {"resourceType": "Flag", "status": "active", "subject": about, "code": {"text": "血液体液隔离"}},
        "device": {"resourceType": "Device", "patient": about, "deviceName": [{"name": "胃管", "type": "other"}]},
        "dementia": {"resourceType": "Condition", "subject": about, "code": {"coding": [{"code": "F03.x00"}]},
                     "clinicalStatus": {"coding": [{"code": "active"}]}},
    }  # fmt: skip
    for name, body in resources.items():
        kept[name] = await alliance.put("H1", body)
    use = {"resourceType": "DeviceUseStatement", "status": "active", "subject": about,
           "device": {"reference": str(kept["device"])}}  # fmt: skip
    kept["use"] = await alliance.put("H1", use)
    return patient, kept


async def placed(alliance: Stage, patient: Ref, receiver: str, *, direction: Direction = Direction.INTO_HOME) -> Ref:
    """Submitted to one receiver, past the catalogue by an exception; its Task."""
    draft = await alliance.draft("H1", direction, receiver, patient)
    task = draft.tasks[0]
    desk = alliance.who("H1", user="desk", roles=frozenset({"coordinator"}))
    note = Details(note="医务部门知情，家属要求，接收方可以照护")
    await alliance.workflow.act(task.id, Event.REQUEST_OVERRIDE, desk, details=note)
    approver = alliance.who("H1", user="medical-affairs", roles=frozenset({"manager"}))
    await alliance.workflow.act(task.id, Event.APPROVE, approver)
    await alliance.act("H1", task, Event.SUBMIT)
    return task


FLOOR = ("pending", "medicine", "allergy", "precaution", "device", "use", "dementia")


@pytest.mark.parametrize(("home", "psychiatry"), [("N1", True), ("N2", False)])
async def test_a_home_pulls_the_floor_and_no_restricted_diagnosis(alliance: Stage, home: str, psychiatry: bool) -> None:
    patient, kept = await elder(alliance)
    foreign = [code for code, _ in RESTRICTED] + ["antibody", "report", "letter", "stay"]

    await placed(alliance, patient, home)

    assert [name for name in foreign if await alliance.sees(home, kept[name])] == []
    assert [name for name in FLOOR if not await alliance.sees(home, kept[name])] == []
    assert await alliance.sees(home, kept[PSYCHIATRIC[0]]) is psychiatry
    eyes = alliance.who(home).visibility
    pulled = {stored.ref for stored in await everything(alliance.engine, patient.id, visibility=eyes)}
    assert pulled & {kept[name] for name in foreign} == set()
    assert {kept[name] for name in FLOOR if name != "device"} <= pulled
    query = parse_query("Condition", [("patient", str(patient))], strict=True)
    found = await alliance.engine.search(query, visibility=eyes)
    assert {stored.ref for stored in found.resources} & {kept[name] for name in foreign} == set()


async def test_a_medical_institution_is_shown_the_whole_record(alliance: Stage) -> None:
    patient, kept = await elder(alliance)

    await placed(alliance, patient, "M1", direction=Direction.DOWN)

    assert [name for name, ref in kept.items() if not await alliance.sees("M1", ref)] == []


async def test_what_was_stored_since_is_shown_to_the_home_when_the_elder_leaves(alliance: Stage) -> None:
    patient = await alliance.steady_elder("H1")
    bed = await alliance.bed("N1", "n1-bed")
    task = await placed(alliance, patient, "N1")
    await alliance.act("N1", task, Event.ACCEPT)
    await alliance.act("H1", task, Event.SELECT, bed=bed)
    about = {"reference": str(patient)}
    late = await alliance.put("H1", {"resourceType": "Flag", "status": "active", "subject": about,
                                     "code": {"text": "防跌倒"}})  # fmt: skip
    assert not await alliance.sees("N1", late)

    await alliance.act("H1", task, Event.DEPART)

    assert await alliance.sees("N1", late)


@pytest.mark.parametrize("home", ["N1", "N2"])
async def test_the_bundle_for_a_home_names_no_restricted_diagnosis_not_even_as_the_reason(
    alliance: Stage, home: str
) -> None:
    patient, kept = await elder(alliance)
    reasons = [{"coding": [{"code": "B24"}], "text": "艾滋病"}, {"text": "病情稳定"}]
    draft = await alliance.draft("H1", Direction.INTO_HOME, home, patient, reasons=reasons)

    data = await alliance.workflow.transfer_bundle(draft.request.id, alliance.who("H1"))

    text = data.decode()
    assert [word for word in ("B24", "艾滋", "B18.1", "A53", "Z22.5", "HBsAg", "75622-1") if word in text] == []
    assert "按最小必要原则未提供" in text
    names = {f"{e['resource']['resourceType']}/{e['resource']['id']}" for e in verify_bundle(data).bundle["entry"]}
    assert {str(kept[name]) for name in FLOOR} <= names


async def test_a_record_is_shared_only_by_the_institution_that_keeps_it(alliance: Stage) -> None:
    patient = await alliance.steady_elder("H1")
    request = {
        "resourceType": "ServiceRequest", "status": "active", "intent": "order", "priority": "stat",
        "category": [{"coding": [{"system": DIRECTION_SYSTEM, "code": "from-home"}]}],
        "subject": {"reference": str(patient)}, "performer": [{"reference": "Organization/M1"}],
    }  # fmt: skip

    put = Put(ref=Ref("ServiceRequest", "stolen"), data=dump(request))
    await alliance.store.write(WriteUnit(puts=(put,)), visibility=alliance.who("N2").visibility)

    assert [await alliance.sees(code, patient) for code in ("N2", "M1")] == [False, False]


# Bids name nobody


async def bids(alliance: Stage) -> tuple[Ref, Ref, tuple[Ref, ...]]:
    """An elder bid to two homes, by a client that writes the name wherever it can; patient, request and Tasks."""
    patient = await alliance.patient("H1", CANARY)
    await alliance.diagnose("H1", patient, "I10", "高血压")
    await alliance.observe("H1", patient, STEADY)
    request, tasks = Ref("ServiceRequest", "sr-bid"), (Ref("Task", "bid-1"), Ref("Task", "bid-2"))
    bodies: list[tuple[Ref, dict[str, Any]]] = [
        (request, {
            "resourceType": "ServiceRequest", "status": "draft", "intent": "order",
            "category": [{"coding": [{"system": DIRECTION_SYSTEM, "code": "into-home"}]}],
            "subject": {"reference": str(patient), "display": CANARY}, "note": [{"text": f"{CANARY}需要照护"}],
        }),
    ]  # fmt: skip
    for ref, code in zip(tasks, ("N1", "N2"), strict=True):
        bodies.append((ref, {
            "resourceType": "Task", "status": "draft", "intent": "order", "focus": {"reference": str(request)},
            "owner": {"reference": f"Organization/{code}"}, "description": CANARY, "note": [{"text": CANARY}],
            "for": {"reference": str(patient), "display": CANARY}, "identifier": [{"value": CANARY}],
            "input": [{"type": {"text": "name"}, "valueString": CANARY}],
            "reasonCode": {"text": CANARY}, "text": {"status": "generated", "div": f"<div>{CANARY}</div>"},
            "extension": [{"url": "https://example.org/name", "valueString": CANARY}],
        }))  # fmt: skip
    puts = tuple(Put(ref=ref, data=dump(body)) for ref, body in bodies)
    await alliance.store.write(WriteUnit(puts=puts), visibility=alliance.who("H1").visibility)
    return patient, request, tasks


async def all_that_a_member_reads(alliance: Stage, code: str, task: Ref) -> str:
    """Every text that this member can get at: its Tasks in every version, notices, actions, audit, provenance."""
    eyes = alliance.who(code)
    texts: list[bytes] = []
    for resource_type in (
        "Task",
        "ServiceRequest",
        "Provenance",
        "Patient",
        "Communication",
        "Condition",
        "Observation",
    ):
        page = await alliance.engine.search(parse_query(resource_type, [], strict=True), visibility=eyes.visibility)
        texts += [stored.served() for stored in page.resources]
    history = await alliance.engine.history(
        HistoryQuery(type=task.type, id=task.id, count=100), visibility=eyes.visibility
    )
    texts += [version.served() for version in history.resources]
    offers = await alliance.workflow.actions(task.id, eyes)
    answer = offers_to_parameters(offers, state="x", words=("x", "x"), at=alliance.clock.now())
    texts.append(dump(answer))
    audits = await alliance.engine.audit_page(visibility=eyes.visibility)
    texts += [repr(entry).encode() for entry in audits]
    due = await alliance.engine.due_outbound(now=alliance.clock.now(), lease_until=alliance.clock.now(), count=100)
    texts += [row.payload for row in due if row.receiver == eyes.member]
    return b"\n".join(texts).decode()


async def test_a_candidate_finds_nothing_that_identifies_the_elder_before_it_is_selected(alliance: Stage) -> None:
    patient, request, tasks = await bids(alliance)
    for task, code in zip(tasks, ("N1", "N2"), strict=True):
        await alliance.act("H1", task, Event.SUBMIT, note=f"请为{CANARY}评估")
        await alliance.act(code, task, Event.ASK, note="是否需要吸氧？")
        await alliance.act("H1", task, Event.SUPPLY, note=f"{CANARY}不需要吸氧")
        priority = "asap" if code == "N2" else "urgent"
        await alliance.act("H1", task, Event.RAISE, reason="other", note=f"{CANARY}家属催促", priority=priority)
        changed = (await alliance.stored(task)).json() | {"description": f"{CANARY}，女"}
        put = Put(ref=task, data=dump(changed))
        await alliance.store.write(WriteUnit(puts=(put,)), visibility=alliance.who("H1").visibility)
        await alliance.act(code, task, Event.ACCEPT, note="本院可以接收")

    for task, code in zip(tasks, ("N1", "N2"), strict=True):
        read = await all_that_a_member_reads(alliance, code, task)
        assert CANARY not in read
        assert patient.id not in read
        assert "本院可以接收" in read
        assert not await alliance.sees(code, request)

    await alliance.act("H1", tasks[0], Event.SELECT)
    notes = [note["text"] for note in (await alliance.stored(request)).json()["note"]]
    assert f"{CANARY}不需要吸氧" in notes
    assert [await alliance.sees(code, patient) for code in ("N1", "N2")] == [True, False]
    assert CANARY not in await all_that_a_member_reads(alliance, "N2", tasks[1])


async def test_two_bids_submitted_by_one_transaction_name_nobody_to_the_first_either(alliance: Stage) -> None:
    patient = await alliance.steady_elder("H1")
    request = {
        "resourceType": "ServiceRequest", "status": "active", "intent": "order", "subject": {"reference": str(patient)},
        "category": [{"coding": [{"system": DIRECTION_SYSTEM, "code": "into-home"}]}],
        "performer": [{"reference": "Organization/N1"}, {"reference": "Organization/N2"}],
    }  # fmt: skip

    put = Put(ref=Ref("ServiceRequest", "sr-1"), data=dump(request))
    await alliance.store.write(WriteUnit(puts=(put,)), visibility=alliance.who("H1").visibility)

    tasks = [task.json() for task in await tasks_of(alliance.engine, put.ref)]
    assert sorted(organization_code(task["owner"]) for task in tasks) == ["N1", "N2"]
    assert ["for" in task for task in tasks] == [False, False]
    assert [await alliance.sees(code, patient) for code in ("N1", "N2")] == [False, False]


async def test_a_bidder_that_redirects_its_bid_does_not_disclose_the_elder(alliance: Stage) -> None:
    patient, request, tasks = await bids(alliance)
    for task in tasks:
        await alliance.act("H1", task, Event.SUBMIT)

    await alliance.act("N1", tasks[0], Event.REDIRECT, receiver="M1", said_by="转出方李护士")

    assert [await alliance.sees(code, patient) for code in ("N1", "N2", "M1")] == [False, False, False]
    [passed] = [task for task in await tasks_of(alliance.engine, request) if "M1" in str(task.json()["owner"])]
    assert "for" not in passed.json()


async def test_a_task_that_was_drafted_for_one_receiver_is_not_bid(alliance: Stage) -> None:
    patient = await alliance.steady_elder("H1")
    draft = await alliance.draft("H1", Direction.INTO_HOME, "N1", patient)
    second = {"resourceType": "Task", "status": "requested", "intent": "order",
              "focus": {"reference": str(draft.request)}, "owner": {"reference": "Organization/N2"}}  # fmt: skip
    put = Put(ref=Ref("Task", "second"), data=dump(second))
    await alliance.store.write(WriteUnit(puts=(put,)), visibility=alliance.who("H1").visibility)

    with pytest.raises(RuleError, match="drafted for one receiver"):
        await alliance.act("H1", draft.tasks[0], Event.SUBMIT)

    assert await alliance.state(Ref("Task", "second")) is State.SUBMITTED
    with pytest.raises(NotFoundError):
        await alliance.workflow.actions(draft.tasks[0].id, alliance.who("N1"))


async def test_an_upward_bid_that_leaves_from_accepted_shows_the_receiver_who_comes(alliance: Stage) -> None:
    patient = await alliance.patient("N1")
    await alliance.observe("N1", patient, {"concern": True})
    draft = await alliance.workflow.create_draft(
        alliance.who("N1"), patient=patient, direction=Direction.FROM_HOME, receivers=["H1", "M1"], priority="urgent"
    )
    for task in draft.tasks:
        await alliance.act("N1", task, Event.SUBMIT)
    await alliance.act("M1", draft.tasks[1], Event.ACCEPT)
    assert not await alliance.sees("M1", patient)

    await alliance.act("N1", draft.tasks[1], Event.DEPART)

    assert [await alliance.sees("M1", ref) for ref in (patient, draft.request)] == [True, True]
    grants = await alliance.engine.grants_of(patient, visibility=GUARD)
    assert {grant.member for grant in grants} == {alliance.who("M1").member}
