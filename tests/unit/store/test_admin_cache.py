"""What the administration store keeps, beside another process that changes the same file."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.clock import FrozenClock
from hub.store.admin import AdminStore, Member, Sender


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2026, 3, 2, tzinfo=UTC))


@pytest.fixture
def server(tmp_path: Path, clock: FrozenClock) -> Iterator[AdminStore]:
    made = AdminStore.open(tmp_path / "hub.sqlite", clock=clock)
    made.add_member(Member(code="H1", name="示范老年病医院"))
    made.add_sender(Sender(application="HIS", facility="H1", member=1))
    assert made.members()[0] == made.member(1)
    assert made.senders()[0] == made.sender("HIS", "H1")
    yield made
    made.close()


@pytest.fixture
def command(tmp_path: Path, server: AdminStore, clock: FrozenClock) -> Iterator[AdminStore]:
    """`hub member` in a process of its own: another connection to the file of `server`."""
    made = AdminStore.open(tmp_path / "hub.sqlite", clock=clock)
    yield made
    made.close()


def test_a_member_added_by_a_command_is_found_at_once_and_listed_within_a_second(
    server: AdminStore, command: AdminStore, clock: FrozenClock
) -> None:
    before = server.members()

    home = command.add_member(Member(code="N1", name="示范颐和养护院"))
    listed_at_once = server.members()
    clock.advance(seconds=1)
    listed_later = server.members()

    assert listed_at_once == before
    assert listed_later == (*before, home)
    assert server.member("N1") == server.member(2) == home


def test_a_member_that_is_looked_for_is_found_at_once(server: AdminStore, command: AdminStore) -> None:
    home = command.add_member(Member(code="N1", name="示范颐和养护院"))

    assert server.member("N1") == home
    assert server.member("N9") is None


def test_a_change_by_a_command_shows_within_a_second(
    server: AdminStore, command: AdminStore, clock: FrozenClock
) -> None:
    member = server.members()[0]

    changed = command.change_member(replace(member, night_doctor=True))
    clock.advance(seconds=0.9)
    before = server.member("H1")
    clock.advance(seconds=0.1)

    assert before == member
    assert server.member("H1") == server.member(1) == changed


def test_the_stores_own_change_shows_at_once(server: AdminStore) -> None:
    changed = server.change_member(replace(server.members()[0], code="H2"))

    assert server.members() == (changed,)
    assert server.member("H1") is None
    assert server.member("H2") == changed


def test_a_sender_added_by_a_command_is_found_at_once(
    server: AdminStore, command: AdminStore, clock: FrozenClock
) -> None:
    added = command.add_sender(Sender(application="LIS", facility="H1", member=1))
    found = server.sender("LIS", "H1")
    own = server.add_sender(Sender(application="PACS", facility="H1", member=1))

    assert found == added
    assert [one.application for one in server.senders()] == ["HIS", "LIS", "PACS"]
    assert server.sender("PACS", "H1") == own
    assert server.sender("RIS", "H1") is None
