"""A very long message: read in linear time, away from the event loop, and refused where it asks too much."""

from hub.bootstrap import Hub
from hub.conversion import Source
from hub.ingest.reading import MOST_ENTRIES, convert_and_check
from tests.calls_here import calls_here
from tests.unit.ingest.reading import receive
from tests.unit.ingest.samples import code_of

_HEAD = (
    "MSH|^~\\&|HIS|H1|HUB|ALLIANCE|20261122083000||ORU^R01|LONG1|P|2.5.1\r"
    "PID|1||H1-0001^^^H1^MR||张^秀英\rOBR|1|P1|L1|X^血常规^L|||20261122070000\r"
)


def _long(results: int) -> bytes:
    lines = (f"OBX|{n}|NM|c{n}^项目^L||{n}|mmol/L||||F" for n in range(results))
    return (_HEAD + "\r".join(lines) + "\r").encode()


async def test_a_message_of_too_many_resources_is_refused_with_a_reason(hub: Hub) -> None:
    receipt = await receive(hub, _long(MOST_ENTRIES + 1))

    assert (receipt.state, code_of(receipt.ack)) == ("refused", "AE")
    assert receipt.issues[0].text.endswith(f"expected at most {MOST_ENTRIES}. Send it in parts.")


def test_reading_takes_calls_in_proportion_to_the_lines() -> None:
    def work(results: int) -> int:
        data = _long(results)
        with calls_here() as calls:
            convert_and_check(data, Source(name="H1"))
        return calls.total + calls.bytes_searched // 1000

    work(10)

    assert work(2_400) < 10 * work(300)  # 64 times if it grew with the square
