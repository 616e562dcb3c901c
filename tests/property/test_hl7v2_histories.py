"""A history of two record numbers of one person, in any order and twice: one stored state (hl7v2.md 4.4, rule 2)."""

import asyncio
import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.bootstrap import Hub, build_hub, close_hub
from hub.keys import Keys
from hub.settings import Settings
from hub.store.port import IdentifierKey, StoredResource, Visibility

_SID = "https://alliance-hub.example/sid/H1"
_EYES = Visibility(member=1)
_NOT_COMPARED = frozenset(
    {"id", "meta", "extension", "location", "subject", "encounter", "basedOn", "result", "link", "authoredOn"}
)

steps = st.lists(
    st.one_of(
        st.fixed_dictionaries(
            {
                "event": st.sampled_from(("A02", "A03", "A08", "A11", "A13", "A21", "A22", "A31")),
                "name": st.sampled_from(("张^秀英", "张^秀莹", "")),
                "phone": st.sampled_from(("13800000001", "13800000002", '""', "")),
            }
        ),
        st.fixed_dictionaries(
            {"event": st.just("R01"), "status": st.sampled_from("PFC"), "at_once": st.sampled_from(("", "yes"))}
        ),
        st.fixed_dictionaries({"event": st.just("O01"), "control": st.sampled_from(("NW", "CA"))}),
    ),
    min_size=1,
    max_size=6,
)


def _messages(history: Sequence[dict[str, str]], merge_at: int, who: int) -> list[bytes]:
    """The history of one person: number A until the merge, B after it; results may still come for A."""
    made, merged, second = [], False, 0
    told: list[dict[str, str]] = [{"event": "A01", "name": "张^秀英", "phone": ""}, *history]
    told.insert(1 + merge_at % len(told), {"event": "A40"})
    for at, step in enumerate(told):
        event = step["event"]
        second += 0 if step.get("at_once") else 1
        time = f"202611210800{second:02}"
        number = f"B{who}" if merged and event[0] == "A" else f"A{who}"
        if event == "A40":
            merged, number = True, f"B{who}"
        code = {"R01": "ORU", "O01": "ORM"}.get(event, "ADT")
        name, phone = step.get("name", "张^秀英"), step.get("phone", "")
        lines = [
            f"MSH|^~\\&|HIS|H1|HUB|A|{time}||{code}^{event}|{who}-{at}|P|2.5.1",
            f"EVN|{event}|{time}" if code == "ADT" else "",
            f"PID|1||{number}^^^^MR||{name}||19410503|F|||||{phone}",
        ]
        if event == "A40":
            lines.append(f"MRG|A{who}^^^^MR")
        elif code == "ADT":
            lines.append(f"PV1|1|I|W1^1^1{'|' * 16}V{who}{'|' * 25}20261121080000")
        else:
            control = step.get("control", "RE")
            lines.append(f"ORC|{control}|P{who}|F{who}||||||{time}")
            lines.append(f"OBR|1|P{who}|F{who}|GLU^血糖^L|||20261121080000{'|' * 15}{time}|||{step.get('status', '')}")
            if code == "ORU":
                lines.append(f"OBX|1|NM|GLU^血糖^L||5.{at}|mmol/L||||{step['status']}|||20261121080000")
        made.append(("\r".join(line for line in lines if line) + "\r").encode())
    return made


async def _state_after(hub: Hub, messages: Sequence[bytes], who: int) -> dict[str, Any]:
    for message in messages:
        receipt = await hub.ingest.receive(message, door="mllp", adapter="hl7v2")
        assert receipt.state == "stored", receipt
    again = messages[0].split(b"|")
    again[9] = b"again-" + again[9]
    assert (await hub.ingest.receive(b"|".join(again), door="mllp", adapter="hl7v2")).state == "stored"
    return await _state(hub, who)


async def _state(hub: Hub, who: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    survivor = await _one(hub, "Patient", f"{_SID}/mrn", f"B{who}")
    person = set(await hub.store.linked_patients(survivor.ref.id, visibility=_EYES))
    for kind, system, number in (
        ("Encounter", "visit", f"V{who}"),
        ("DiagnosticReport", "filler", f"F{who}"),
        ("ServiceRequest", "placer", f"P{who}"),
    ):
        key = IdentifierKey(f"{_SID}/{system}", number)
        stored = [one for one in await hub.store.by_identifier(kind, key, visibility=_EYES) if _is_live(one)]
        assert len(stored) <= 1, f"{kind} {number} is there twice"
        for one in stored:
            assert one.patient in person, f"{kind} is with somebody else"
            found[kind] = {**_plain(one), "of": "B" if one.patient == survivor.ref.id else "A"}
    return found | {"Patient": _plain(survivor), "records": len(person)}


async def _one(hub: Hub, kind: str, system: str, number: str) -> StoredResource:
    (found,) = [
        one
        for one in await hub.store.by_identifier(kind, IdentifierKey(system, number), visibility=_EYES)
        if one.json().get("active") is not False
    ]
    return found


def _is_live(one: StoredResource) -> bool:
    return one.json().get("status") != "entered-in-error"


def _plain(one: StoredResource) -> dict[str, Any]:
    """What counts, without ids of resources and without the numbers, which carry who it is."""
    resource = one.json()
    resource.pop("identifier", None)
    return {name: value for name, value in resource.items() if name not in _NOT_COMPARED}


def test_a_history_with_a_merge_in_any_order_gives_the_same_records(tmp_path: Path) -> None:
    numbers = itertools.count(1)
    with asyncio.Runner() as runner:
        hub = runner.run(build_hub(Settings(data=tmp_path), keys=Keys.in_memory()))

        @settings(max_examples=12, deadline=None, database=None)
        @given(history=steps, merge_at=st.integers(0, 6), data=st.data())
        def check(history: list[dict[str, str]], merge_at: int, data: st.DataObject) -> None:
            one, other = next(numbers), next(numbers)
            order = data.draw(st.permutations(range(len(history) + 2)))
            shuffled = _messages(history, merge_at, other)

            in_order = runner.run(_state_after(hub, _messages(history, merge_at, one), one))
            in_another = runner.run(_state_after(hub, [shuffled[at] for at in order], other))

            assert in_another == in_order

        check()
        runner.run(close_hub(hub))
