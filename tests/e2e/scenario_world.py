"""Scenarios are played by the acting institutions through HTTP: elders, facts, referrals and events in short words."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx2

from hub.clock import micros_to_datetime
from hub.referral.rules.observations import FACT_SYSTEM
from tests.builders import CLIENT_OF, Alliance
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
            admin.change_member(replace(stored, capabilities=member.capabilities))

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

    async def elder(self, code: str, *codes: str, days: float = 10, **facts: float | str | bool) -> str:
        """An elder of a member with diagnoses, steady vital signs and more facts; the Patient's id."""
        patient = await self.send(code, "/Patient", {"resourceType": "Patient", "name": [{"text": "钱阿婆"}]})
        for diagnosis in codes:
            await self.diagnose(code, patient["id"], diagnosis, days=days)
        await self.measure(code, patient["id"], **{**{k.replace("-", "_"): v for k, v in STEADY.items()}, **facts})
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
        self, code: str, patient: str, direction: str, *receivers: str, priority: str = "routine"
    ) -> tuple[str, list[str]]:
        """A draft: the ServiceRequest's id, and a Task for each receiver."""
        service = "urn:uuid:6f1c0b9e-3c1e-4e7e-9a4e-000000000001"
        request = {
            "resourceType": "ServiceRequest", "status": "draft", "intent": "order", "priority": priority,
            "category": [{"coding": [{"system": DIRECTION, "code": direction}]}],
            "subject": {"reference": f"Patient/{patient}"},
            "performer": [{"reference": f"Organization/{one}"} for one in receivers],
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

    async def act(self, code: str, task: str, event: str, *, expected: int = 200, **more: str) -> str:
        """An event: the state after it, or the words of the refusal."""
        parameter = [{"name": "event", "valueCode": event}]
        parameter += [{"name": name.replace("_", "-"), "valueString": value} for name, value in more.items()]
        body = {"resourceType": "Parameters", "parameter": parameter}
        found = await self.send(code, f"/Task/{task}/$referral-action", body, expected=expected)
        if expected != 200:
            return "\n".join(issue["diagnostics"] for issue in found["issue"])
        return str(found["businessStatus"]["coding"][0]["code"])

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
            "alternatives": [item["part"][0]["valueReference"]["reference"].removeprefix("Organization/")
                             for item in answer if item["name"] == "alternative"],
        }  # fmt: skip
