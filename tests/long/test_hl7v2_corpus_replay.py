"""The messages of other projects sent twice: the second time under a new control id, as after a restored backup."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.hl7v2.batch import split_messages
from hub.bootstrap import Hub, build_hub, close_hub
from hub.ingest.receipt import Receipt
from hub.keys import Keys
from hub.settings import Settings
from hub.store.port import Visibility

CORPORA = Path(os.environ.get("HUB_CORPORA", Path(__file__).parents[2].parent / "shared" / "corpora"))
MESSAGES = sorted((CORPORA / "hl7v2").rglob("*.hl7"))
_EYES = Visibility(member=1)

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not MESSAGES, reason=f"the message corpus is not there ({CORPORA})"),
]


def test_a_message_that_is_sent_again_changes_nothing(tmp_path: Path) -> None:
    changed = []
    with asyncio.Runner() as runner:
        hub = runner.run(build_hub(Settings(data=tmp_path, lead_code="H1"), keys=Keys.in_memory()))
        for number, (name, message) in enumerate(_messages()):
            first = runner.run(_receive(hub, message, f"{number}-1"))
            before = runner.run(_contents(hub, first))
            assert runner.run(_receive(hub, message, f"{number}-1")).state in {"duplicate", "refused", "ignored"}, name
            again = runner.run(_receive(hub, message, f"{number}-2"))
            assert first.state == again.state != "failed", name
            after = runner.run(_contents(hub, first))
            changed += [(name, ref) for ref in before if before[ref] != after[ref]]
        runner.run(close_hub(hub))

    assert changed == []


def _messages() -> Iterator[tuple[str, bytes]]:
    for path in MESSAGES:
        for message in split_messages(path.read_bytes()):
            yield path.name, message


async def _receive(hub: Hub, message: bytes, control_id: str) -> Receipt:
    fields = message.split(message[3:4])
    if len(fields) > 9:
        fields[9] = control_id.encode()
    return await hub.ingest.receive(message[3:4].join(fields), door="mllp", adapter="hl7v2", member=1)


async def _contents(hub: Hub, receipt: Receipt) -> dict[str, Any]:
    """The resources of a message as they are now, but its Provenance, which is one for each message."""
    found = {}
    for ref in receipt.resources:
        stored = await hub.store.read(ref, visibility=_EYES)
        if stored is not None and ref.type != "Provenance":
            found[str(ref)] = (stored.version, stored.json())
    return found
