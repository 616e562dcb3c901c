"""Outbox rows over MLLP: one connection, answers by control id, and nothing lost or taken for another's answer."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.delivery.channels.mllp import Answer, read_answer, verdict
from hub.delivery.channels.rest_hook import Attempt
from hub.store.admin import Endpoint
from tests.unit.delivery.mllp_world import Alliance, alliance_with_his


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with alliance_with_his(tmp_path) as made:
        yield made


def message(control_id: str) -> bytes:
    return f"MSH|^~\\&|HUB|H1|CIS|M1|20260302||ADT^A08|{control_id}|P|2.4\rPID|1||1\r".encode()


async def test_messages_go_in_order_over_one_connection(alliance: Alliance) -> None:
    await alliance.send(message("A"), message("B"), message("C"))

    for _ in range(3):
        await alliance.dispatcher.turn()

    assert alliance.his.seen == [message("A").strip(), message("B").strip(), message("C").strip()]
    assert alliance.his.connections == 1
    assert await alliance.states() == [("done", 1, "")] * 3


async def test_silence_ends_the_connection_and_the_same_bytes_go_again(alliance: Alliance) -> None:
    alliance.his.answers = ["silence"]
    await alliance.send(message("A"), message("B"))

    await alliance.dispatcher.turn()
    assert await alliance.states() == [("waiting", 1, "no acknowledgement (TimeoutError)"), ("waiting", 0, "")]
    alliance.clock.advance(seconds=5)
    await alliance.dispatcher.turn()
    await alliance.dispatcher.turn()

    assert alliance.his.seen == [message(name).strip() for name in ("A", "A", "B")]
    assert alliance.his.connections == 2
    assert await alliance.states() == [("done", 2, ""), ("done", 1, "")]


async def test_an_answer_to_another_message_is_not_taken_for_this_one(alliance: Alliance) -> None:
    alliance.his.answers = ["late answer first"]
    await alliance.send(message("A"))

    await alliance.dispatcher.turn()

    assert await alliance.states() == [("done", 1, "")]


async def test_a_connection_that_the_receiver_ended_is_opened_anew(alliance: Alliance) -> None:
    alliance.his.answers = ["AA and hang up"]
    await alliance.send(message("A"), message("B"))

    await alliance.dispatcher.turn()
    await asyncio.sleep(0.05)
    await alliance.dispatcher.turn()

    assert (alliance.his.connections, await alliance.states()) == (2, [("done", 1, "")] * 2)


async def test_a_receiver_that_hangs_up_without_an_answer_gets_it_again(alliance: Alliance) -> None:
    alliance.his.answers = ["hang up"]
    await alliance.send(message("A"))

    await alliance.dispatcher.turn()

    assert await alliance.states() == [("waiting", 1, "no acknowledgement (IncompleteReadError)")]


async def test_a_refusal_is_asked_for_once_more_and_then_lasts(alliance: Alliance) -> None:
    alliance.his.answers = ["AE", "AE"]
    await alliance.send(message("A"), message("B"))

    await alliance.dispatcher.turn()
    alliance.clock.advance(seconds=5)
    await alliance.dispatcher.turn()
    await alliance.dispatcher.turn()

    assert await alliance.states() == [("failed", 2, "refused (AE)"), ("done", 1, "")]


async def test_a_reject_for_now_is_tried_again(alliance: Alliance) -> None:
    alliance.his.answers = ["AR", "CE"]
    await alliance.send(message("A"))

    for _ in range(3):
        await alliance.dispatcher.turn()
        alliance.clock.advance(seconds=60)

    assert await alliance.states() == [("done", 3, "")]


@pytest.mark.parametrize(
    ("answer", "attempts", "expected"),
    [
        (Answer("AA", "1"), 0, Attempt()),
        (Answer("CA", "1"), 0, Attempt()),
        (Answer("AE", "1"), 0, Attempt("refused (AE)", is_final=False)),
        (Answer("CR", "1", "207"), 1, Attempt("refused (CR 207)", is_final=True)),
        (Answer("AR", "1", "200"), 1, Attempt("refused (AR 200)", is_final=True)),
        (Answer("AR", "1", "207"), 9, Attempt("refused (AR 207)", is_final=False)),
        (Answer("CE", "1"), 9, Attempt("refused (CE)", is_final=False)),
        (Answer("", "1"), 9, Attempt("refused (no MSA-1)", is_final=False)),
    ],
    ids=lambda value: str(value) if not isinstance(value, Answer) else value.code or "none",
)
def test_what_an_acknowledgement_means(answer: Answer, attempts: int, expected: Attempt) -> None:
    assert verdict(answer, attempts=attempts) == expected


@pytest.mark.parametrize(
    ("framed", "expected"),
    [
        (b"\x0bMSH|^~\\&|A\rMSA|aa| 7 \r\x1c", Answer("AA", "7")),
        (b"\x0bMSH#^~\\&#A\nMSA#AR#7\nERR###201^x#E\x1c", Answer("AR", "7", "201")),
        (b"\x0bMSH|^~\\&|A\rMSA|AE|7\rERR|PID^1^3^101&Required&HL70357\x1c", Answer("AE", "7")),
        (b"\x0bMSH|^~\\&|A\rMSA|AA|7\rMFI|STF\rMFA|MUP|1||S\x1c", Answer("AA", "7")),
        (b"\x0bMSH|^~\\&|A\rMSA|AA|7\rMFI|STF\rMFA|MUP|1||S\rMFA|MUP|2||U^no\x1c", Answer("AE", "7", "MFA-4 U")),
        (b"\x0bMSH|^~\\&|A\rMSA|AR|7\rMFA|MUP|1||U\x1c", Answer("AR", "7")),
        (b"\x0bhello\x1c", Answer("", "")),
        (b"\x1c", Answer("", "")),
    ],
    ids=["plain", "other delimiters", "old ERR", "posted", "not posted", "rejected", "no HL7", "empty"],
)
def test_an_acknowledgement_is_read_for_its_code_and_control_id(framed: bytes, expected: Answer) -> None:
    assert read_answer(framed) == expected


async def test_an_address_that_is_none_is_said_so(alliance: Alliance) -> None:
    [first, second] = alliance.admin.endpoints_of(2)
    assert alliance.admin.delete_endpoint(first.number) is True
    assert alliance.admin.delete_endpoint(first.number) is False
    alliance.admin.add_endpoint(Endpoint(member=2, channel="mllp", address="http://127.0.0.1:1"))
    await alliance.send(message("A"))

    await alliance.dispatcher.turn()

    assert second.channel == "file"
    assert await alliance.states() == [("waiting", 1, "no acknowledgement (ValueError)")]


async def test_a_file_endpoint_gets_one_whole_file_a_message(alliance: Alliance) -> None:
    await alliance.send(message("A"), channel="file")

    await alliance.dispatcher.turn()

    assert [(path.name, path.read_bytes()) for path in alliance.folder.iterdir()] == [("A.hl7", message("A"))]
    assert await alliance.states() == [("done", 1, "")]


async def test_a_folder_that_is_gone_is_tried_again(alliance: Alliance) -> None:
    alliance.folder.rmdir()
    await alliance.send(message("A"), channel="file")

    await alliance.dispatcher.turn()

    assert await alliance.states() == [("waiting", 1, "the folder cannot be written (No such file or directory)")]
