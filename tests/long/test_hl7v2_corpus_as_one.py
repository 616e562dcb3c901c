"""The messages of other projects as one set, sent twice over and in another order: one stored state in the end.

They come from many hospitals that share numbers by chance (PATID1234), so that their order matters to a converter
which takes the last message for the truth. What is compared is every resource, its links told by identifiers.
"""

import asyncio
import os
import random
import re
import tomllib
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from adapters.hl7v2.batch import split_messages
from fhir_profiles.json_text import dump
from hub.bootstrap import Hub, build_hub, close_hub
from hub.keys import Keys
from hub.settings import Settings
from hub.store.port import Ref, Visibility

CORPORA = Path(os.environ.get("HUB_CORPORA", Path(__file__).parents[2].parent / "shared" / "corpora"))
MESSAGES = sorted((CORPORA / "hl7v2").rglob("*.hl7"))
DISAGREEMENTS = Path(__file__).with_name("hl7v2_replay_disagreements.toml")
_EYES = Visibility(member=1)
_ID = re.compile(r'"reference":"([A-Za-z]+)/([0-9a-f-]{36})"')

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not MESSAGES, reason=f"the message corpus is not there ({CORPORA})"),
]

State = dict[str, str]


def messages() -> list[bytes]:
    """The whole set, each under a control id of its own."""
    found = [message for path in MESSAGES for message in split_messages(path.read_bytes())]
    return [_numbered(message, f"C{at}") for at, message in enumerate(found)]


def test_twice_or_in_another_order_the_set_gives_one_state_but_where_its_messages_contradict(tmp_path: Path) -> None:
    told = messages()
    once = state_after(tmp_path / "once", told)
    again = [_numbered(message, f"D{at}") for at, message in enumerate(told)]
    orders = {"twice": [*told, *again], "one": _shuffled(told, 1), "two": _shuffled(told, 2), "backwards": told[::-1]}

    different = {name: _different(once, state_after(tmp_path / name, order)) for name, order in orders.items()}

    rules = tomllib.loads(DISAGREEMENTS.read_text(encoding="utf-8"))["rule"]
    names = {name for found in different.values() for name in found}
    patterns = [pattern for rule in rules for pattern in rule["names"]]
    assert sorted(name for name in names if not any(fnmatchcase(name, pattern) for pattern in patterns)) == []
    assert [rule["why"] for rule in rules if not _is_needed(rule, names)] == []
    assert len(different["twice"]) <= 3
    assert {rule["whose"] for rule in rules} <= {"one-second", "one-number", "mention", "undated"}


def _is_needed(rule: dict[str, Any], names: set[str]) -> bool:
    return any(fnmatchcase(name, pattern) for name in names for pattern in rule["names"])


def _shuffled(told: list[bytes], seed: int) -> list[bytes]:
    shuffled = list(told)
    random.Random(seed).shuffle(shuffled)
    return shuffled


def state_after(folder: Path, told: Sequence[bytes]) -> State:
    """What a fresh hub holds after these messages."""
    folder.mkdir()
    with asyncio.Runner() as runner:
        hub = runner.run(build_hub(Settings(data=folder, lead_code="H1"), keys=Keys.in_memory()))
        refs: set[Ref] = set()
        for message in told:
            receipt = runner.run(hub.ingest.receive(message, door="mllp", adapter="hl7v2", member=1))
            assert receipt.state in {"stored", "refused", "ignored", "duplicate"}
            refs |= set(receipt.resources)
        found = runner.run(_contents(hub, sorted(refs, key=str)))
        runner.run(close_hub(hub))
    return found


async def _contents(hub: Hub, refs: Sequence[Ref]) -> State:
    bodies: dict[str, dict[str, Any]] = {}
    for ref in refs:
        stored = await hub.store.read(ref, visibility=_EYES)
        if stored is not None and not stored.deleted and ref.type != "Provenance":
            bodies[str(ref)] = stored.json()
    names = {ref: _name(ref, body) for ref, body in bodies.items()}
    told: dict[str, list[str]] = {}
    for name, body in bodies.items():
        told.setdefault(names[name], []).append(_told(body, names))
    return {name: ",".join(sorted(texts)) for name, texts in told.items()}


def _name(ref: str, body: dict[str, Any]) -> str:
    identifiers = body.get("identifier") or [{}]
    first = identifiers[0] if isinstance(identifiers, list) else identifiers
    return f"{ref.partition('/')[0]} {first.get('system', '')}|{first.get('value', '')}"


def _told(body: dict[str, Any], names: dict[str, str]) -> str:
    plain = {name: body[name] for name in sorted(body) if name not in {"id", "meta"}}
    text = dump(plain).decode()
    return _ID.sub(lambda found: f'"reference":"{names.get(f"{found[1]}/{found[2]}", "?")}"', text)


def _different(one: State, other: State) -> dict[str, tuple[str, str]]:
    keys = sorted(one.keys() | other.keys())
    return {key: (one.get(key, ""), other.get(key, "")) for key in keys if one.get(key) != other.get(key)}


def _numbered(message: bytes, control_id: str) -> bytes:
    fields = message.split(message[3:4])
    if len(fields) > 9:
        fields[9] = control_id.encode()
    return message[3:4].join(fields)
