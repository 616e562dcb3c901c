"""The demo's own parts: its clock, its history, its receiver, and the folder that it may replace."""

import asyncio
import io
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fhir_profiles.r4 import second_opinion
from fhir_profiles.validate import validate
from hub.clock import SHANGHAI
from hub.demo import elder, feeds
from hub.demo.clock import StoryClock
from hub.demo.handover import handover
from hub.demo.history import synthetic_referrals
from hub.demo.narrator import Narrator, StoryError
from hub.demo.receiver import Receiver
from hub.demo.run import MARK, _prepare
from hub.errors import BadRequestError
from terminology.check_digits import read_resident_id

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)


def test_the_story_clock_is_put_forward_and_never_past_the_present() -> None:
    clock = StoryClock(days_behind=3)
    before = clock.local()

    moved = clock.put_forward(days=1, hour=14, minute=5)
    clock.put_forward(days=30, hour=0, minute=0)
    low, present, high = time.time_ns() // 1000, clock.now(), time.time_ns() // 1000

    assert (moved.hour, moved.minute, (moved.date() - before.date()).days) == (14, 5, 1)
    assert low <= present <= high


def test_putting_the_story_clock_back_leaves_it_where_it_is() -> None:
    clock, untouched = StoryClock(days_behind=3), StoryClock(days_behind=3)

    clock.put_forward(days=-1, hour=0, minute=0)
    low, present, high = untouched.now(), clock.now(), untouched.now()

    assert low <= present <= high


def test_the_history_is_the_same_every_time_and_every_resource_of_it_is_valid() -> None:
    first = list(synthetic_referrals(NOW, count=40))

    assert first == list(synthetic_referrals(NOW, count=40))
    resources = [resource for _, several in first for resource in several]
    assert {resource["id"]: found for resource in resources if (found := validate(resource))} == {}
    assert [second_opinion(resource) for resource in resources[:9]] == [[]] * 9


def test_the_histories_elders_have_right_check_digits_and_belong_to_no_district() -> None:
    numbers = [resources[0]["identifier"][0]["value"] for _, resources in synthetic_referrals(NOW, count=60)]

    assert [number for number in numbers if read_resident_id(number) is None] == []
    assert {number[:6] for number in numbers} == {"330199"}


def test_what_the_ward_knows_of_the_elder_is_valid_fhir() -> None:
    resources = [
        *elder.recovery("Patient/1", NOW),
        *handover("Patient/1", NOW),
        elder.condition("J18.900", "肺炎", subject="Patient/1", onset=NOW),
        elder.consent("Patient/1", NOW, recipient="N1"),
    ]

    assert [found for resource in resources if (found := validate(resource))] == []


def test_the_hospitals_feed_is_gb18030_and_says_so() -> None:
    message = feeds.admission(NOW, control="1")

    text = message.decode("gb18030")
    assert text.split("\r")[0].split("|")[17] == "GB18030"
    assert elder.NAME in text


async def test_the_receiver_keeps_what_it_takes_and_refuses_when_told_to() -> None:
    receiver = await Receiver(refuse_first=1).start()
    host, port = receiver.address.removeprefix("http://").split("/")[0].split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    body = b'{"resourceType":"Bundle"}'
    request = b"POST /transfers HTTP/1.1\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)

    writer.write(request)
    first = await reader.readuntil(b"\r\n\r\n")
    writer.write(request)
    second = await reader.readuntil(b"\r\n\r\n")

    assert (first.split()[1], second.split()[1]) == (b"503", b"200")
    assert receiver.bundles == [body]
    assert await receiver.wait_for_bundle(seconds=1)
    writer.close()
    await writer.wait_closed()
    await receiver.stop()


async def test_waiting_for_a_bundle_that_does_not_come_ends() -> None:
    receiver = await Receiver().start()

    assert not await receiver.wait_for_bundle(seconds=0.01)

    await receiver.stop()


def test_the_narrator_counts_what_held_and_stops_at_what_the_story_needs() -> None:
    out = io.StringIO()
    tell = Narrator(out=out)
    tell.chapter(datetime(2026, 3, 2, 9, 5, tzinfo=UTC), "标题", "title")

    tell.check("one", holds=True)
    tell.check("two", holds=False)
    with pytest.raises(StoryError):
        tell.demand("three", holds=False)

    assert (tell.chapters, tell.held, tell.failed) == (1, 1, ["two", "three"])
    assert "【1】03月02日（周一）09:05  标题" in out.getvalue()


def test_only_a_folder_that_a_demo_made_is_replaced(tmp_path: Path) -> None:
    own, foreign, empty = tmp_path / "own", tmp_path / "foreign", tmp_path / "empty"
    for folder in (own, foreign, empty):
        folder.mkdir()
    (own / MARK).touch()
    (foreign / "letters.txt").touch()

    assert _prepare(empty, wipe=True)
    assert _prepare(tmp_path / "new", wipe=True)
    assert not _prepare(own, wipe=False)
    assert _prepare(own, wipe=True)
    assert not own.exists()
    with pytest.raises(BadRequestError):
        _prepare(foreign, wipe=True)
    assert (foreign / "letters.txt").exists()


def test_the_history_covers_ninety_days() -> None:
    dates = [datetime.fromisoformat(resources[1]["authoredOn"]) for _, resources in synthetic_referrals(NOW, count=400)]

    assert len(dates) == 400
    assert NOW - timedelta(days=91) < min(dates) < NOW - timedelta(days=89)
    assert max(dates) <= NOW
