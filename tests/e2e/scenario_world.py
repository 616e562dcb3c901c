"""Scenarios are played by the acting institutions through HTTP: elders, facts, referrals and events in short words."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx2

from hub.clock import FrozenClock, micros_to_datetime
from hub.referral.gather import GUARD
from hub.referral.rules.observations import FACT_SYSTEM
from hub.store.admin import Member
from hub.web.app import mount
from terminology.fhir_json import resource_to_map
from tests.builders import BASE_URL, CLIENT_OF, PASSWORD, Alliance, add_user
from tests.e2e.referral_stage import MEMBERS, STEADY, UNITS

JSON = {"Content-Type": "application/fhir+json"}
DIRECTION = "https://alliance-hub.example/fhir/CodeSystem/referral-direction"
ICD10 = "http://hl7.org/fhir/sid/icd-10"


class World:
    """One alliance, seen from the doors of its members."""

    def __init__(self, alliance: Alliance) -> None:
        self.alliance = alliance
        self.hub = alliance.hub
        admin = alliance.hub.admin
        for member in MEMBERS:
            stored = admin.member(member.code)
            assert stored is not None
            phone = f"0571-8800-{stored.number:04d}"
            admin.change_member(replace(stored, capabilities=member.capabilities, phone=phone))
        mount(alliance.application.rest, alliance.hub)

    def member(self, code: str) -> Member:
        """A member as it stands now."""
        found = self.hub.admin.member(code)
        assert found is not None
        return found

    async def advance(self, *, hours: float) -> None:
        """Time passes, and the hub's own clock looks at what is due."""
        clock = self.hub.clock
        assert isinstance(clock, FrozenClock)
        clock.advance(seconds=hours * 3600)
        while await self.hub.timers.turn():
            pass

    @asynccontextmanager
    async def person(self, code: str, name: str, *roles: str) -> AsyncIterator["Person"]:
        """Somebody at a member, signed in to the console."""
        await add_user(self.hub, name, member=self.alliance.number(code), roles=roles)
        transport = httpx2.ASGITransport(app=self.alliance.application, raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport, base_url=BASE_URL) as browser:
            sent = await browser.post("/console/sign-in", data={"user": name, "password": PASSWORD, "next": ""})
            assert sent.status_code == 303, sent.text
            yield Person(browser)

    async def restart(self) -> None:
        """The hub ended and started again on the same data."""
        await self.alliance.restart()
        self.hub = self.alliance.hub

    async def calls(self, *, means: str = "sms") -> list[str]:
        """Which members' people the hub has called out to so far, by code, in order."""
        rows = await self.hub.store.outbound_page(visibility=GUARD, count=500)
        by_number = {member.number: member.code for member in self.alliance.members.values()}
        return [by_number[row.receiver] for row in reversed(rows) if row.channel == means]

    def ahead(self, **hours_and_minutes: float) -> str:
        """A time from now on, as FHIR writes it."""
        at = micros_to_datetime(self.hub.clock.now()) + timedelta(**hours_and_minutes)
        return at.isoformat()

    async def send(self, code: str, path: str, body: dict[str, Any], *, expected: int = 201) -> dict[str, Any]:
        """POST as a member; the answer's body."""
        answer = await self.alliance.as_member(code).post(f"/fhir{path}", json=body, headers=JSON | self._token(code))
        assert answer.status_code == expected, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def get(self, code: str, path: str) -> httpx2.Response:
        """GET as a member."""
        return await self.alliance.as_member(code).get(f"/fhir{path}", headers=self._token(code))

    def _token(self, code: str) -> dict[str, str]:
        """A fresh one: days pass in a scenario."""
        return {"Authorization": f"Bearer {self.alliance.token(CLIENT_OF[code])}"}

    async def elder(self, code: str, *codes: str, days: float = 10, **facts: float | str | bool | None) -> str:
        """An elder of a member with diagnoses, steady vital signs and more facts (None: not known); the id."""
        patient = await self.send(code, "/Patient", {"resourceType": "Patient", "name": [{"text": "钱阿婆"}]})
        for diagnosis in codes:
            await self.diagnose(code, patient["id"], diagnosis, days=days)
        known = {**{name.replace("-", "_"): value for name, value in STEADY.items()}, **facts}
        await self.measure(code, patient["id"], **{name: value for name, value in known.items() if value is not None})
        return str(patient["id"])

    async def diagnose(
        self, code: str, patient: str, diagnosis: str, *, days: float = 10, system: str = ICD10, status: str = "active"
    ) -> None:
        """A confirmed diagnosis that began so many days ago."""
        await self.send(
            code,
            "/Condition",
            {
                "resourceType": "Condition",
                "clinicalStatus": {
                    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": status}]
                },
                "code": {"coding": [{"system": system, "code": diagnosis}]},
                "subject": {"reference": f"Patient/{patient}"},
                "onsetDateTime": self.ahead(days=-days),
            },
        )

    async def measure(self, code: str, patient: str, **facts: float | str | bool) -> None:
        """Observations of now; `heart_rate` is the fact heart-rate."""
        for name, value in facts.items():
            fact = name.replace("_", "-")
            if isinstance(value, bool):
                kind: dict[str, Any] = {"valueBoolean": value}
            elif isinstance(value, str):
                kind = {"valueString": value}
            else:
                unit = UNITS.get(fact, "1")
                kind = {"valueQuantity": {"value": value, "system": "http://unitsofmeasure.org", "code": unit}}
            body = {
                "resourceType": "Observation", "status": "final", "subject": {"reference": f"Patient/{patient}"},
                "effectiveDateTime": self.ahead(), "code": {"coding": [{"system": FACT_SYSTEM, "code": fact}]},
            }  # fmt: skip
            await self.send(code, "/Observation", body | kind)

    async def bed(self, code: str, name: str = "101-1") -> str:
        """A free bed of a member."""
        body = {"resourceType": "Location", "name": name, "status": "active",
                "physicalType": {"coding": [{"code": "bd"}]}}  # fmt: skip
        return f"Location/{(await self.send(code, '/Location', body))['id']}"

    async def refer(
        self, code: str, patient: str, direction: str, *receivers: str, priority: str = "routine", replaces: str = ""
    ) -> tuple[str, list[str]]:
        """A draft: the ServiceRequest's id, and a Task for each receiver."""
        service = "urn:uuid:6f1c0b9e-3c1e-4e7e-9a4e-000000000001"
        request = {
            "resourceType": "ServiceRequest", "status": "draft", "intent": "order", "priority": priority,
            "category": [{"coding": [{"system": DIRECTION, "code": direction}]}],
            "subject": {"reference": f"Patient/{patient}"},
            "performer": [{"reference": f"Organization/{one}"} for one in receivers],
            **({"replaces": [{"reference": f"ServiceRequest/{replaces}"}]} if replaces else {}),
        }  # fmt: skip
        tasks = [
            {"resourceType": "Task", "status": "draft", "intent": "order", "focus": {"reference": service},
             "owner": {"reference": f"Organization/{one}"}}
            for one in receivers
        ]  # fmt: skip
        entries = [{"fullUrl": service, "request": {"method": "POST", "url": "ServiceRequest"}, "resource": request}]
        entries += [
            {"fullUrl": f"{service[:-1]}{place + 2}", "request": {"method": "POST", "url": "Task"}, "resource": task}
            for place, task in enumerate(tasks)
        ]
        answer = await self.send(code, "/", {"resourceType": "Bundle", "type": "transaction", "entry": entries},
                                 expected=200)  # fmt: skip
        ids = [entry["response"]["location"].split("/_history")[0].rpartition("/")[2] for entry in answer["entry"]]
        return ids[0], ids[1:]

    async def document(self, code: str, patient: str, title: str) -> str:
        """A member's document about an elder."""
        body = {
            "resourceType": "Composition", "status": "final", "title": title, "date": self.ahead(),
            "type": {"coding": [{"system": "http://loinc.org", "code": "18842-5"}]},
            "subject": {"reference": f"Patient/{patient}"}, "author": [{"reference": f"Organization/{code}"}],
        }  # fmt: skip
        return f"Composition/{(await self.send(code, '/Composition', body))['id']}"

    def load_map(self, code: str, target: str, *, source: str) -> None:
        """The terminology team puts a concept map from a local code to ICD-10 in force (`hub terminology load`)."""
        group = {"source": source, "target": ICD10,
                 "element": [{"code": code, "target": [{"code": target, "equivalence": "equivalent"}]}]}  # fmt: skip
        resource = {"resourceType": "ConceptMap", "url": "http://his.example.org/ConceptMap/diagnoses",
                    "version": "1", "status": "active", "group": [group]}  # fmt: skip
        self.hub.terminology.tables.add("concept-map", resource_to_map(resource), json.dumps(resource).encode())
        self.hub.terminology.refresh()

    async def events(self, code: str, task: str) -> list[str]:
        """What happened to a Task, by its Provenance, the latest first."""
        found = (await self.get(code, f"/Provenance?target=Task/{task}&_count=100")).json().get("entry", [])
        return [entry["resource"]["activity"]["coding"][0]["code"] for entry in found]

    async def operate(self, code: str, path: str, **more: str) -> httpx2.Response:
        """An operation with text parameters; the answer as it is."""
        parameter = [{"name": name.replace("_", "-"), "valueString": value} for name, value in more.items()]
        body = {"resourceType": "Parameters", **({"parameter": parameter} if parameter else {})}
        return await self.alliance.as_member(code).post(f"/fhir{path}", json=body, headers=JSON | self._token(code))

    async def answer(self, code: str, task: str, event: str, **more: str) -> httpx2.Response:
        """An event, and the answer as it is."""
        return await self.operate(code, f"/Task/{task}/$referral-action", event=event, **more)

    async def act(self, code: str, task: str, event: str, *, expected: int = 200, **more: str) -> str:
        """An event: the state after it, or the words of the refusal."""
        parameter = [{"name": "event", "valueCode": event}]
        parameter += [{"name": name.replace("_", "-"), "valueString": value} for name, value in more.items()]
        body = {"resourceType": "Parameters", "parameter": parameter}
        found = await self.send(code, f"/Task/{task}/$referral-action", body, expected=expected)
        if expected != 200:
            return "\n".join(issue["diagnostics"] for issue in found["issue"])
        return str(found["businessStatus"]["coding"][0]["code"])

    async def on_the_way(self, code: str, patient: str, direction: str, receiver: str) -> tuple[str, str, str]:
        """Submitted, accepted, with a bed, departed: the ServiceRequest, the Task and the bed."""
        request, [task] = await self.refer(code, patient, direction, receiver)
        bed = await self.bed(receiver)
        await self.act(code, task, "submit")
        await self.act(receiver, task, "accept")
        await self.act(code, task, "select", bed=bed)
        assert await self.act(code, task, "depart") == "in-transit"
        return request, task, bed

    async def holder(self, bed: str) -> str:
        """Who holds a bed now; empty when it is free."""
        claim = await self.hub.store.claim_of("bed", bed.removeprefix("Location/"), now=self.hub.clock.now())
        return claim.holder if claim is not None else ""

    async def state(self, code: str, task: str) -> str:
        """A Task's state as a member sees it."""
        return str((await self.get(code, f"/Task/{task}")).json()["businessStatus"]["coding"][0]["code"])

    async def evaluate(self, code: str, patient: str, direction: str, receiver: str) -> dict[str, Any]:
        """The catalogue's answer: overall, hard findings that do not pass, and alternatives."""
        parameter = [
            {"name": "direction", "valueCode": direction},
            {"name": "receiver", "valueReference": {"reference": f"Organization/{receiver}"}},
            {"name": "patient", "valueReference": {"reference": f"Patient/{patient}"}},
        ]
        body = {"resourceType": "Parameters", "parameter": parameter}
        answer = (await self.send(code, "/ServiceRequest/$evaluate-referral", body, expected=200))["parameter"]
        findings = [
            {part["name"]: next((value for key, value in part.items() if key.startswith("value")), "")
             for part in item["part"]}
            for item in answer if item["name"] == "finding"
        ]  # fmt: skip
        return {
            "overall": next(item["valueCode"] for item in answer if item["name"] == "overall"),
            "against": [one["rule"] for one in findings
                        if one["severity"] == "hard" and one["result"] in {"fail", "unknown"}],
            "rules": [one["rule"] for one in findings],
            "words": "\n".join(str(one["words"]) for one in findings),
            "alternatives": [item["part"][0]["valueReference"]["reference"].removeprefix("Organization/")
                             for item in answer if item["name"] == "alternative"],
        }  # fmt: skip


class Person:
    """A person before the console."""

    def __init__(self, browser: httpx2.AsyncClient) -> None:
        self.browser = browser

    async def act(self, task: str, event: str, *, expected: int = 303, **more: str) -> str:
        """Press a button of a referral's page; the page that answers, or where it leads."""
        page = await self.browser.get(f"/console/referrals/{task}")
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', page.text)
        assert found is not None, page.text
        form = {"csrf": found[1], "event": event} | {name.replace("_", "-"): value for name, value in more.items()}
        answer = await self.browser.post(f"/console/referrals/{task}", data=form)
        assert answer.status_code == expected, answer.text
        return answer.text
