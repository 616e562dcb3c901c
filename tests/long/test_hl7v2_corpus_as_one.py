"""The messages of other projects as one set, sent twice over and in another order: one stored state in the end.

They come from many hospitals that share numbers by chance (PATID1234), so that their order matters to a converter
which takes the last message for the truth. What is compared is every resource, its links told by identifiers, and the
times of its statements to the second. The order of numbers, extensions and participants means nothing in FHIR.
"""

import asyncio
import json
import os
import random
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from adapters.hl7v2.batch import split_messages
from fhir_profiles.json_text import dump
from hub.bootstrap import Hub, build_hub, close_hub
from hub.ingest.watermark import URL, second_of, times_of
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
_UNORDERED = frozenset({"identifier", "extension", "participant"})


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

    found: dict[str, set[str]] = {}
    for one in different.values():
        for name, texts in one.items():
            found.setdefault(name, set()).update(_elements(*texts))
    rules = tomllib.loads(DISAGREEMENTS.read_text(encoding="utf-8"))["rule"]
    allowed: dict[str, set[str]] = {}
    for rule in rules:
        for name in rule["resources"]:
            allowed.setdefault(name, set()).update(rule["elements"])
    assert {name: sorted(left) for name, said in found.items() if (left := said - allowed.get(name, set()))} == {}
    assert [rule["why"] for rule in rules if not set(rule["resources"]) & found.keys()] == []
    assert len(different["twice"]) <= 2


def _elements(one: str, other: str) -> set[str]:
    """The elements in which they differ; `*` when one of them is not there, or as two."""
    left, right = (json.loads(f"[{text}]") for text in (one, other))
    if len(left) != len(right):
        return {"*"}
    return {
        name
        for this, that in zip(left, right, strict=True)
        for name in this.keys() | that.keys()
        if this.get(name) != that.get(name)
    }


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
    first = min(identifiers, key=_number) if isinstance(identifiers, list) else identifiers
    return f"{ref.partition('/')[0]} {first.get('system', '')}|{first.get('value', '')}"


def _number(identifier: dict[str, Any]) -> tuple[bool, str, str]:
    is_old = identifier.get("use") == "old"
    return is_old, identifier.get("system", ""), identifier.get("value", "")


def _told(body: dict[str, Any], names: dict[str, str]) -> str:
    plain = {name: body[name] for name in sorted(body) if name not in {"id", "meta"}}
    if times_of(body):
        said = " ".join(f"{name}={second_of(at)}" for name, at in sorted(times_of(body).items()))
        plain["extension"] = [one | {"valueString": said} if one["url"] == URL else one for one in body["extension"]]
    for name in _UNORDERED & plain.keys():
        if isinstance(plain[name], list):
            plain[name] = sorted(plain[name], key=lambda member: _linked(dump(member).decode(), names))
    return _linked(dump(plain).decode(), names)


def _linked(text: str, names: dict[str, str]) -> str:
    return _ID.sub(lambda found: f'"reference":"{names.get(f"{found[1]}/{found[2]}", "?")}"', text)


def _different(one: State, other: State) -> dict[str, tuple[str, str]]:
    keys = sorted(one.keys() | other.keys())
    return {key: (one.get(key, ""), other.get(key, "")) for key in keys if one.get(key) != other.get(key)}


def _numbered(message: bytes, control_id: str) -> bytes:
    fields = message.split(message[3:4])
    if len(fields) > 9:
        fields[9] = control_id.encode()
    return message[3:4].join(fields)
