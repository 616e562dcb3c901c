"""What the chapters share: the hub, its clock, the callers, and what has been found so far."""

from dataclasses import dataclass, field
from datetime import datetime

import httpx2

from fhir_profiles.issue import JsonObject
from hub.bootstrap import Hub
from hub.demo.caller import Answer, Caller
from hub.demo.clock import StoryClock
from hub.demo.narrator import Narrator
from hub.demo.receiver import Receiver


@dataclass(slots=True)
class Stage:
    """The story while it is told. Ids are filled in as they become known."""

    hub: Hub
    clock: StoryClock
    tell: Narrator
    http: httpx2.AsyncClient
    receiver: Receiver
    callers: dict[str, Caller] = field(default_factory=dict)
    patient: str = ""
    home_patient: str = ""
    task: str = ""
    request: str = ""
    night_task: str = ""
    bed: str = ""
    bundle: bytes = b""

    def caller(self, client: str) -> Caller:
        """The system of a member, by its client id (`lead-hospital`)."""
        if client not in self.callers:
            self.callers[client] = Caller(self.hub, client, http=self.http)
        return self.callers[client]

    def now(self) -> datetime:
        """The story's present."""
        return self.clock.local()

    def page(self, path: str) -> str:
        """An address that the listener can open."""
        return f"http://{self.hub.settings.http}{path}"

    async def store_all(self, client: str, resources: list[JsonObject]) -> Answer:
        """Store resources in one transaction. One with an id is named by its urn:uuid for the others."""
        entries = [_entry(item) for item in resources]
        bundle = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
        return await self.caller(client).call("POST", "/fhir", bundle)

    async def step(self, client: str, task: str, event: str, state: str, **details: str) -> Answer:
        """One event of a referral; the story cannot go on when it is refused."""
        answer = await self.caller(client).act(task, event, **details)
        reached = state_of(answer.body)
        self.tell.demand(
            f"{client} · {event} → {reached or refusal_of(answer.body)}",
            holds=answer.status == 200 and reached == state,
        )
        return answer


def state_of(body: JsonObject) -> str:
    """The state in a Task, or in the Parameters or Bundle that hold one."""
    task = body
    if body.get("resourceType") == "Parameters":
        parts = [item.get("resource", {}) for item in body.get("parameter", [])]
        task = next((part for part in parts if part.get("resourceType") == "Task"), {})
    codings = (task.get("businessStatus") or {}).get("coding") or [{}]
    return str(codings[0].get("code", ""))


def refusal_of(body: JsonObject) -> str:
    """The words of an OperationOutcome."""
    return "；".join(str(issue.get("diagnostics", "")) for issue in body.get("issue", []))


def words_of(part: JsonObject) -> str:
    """`words` of a finding."""
    for item in part.get("part", []):
        if item.get("name") == "words":
            return str(item.get("valueString", ""))
    return ""


def value_of(parameters: JsonObject, name: str) -> str:
    """A simple value of a Parameters resource."""
    for item in parameters.get("parameter", []):
        if item.get("name") == name:
            return next((str(value) for key, value in item.items() if key.startswith("value")), "")
    return ""


def findings_of(parameters: JsonObject, result: str) -> list[JsonObject]:
    """The findings with this result."""
    return [
        item
        for item in parameters.get("parameter", [])
        if item.get("name") == "finding"
        and any(
            part.get("name") == "result" and result in {part.get("valueCode"), part.get("valueString")}
            for part in item.get("part", [])
        )
    ]


def _entry(item: JsonObject) -> JsonObject:
    entry: JsonObject = {"resource": item, "request": {"method": "POST", "url": item["resourceType"]}}
    if "id" in item:
        entry["fullUrl"] = f"urn:uuid:{item['id']}"
        entry["resource"] = {name: value for name, value in item.items() if name != "id"}
    return entry
