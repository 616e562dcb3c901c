"""A hub with the sample alliance, an elder on her way, a recording to read and a refused message; served for a browser.

Run as a program it seeds the folder, serves it, and prints one line of JSON when it is ready:
`python -m tests.e2e.console_world FOLDER HOST:PORT`.
"""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from fhir_profiles.json_text import dump
from hub.auth.principal import Principal
from hub.bootstrap import Hub
from hub.clock import SHANGHAI, micros_to_datetime
from hub.demo import elder, feeds
from hub.demo.alliance import PASSWORD
from hub.demo.chapters.night import sample_ecg
from hub.demo.install import install_alliance
from hub.referral.situation import Details
from hub.referral.states import Direction, Event
from hub.server import Running, run
from hub.settings import Settings
from hub.store.port import Put, Ref, WriteUnit
from hub.store.query import SearchQuery

NAME, OTHER, THIRD = "周阿婆", "钱阿公", "孙阿婆"
"""The elder on her way to N1, and two who stay with H1 until a test sends them."""


async def seed(running: Running) -> None:
    """Everything that the tests look at; prints what they need to know."""
    hub = running.hub
    members = await install_alliance(hub)
    desk, nurse = await _principal(hub, "desk"), await _principal(hub, "nurse-a")
    await hub.ingest.receive(feeds.beds(), door="http", adapter="care-home", member=members["N1"].number)
    await hub.ingest.receive(sample_ecg(), door="http", adapter="ecg", member=members["M1"].number)
    await hub.ingest.receive(feeds.wrong_identity(_now(hub), control="WRONG-1"), door="http", adapter="hl7v2")
    patient = await _elder(hub, desk, NAME, number="Z1")
    other = await _elder(hub, desk, OTHER, number="Z2")
    third = await _elder(hub, desk, THIRD, number="Z3")
    request, task = await _on_the_way(hub, desk, nurse, patient)
    told = {NAME: patient.id, OTHER: other.id, THIRD: third.id, "request": request.id, "task": task.id}
    print(json.dumps(told), flush=True)  # noqa: T201  the parent waits for this line


async def _principal(hub: Hub, name: str) -> Principal:
    return (await hub.sessions.sign_in(name, PASSWORD)).principal


async def _elder(hub: Hub, desk: Principal, name: str, *, number: str) -> Ref:
    """An elder of the hospital who may go to a home, with what a sheet has to tell."""
    ref, now = Ref("Patient", hub.store.new_id()), _now(hub)
    resources: list[dict[str, Any]] = [
        {
            "resourceType": "Patient",
            "id": ref.id,
            "identifier": [{"system": "https://alliance-hub.example/sid/H1/mrn", "value": number}],
            "name": [{"text": name}],
            "gender": "female",
            "birthDate": "1945-02-19",
        },
        elder.condition("J18.900", "肺炎", subject=str(ref), onset=now),
        *elder.recovery(str(ref), now),
        *elder.vital_signs(str(ref), now),
        *_told(ref),
    ]
    puts = []
    for resource in resources:
        resource.setdefault("id", hub.store.new_id(ref.id))
        puts.append(Put(ref=Ref(resource["resourceType"], resource["id"]), data=dump(resource), expected=0))
    await hub.store.write(WriteUnit(puts=tuple(puts)), visibility=desk.visibility)
    return ref


def _told(patient: Ref) -> list[dict[str, Any]]:
    subject = {"reference": str(patient)}
    goals = "https://alliance-hub.example/fhir/CodeSystem/goals-of-care"
    wish: dict[str, Any] = {
        "resourceType": "Flag",
        "status": "active",
        "code": {"coding": [{"system": goals, "code": "selective"}], "text": "不愿意气管插管"},
        "subject": subject,
    }
    medicines: list[dict[str, Any]] = [
        {
            "resourceType": "MedicationStatement",
            "status": "active",
            "medicationCodeableConcept": {"text": name},
            "dosage": [{"text": dosage}],
            "subject": subject,
        }
        for name, dosage in (("头孢呋辛酯片", "0.25 g 口服 每日 2 次"), ("多巴丝肼片", "125 mg 口服 每日 3 次"))
    ]
    allergy: dict[str, Any] = {
        "resourceType": "AllergyIntolerance",
        "criticality": "high",
        "code": {"text": "青霉素"},
        "reaction": [{"manifestation": [{"text": "皮疹"}]}],
        "patient": subject,
    }
    return [wish, allergy, *medicines]


async def _on_the_way(hub: Hub, desk: Principal, nurse: Principal, patient: Ref) -> tuple[Ref, Ref]:
    """The elder in the car to N1, with a bed held and the signed bundle sent ahead."""
    draft = await hub.workflow.create_draft(
        desk,
        patient=patient,
        direction=Direction.INTO_HOME,
        receivers=["N1"],
        reasons=[{"text": "肺炎恢复期，需吸氧与生活照护"}],
    )
    task = draft.tasks[0]
    found = await hub.store.search(SearchQuery(type="Location", count=50), visibility=nurse.visibility)
    bed = next(str(item.ref) for item in found.resources if "206-1" in str(item.json().get("name")))
    for who, event, details in (
        (desk, Event.SUBMIT, Details()),
        (nurse, Event.OPEN, Details()),
        (nurse, Event.ACCEPT, Details()),
        (desk, Event.SELECT, Details(bed=bed)),
        (nurse, Event.SCHEDULE, Details(planned=hub.clock.now() + 3_600_000_000)),
        (desk, Event.DEPART, Details()),
    ):
        await hub.workflow.act(task.id, event, who, details=details)
    return draft.request, task


def _now(hub: Hub) -> datetime:
    return micros_to_datetime(hub.clock.now()).astimezone(SHANGHAI)


if __name__ == "__main__":
    run(Settings(data=Path(sys.argv[1]), http=sys.argv[2], mllp=""), ready=seed)
