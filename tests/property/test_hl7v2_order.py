"""The messages of one patient in any order end in the same stored state (hl7v2.md 4.4, rule 2)."""

import asyncio
import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.bootstrap import Hub, build_hub, close_hub
from hub.ingest.watermark import second_of, times_of
from hub.keys import Keys
from hub.settings import Settings
from hub.store.port import IdentifierKey, Visibility

_SYSTEMS = {
    "Patient": "https://alliance-hub.example/sid/H1/mrn",
    "Encounter": "https://alliance-hub.example/sid/H1/visit",
}
_OWN = frozenset({"id", "meta", "subject", "identifier", "location"})

steps = st.lists(
    st.fixed_dictionaries(
        {
            "event": st.sampled_from(("A08", "A02", "A03", "A13", "A08", "A31")),
            "name": st.sampled_from(("张^秀英", "张^秀莹", "")),
            "phone": st.sampled_from(("13800000001", "13800000002", '""', "")),
            "bed": st.sampled_from(("W1^1^1", "W2^1^2", "W3^1^3")),
            "days": st.sampled_from((0, 1)),
        }
    ),
    min_size=1,
    max_size=5,
)


def _messages(history: Sequence[dict[str, Any]], who: int) -> list[bytes]:
    """Each a day after the one before, or in the same second under the next control id."""
    made, day = [], 20
    first = {"event": "A01", "name": "张^秀英", "phone": "", "bed": "W1^1^1", "days": 1}
    for at, step in enumerate((first, *history)):
        day += step["days"]
        time = f"202611{day}080000"
        event = step["event"]
        made.append(
            (
                f"MSH|^~\\&|HIS|H1|HUB|A|{time}||ADT^{event}|{who}-{at}|P|2.5.1\rEVN|{event}|{time}\r"
                f"PID|1||P{who}^^^^MR||{step['name']}||19410503|F|||||{step['phone']}\r"
                f"PV1|1|I|{step['bed']}||||||||||||||||V{who}|||||||||||||||||||||||||20261121080000\r"
            ).encode()
        )
    return made


async def _state_after(hub: Hub, messages: Sequence[bytes], who: int) -> dict[str, Any]:
    for message in messages:
        receipt = await hub.ingest.receive(message, door="mllp", adapter="hl7v2")
        assert receipt.state == "stored", receipt
    state = {}
    for kind, number in (("Patient", f"P{who}"), ("Encounter", f"V{who}")):
        key = IdentifierKey(_SYSTEMS[kind], number)
        (found,) = await hub.store.by_identifier(kind, key, visibility=Visibility(member=1))
        state[kind] = _plain(found.json())
    return state


def _plain(resource: dict[str, Any]) -> dict[str, Any]:
    """What counts: not ids and versions. The history of beds has tests of its own (docs/ingest.md says its limit)."""
    plain = {name: value for name, value in resource.items() if name not in _OWN}
    return plain | {"extension": {name: second_of(at) for name, at in times_of(resource).items()}}


def test_the_same_messages_in_another_order_give_the_same_patient_and_visit(tmp_path: Path) -> None:
    numbers = itertools.count(1)
    with asyncio.Runner() as runner:
        hub = runner.run(build_hub(Settings(data=tmp_path), keys=Keys.in_memory()))

        @settings(max_examples=15, deadline=None, database=None)
        @given(history=steps, data=st.data())
        def check(history: list[dict[str, Any]], data: st.DataObject) -> None:
            one, other = next(numbers), next(numbers)
            order = data.draw(st.permutations(range(len(history) + 1)))
            shuffled = _messages(history, other)

            in_order = runner.run(_state_after(hub, _messages(history, one), one))
            in_another = runner.run(_state_after(hub, [shuffled[at] for at in order], other))

            assert in_another == in_order

        check()
        runner.run(close_hub(hub))
