"""A master file over MLLP into a real server: MFK on the line or later, with the fate of each record; both engines."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from hub.cli.main import main
from tests.e2e.hub_process import HubProcess, MllpClient, free_port, running_hub
from tests.e2e.test_later_ack import listening
from tests.postgres_server import fresh_database

ORIGINAL = "||||||UNICODE UTF-8"
ENHANCED = "|||AL|AL||UNICODE UTF-8"
ACK_PORT = free_port()


@pytest.fixture(scope="module", params=["postgres", "sqlite"])
def hub(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    folder = tmp_path_factory.mktemp("mfn")
    with ExitStack() as stack:
        db = {"HUB_DB": stack.enter_context(fresh_database())} if request.param == "postgres" else {}
        server = stack.enter_context(running_hub(folder, HUB_DELIVERY_RETRY_SECONDS="1", **db))
        where = ["--db", db["HUB_DB"]] if db else ["--data", str(folder)]
        assert main(["endpoint", "add", "H1", "mllp", f"mllp://127.0.0.1:{ACK_PORT}/HIS/H1", *where]) == 0
        yield server


def staff(control_id: str, *keys: str, tail: str, response: str = "AL", event: str = "MUP") -> bytes:
    lines = [
        f"MSH|^~\\&|HIS|H1|HUB|A|20260302080000||MFN^M02^MFN_M02|{control_id}|P|2.5.1{tail}",
        f"MFI|STF^人员^HL70175||UPD|||{response}",
    ]
    for at, key in enumerate(keys, 1):
        lines += [f"MFE|{event}|R{at}||{key}|CWE", f"STF|{key}|{key}|李^{at}"]
    return "\r".join(lines).encode() + b"\r"


def told(answer: bytes) -> list[str]:
    """Type, MSA-1 and 2, and of each record its event, number, state and error."""
    segments = [line.split("|") for line in answer.decode().split("\r")]
    fates = [[*line[1:3], *line[4].split("^")[::3][:2]] for line in segments if line[0] == "MFA"]
    (msa,) = (line for line in segments if line[0] == "MSA")
    return [segments[0][8], "|".join(msa[1:3]), *("|".join(fate) for fate in fates)]


def test_a_stored_master_file_is_answered_by_an_mfk_with_a_line_for_each_record(hub: HubProcess) -> None:
    with MllpClient(hub.mllp) as client:
        answer = client.ask(staff("M1", "1001", "1002", tail=ORIGINAL))
        again = client.ask(staff("M1", "1001", "1002", tail=ORIGINAL))

    assert told(answer) == ["MFK^M02^MFK_M01", "AA|M1", "MUP|R1|S", "MUP|R2|S"]
    assert again == answer


def test_records_without_a_number_are_told_apart_from_those_that_were_posted(hub: HubProcess) -> None:
    with MllpClient(hub.mllp) as client:
        answer = client.ask(staff("M2", "1003", "", "1008", tail=ORIGINAL))
        unknown = client.ask(staff("M6", "1007", tail=ORIGINAL).replace(b"STF|", b"ZZZ|"))

    assert told(answer) == ["MFK^M02^MFK_M01", "AA|M2", "MUP|R1|S", "MUP|R2|U|101", "MUP|R3|S"]
    assert told(unknown) == ["MFK^M02^MFK_M01", "AA|M6", "MUP|R1|U|200"]


def test_a_refused_master_file_says_of_each_record_why_it_was_not_posted(hub: HubProcess) -> None:
    with MllpClient(hub.mllp) as client:
        answer = client.ask(staff("M1", "1009", "1010", tail=ORIGINAL))

    assert told(answer) == ["MFK^M02^MFK_M01", "AR|M1", "MUP|R1|U|205", "MUP|R2|U|205"]


def test_of_posted_records_the_sender_hears_nothing_that_it_does_not_want(hub: HubProcess) -> None:
    with MllpClient(hub.mllp) as client:
        answer = client.ask(staff("M3", "1004", tail=ORIGINAL, response="ER"))

    assert told(answer) == ["MFK^M02^MFK_M01", "AA|M3"]


def test_in_enhanced_mode_the_line_says_ca_and_the_mfk_comes_as_a_message(hub: HubProcess) -> None:
    with MllpClient(hub.mllp) as client, listening(ACK_PORT) as receiver:
        commits = [
            told(client.ask(staff("M4", "1005", tail=ENHANCED))),
            told(client.ask(staff("M5", "1006", "", tail=ENHANCED))),
        ]
        receiver.wait_for(2)

    assert commits == [["ACK^M02^ACK", "CA|M4"], ["ACK^M02^ACK", "CA|M5"]]
    assert sorted(map(told, receiver.seen)) == [
        ["MFK^M02^MFK_M01", "AA|M4", "MUP|R1|S"],
        ["MFK^M02^MFK_M01", "AA|M5", "MUP|R1|S", "MUP|R2|U|101"],
    ]
