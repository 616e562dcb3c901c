"""The sequence number protocol (MSH-13, MSA-4) of a sender whose file asks for it, on both engines."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from hub.bootstrap import Hub, build_hub, close_hub
from hub.ingest.receipt import Receipt
from hub.keys import Keys
from hub.settings import Settings
from hub.store.port import Visibility
from tests.postgres_server import fresh_database
from tests.unit.ingest.samples import adt

FILE = '[sender]\napplication = "HIS"\nfacility = "H1"\nmember = "H1"\n\n[quirks]\nsequence_numbers = true\n'
WORDS = (
    "Messages are missing: the sequence number is 3, expected 2. The message is in quarantine and nothing of it was "
    "used. Send from 2 on, or count anew with -1."
)


class Line:
    """A hub that is started again on the same data, and what the sender hears."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._keys = Keys.in_memory()
        self._sent = 0
        self.hub: Hub

    async def start(self) -> None:
        """Start the hub, or start it again."""
        self.hub = await build_hub(self._settings, keys=self._keys)

    async def restart(self) -> None:
        """End and start."""
        await close_hub(self.hub)
        await self.start()

    async def receive(self, said: str, **given: Any) -> Receipt:
        """One message with this MSH-13."""
        self._sent += 1
        mode = given.pop("mode", "|")
        options = {"control_id": f"M{self._sent}", "event": "A08"} | given
        data = adt(**options, msh_tail=f"|{said}||{mode}||UNICODE UTF-8")
        return await self.hub.ingest.receive(data, door="mllp", adapter="hl7v2", member=None, peer="127.0.0.1")

    async def say(self, said: str, **given: Any) -> tuple[str, str]:
        """MSA-1 and MSA-4 of the answer."""
        return answer_of(await self.receive(said, **given))


def answer_of(receipt: Receipt) -> tuple[str, str]:
    fields = next(part for part in receipt.ack.split(b"\r") if part.startswith(b"MSA")).decode().split("|")
    return fields[1], [*fields, "", "", ""][4]


@pytest.fixture(params=["postgres", "sqlite"])
async def line(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Line]:
    (tmp_path / "senders").mkdir()
    (tmp_path / "senders" / "his.toml").write_text(FILE, encoding="utf-8")
    with ExitStack() as stack:
        changed: dict[str, Any] = {"db": stack.enter_context(fresh_database())} if request.param == "postgres" else {}
        made = Line(Settings(data=tmp_path, lead_code="H1", **changed))
        await made.start()
        yield made
        await close_hub(made.hub)


async def _states(line: Line) -> list[str]:
    member = line.hub.admin.member("H1")
    assert member is not None
    rows = await line.hub.store.inbound_page(visibility=Visibility(member=member.number))
    return [row.state for row in reversed(rows)]


async def test_numbers_in_order_are_echoed_and_outlive_a_restart(line: Line) -> None:
    heard = [await line.say("0"), await line.say("7"), await line.say("8")]
    await line.restart()
    heard += [await line.say("0"), await line.say("9")]

    assert heard == [("AA", "-1"), ("AA", "7"), ("AA", "8"), ("AA", "9"), ("AA", "9")]
    assert await _states(line) == ["stored", "stored", "stored"]


async def test_a_gap_is_refused_with_the_number_that_is_expected_and_the_message_is_kept(line: Line) -> None:
    await line.say("1")

    gap = await line.receive("3")
    after = [await line.say("2"), await line.say("3")]

    assert answer_of(gap) == ("AR", "2")
    assert [issue.text for issue in gap.issues] == [WORDS]
    assert after == [("AA", "2"), ("AA", "3")]
    assert await _states(line) == ["stored", "refused", "stored", "stored"]


async def test_a_number_that_was_used_is_refused_but_the_same_message_hears_its_answer_again(line: Line) -> None:
    first = await line.receive("1", control_id="A")

    again = await line.receive("1", control_id="A")
    other = await line.receive("1", control_id="B")

    assert (again.state, again.ack) == ("duplicate", first.ack)
    assert answer_of(other) == ("AR", "2")
    assert other.issues[0].text.startswith("The sequence number 1 was used before; expected 2.")
    assert await _states(line) == ["stored", "refused"]


@pytest.mark.parametrize("number", ["", "x", "-2", "1.5", "١"])
async def test_a_message_without_a_sequence_number_is_refused(line: Line, number: str) -> None:
    await line.say("4")

    receipt = await line.receive(number)

    assert answer_of(receipt) == ("AR", "5")
    assert receipt.issues[0].text == (
        "The sender counts its messages, and this one has no sequence number; expected a positive whole number."
    )


async def test_minus_one_lets_the_next_message_begin_the_count(line: Line) -> None:
    heard = [await line.say("5"), await line.say("-1"), await line.say("0"), await line.say("70"), await line.say("72")]

    assert heard == [("AA", "5"), ("AA", "-1"), ("AA", "-1"), ("AA", "70"), ("AR", "71")]


async def test_a_message_that_lies_in_quarantine_for_its_content_has_used_its_number(line: Line) -> None:
    await line.say("1")

    poisoned = await line.say("2", resident_id="110101194105031234")
    after = await line.say("3")

    assert (poisoned, after) == (("AE", "2"), ("AA", "3"))


async def test_a_replayed_message_has_no_number_any_more(line: Line) -> None:
    await line.say("1")
    gap = await line.receive("3")
    member = line.hub.admin.member("H1")
    assert member is not None

    replayed = await line.hub.ingest.quarantine.replay(gap.key, visibility=Visibility(member=member.number))

    assert (replayed.state, answer_of(replayed)) == ("stored", ("AA", ""))
    assert await line.say("2") == ("AA", "2")


async def test_of_two_messages_with_one_number_at_the_same_time_one_is_stored(line: Line) -> None:
    await line.say("1")

    both = await asyncio.gather(line.receive("2", number="H1-7"), line.receive("2", number="H1-8", visit="V8"))

    assert sorted(answer_of(one) for one in both) == [("AA", "2"), ("AR", "3")]


async def test_in_enhanced_mode_the_commit_answer_has_the_expected_number(line: Line) -> None:
    heard = [await line.say("1", mode="AL|NE"), await line.say("3", mode="AL|NE"), await line.say("0", mode="AL|NE")]

    assert heard == [("CA", "1"), ("CR", "2"), ("CA", "2")]


async def test_without_the_word_in_the_file_numbers_are_not_looked_at(line: Line, tmp_path: Path) -> None:
    (tmp_path / "senders" / "his.toml").write_text(FILE.replace("true", "false"), encoding="utf-8")
    await line.restart()

    assert [await line.say("9"), await line.say("1"), await line.say("0")] == [("AA", ""), ("AA", ""), ("AA", "")]


async def test_counting_anew_does_not_overtake_what_is_being_read_under_load(line: Line) -> None:
    numbers = [*(str(number) for number in range(1, 25)), "-1", "1", "2"]
    for _ in range(2):  # the second time a process beside the server reads
        answers = await asyncio.gather(*(line.say(said) for said in [*numbers, "-1"]))
        assert [answer for answer, _ in answers] == ["AA"] * 28
        await line.hub.offload.run(int)
