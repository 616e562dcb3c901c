"""What every engine must do with the inbox, the outbox and timers."""

import asyncio
from dataclasses import replace
from typing import Any

from hub.store.port import (
    CancelTimer,
    Engine,
    Inbound,
    Outbound,
    Timer,
    UnitConflictError,
    WriteUnit,
)
from tests.contract.engines import H1, N1, N2, SYSTEM


def _message(key: int, control: str, *, state: Any = "stored", **settings: Any) -> Inbound:
    values: dict[str, Any] = {
        "key": key, "sender": "HIS|H1", "control_id": control, "digest": b"d", "raw": b"MSH|", "ack": b"AA",
        "received": 1, "door": "mllp", "adapter": "hl7v2", "label": f"ADT^A01 {control}", "charset": "UTF-8",
        "state": state, "member": 1,
    }  # fmt: skip
    return Inbound(**(values | settings))


class TestMessages:
    async def test_a_control_id_is_stored_once(self, store: Engine) -> None:
        outcomes = await asyncio.gather(
            *(store.write(WriteUnit(inbound=(_message(store.new_key(), "M1"),)), visibility=H1) for _ in range(4)),
            return_exceptions=True,
        )

        lost = [one for one in outcomes if isinstance(one, UnitConflictError)]
        assert [one.kind for one in lost] == ["duplicate"] * 3
        kept = await store.find_inbound("HIS|H1", "M1", member=1)
        assert kept is not None
        assert kept.ack == b"AA"
        assert await store.find_inbound("HIS|N1", "M1", member=1) is None

    async def test_two_members_may_use_the_same_sender_and_control_id(self, store: Engine) -> None:
        mine, theirs = _message(store.new_key(), "M1"), _message(store.new_key(), "M1", member=2, ack=b"AA2")

        await asyncio.gather(
            store.write(WriteUnit(inbound=(mine,)), visibility=H1),
            store.write(WriteUnit(inbound=(theirs,)), visibility=N1),
        )

        assert await store.find_inbound("HIS|H1", "M1", member=1) == mine
        assert await store.find_inbound("HIS|H1", "M1", member=2) == theirs
        assert await store.find_inbound("HIS|H1", "M1", member=3) is None

    async def test_a_refused_message_may_come_again_and_be_replayed(self, store: Engine) -> None:
        first, second = (
            _message(store.new_key(), "M1", state="refused"),
            _message(store.new_key(), "M1", state="refused"),
        )
        for message in (first, second):
            await store.write(WriteUnit(inbound=(message,)), visibility=H1)
        good = _message(store.new_key(), "M1", replay_of=first.key)

        await store.write(WriteUnit(inbound=(good,)), visibility=H1)

        assert await store.find_inbound("HIS|H1", "M1", member=1) == good
        assert await store.inbound(first.key, visibility=H1) == replace(first, state="replayed")
        assert list(await store.inbound_page(visibility=H1, state="refused")) == [replace(second, raw=b"")]

    async def test_a_page_of_messages_is_newest_first_and_own_only(self, store: Engine) -> None:
        keys = [store.new_key() for _ in range(3)]
        for key, control in zip(keys, ("A1", "B1", "B2"), strict=True):
            await store.write(WriteUnit(inbound=(_message(key, control),)), visibility=H1)

        assert [one.control_id for one in await store.inbound_page(visibility=H1)] == ["B2", "B1", "A1"]
        assert [one.control_id for one in await store.inbound_page(visibility=H1, text="b", count=1)] == ["B2"]
        assert [one.control_id for one in await store.inbound_page(visibility=H1, before=keys[1])] == ["A1"]
        assert list(await store.inbound_page(visibility=N1)) == []
        assert await store.inbound(keys[0], visibility=N1) is None


def _delivery(key: int, **settings: Any) -> Outbound:
    values: dict[str, Any] = {
        "key": key, "receiver": 2, "channel": "rest-hook", "address": "http://n1", "ordering": "2|p1",
        "subject": "Task/t", "payload": b"{}", "created": 5,
    }  # fmt: skip
    return Outbound(**(values | settings))


class TestDeliveries:
    async def test_rows_of_one_ordering_go_out_one_after_the_other(self, store: Engine) -> None:
        first, second = _delivery(store.new_key()), _delivery(store.new_key())
        free = _delivery(store.new_key(), ordering="")
        await store.write(WriteUnit(outbound=(first, second, free)), visibility=H1)

        taken = await store.due_outbound(now=10, lease_until=20, count=9)
        again = await store.due_outbound(now=10, lease_until=20, count=9)
        await store.settle_outbound(first.key, state="done", due=0, error="")
        after = await store.due_outbound(now=11, lease_until=20, count=9)

        assert list(taken) == [first, free]
        assert list(again) == []
        assert list(after) == [second]

    async def test_a_lease_that_ends_gives_the_row_back(self, store: Engine) -> None:
        row = _delivery(store.new_key())
        await store.write(WriteUnit(outbound=(row,)), visibility=H1)
        await store.due_outbound(now=10, lease_until=20, count=9)

        assert list(await store.due_outbound(now=19, lease_until=30, count=9)) == []
        assert list(await store.due_outbound(now=20, lease_until=30, count=9)) == [row]

    async def test_a_failed_try_waits_and_holds_its_followers_back(self, store: Engine) -> None:
        first, second = _delivery(store.new_key()), _delivery(store.new_key())
        await store.write(WriteUnit(outbound=(first, second)), visibility=H1)
        await store.due_outbound(now=10, lease_until=20, count=9)

        await store.settle_outbound(first.key, state="waiting", due=100, error="refused")

        assert list(await store.due_outbound(now=99, lease_until=120, count=9)) == []
        assert list(await store.due_outbound(now=100, lease_until=120, count=9)) == [
            replace(first, due=100, attempts=1, last_error="refused")
        ]

    async def test_a_page_of_deliveries_is_for_sender_and_receiver(self, store: Engine) -> None:
        row = _delivery(store.new_key())
        await store.write(WriteUnit(outbound=(row,)), visibility=H1)

        for by in (H1, N1, SYSTEM):
            assert list(await store.outbound_page(visibility=by)) == [replace(row, payload=b"")]
        assert list(await store.outbound_page(visibility=N2)) == []
        assert list(await store.outbound_page(visibility=H1, state="failed")) == []

    async def test_a_timer_is_taken_once_and_comes_back_when_its_lease_ends(self, store: Engine) -> None:
        await store.write(WriteUnit(timers=(Timer("ack", "Task/1", 50), Timer("ack", "Task/2", 70))), visibility=H1)

        early = await store.due_timers(now=49, lease_until=60, count=9)
        due = await store.due_timers(now=50, lease_until=60, count=9)
        leased = await store.due_timers(now=59, lease_until=60, count=9)
        back = await store.due_timers(now=60, lease_until=99, count=9)

        assert (list(early), list(leased)) == ([], [])
        assert list(due) == list(back) == [Timer("ack", "Task/1", 50)]

    async def test_a_timer_moves_when_set_again_and_goes_when_cancelled(self, store: Engine) -> None:
        await store.write(WriteUnit(timers=(Timer("ack", "s", 50), Timer("no-show", "s", 50))), visibility=H1)

        await store.write(WriteUnit(timers=(Timer("ack", "s", 90),)), visibility=H1)
        due = await store.due_timers(now=50, lease_until=51, count=9)
        await store.write(WriteUnit(timers=(CancelTimer("s", "no-show"),)), visibility=H1)
        moved = await store.due_timers(now=90, lease_until=91, count=9)
        await store.write(WriteUnit(timers=(CancelTimer("s"),)), visibility=H1)

        assert list(due) == [Timer("no-show", "s", 50)]
        assert list(moved) == [Timer("ack", "s", 90)]
        assert list(await store.due_timers(now=999, lease_until=1000, count=9)) == []
