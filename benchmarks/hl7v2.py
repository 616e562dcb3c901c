"""CPU per HL7 v2 message, beside decoding the same bytes and splitting them at every delimiter."""

import time
from collections.abc import Callable
from typing import Any

from adapters.hl7v2.adapter import ADAPTER
from adapters.hl7v2.tokenizer import tokenise
from adapters.port import Source

SECONDS = 0.4
"""CPU time of one measurement; the fastest of ROUNDS counts."""

ROUNDS = 2

ADT = """\
MSH|^~\\&|HIS|H1|HUB|ALLIANCE|20260301083000+0800||ADT^A01^ADT_A01|{id}|P|2.5.1||||||UNICODE UTF-8
EVN|A01|20260301083000+0800|||N1001^王医生
PID|1||ZY{id}^^^^MR~330105194111030029^^^^NNCHN||钱阿婆||19411103|2|||示范路1号^^杭州市^浙江省||0571-55500001|||30
NK1|1|赵女士|女儿||13800000001^PRS^CP
PV1|1|I|老年科^0301^02||||D1001^李医生|||GER||||2|||||V{id}|||||||||||||||||||||||||20260301082500+0800
AL1|1|DA|^青霉素|SV|皮疹
DG1|1||I63.900^脑梗死^ICD-10||20260220|A
""".replace("\n", "\r")
ORU = "\r".join(
    [
        "MSH|^~\\&|LIS|H1|HUB|ALLIANCE|20260302101500+0800||ORU^R01^ORU_R01|{id}|P|2.5.1||||||UNICODE UTF-8",
        "PID|1||ZY{id}^^^^MR||钱阿婆||19411103|2",
        "ORC|RE|PO{id}|L{id}",
        "OBR|1|PO{id}|L{id}|24323-8^生化全套^LN|||20260302070000+0800|||||||||D1001^李医生||||||20260302101000+0800||CH|F",
        *[
            f"OBX|{n}|NM|{2800 + n}-3^项目{n}^LN||{n}.90|mmol/L|3.5-5.3|N|||F|||20260302070000+0800"
            for n in range(1, 21)
        ],
    ]
)
SOURCE = Source(name="H1")


def tokenise_adt() -> dict[str, Any]:
    return _figure(ADT, tokenise)


def convert_adt() -> dict[str, Any]:
    return _figure(ADT, _convert)


def convert_oru20() -> dict[str, Any]:
    return _figure(ORU, _convert)


def _convert(data: bytes) -> None:
    for _ in ADAPTER.convert(data, source=SOURCE):
        pass


def _bare(data: bytes) -> None:
    """What no reader can do without: decode, and split at all four delimiters."""
    for line in data.decode("utf-8").split("\r"):
        for field in line.split("|"):
            for repetition in field.split("~"):
                for component in repetition.split("^"):
                    component.split("&")


def _figure(template: str, work: Callable[[bytes], object]) -> dict[str, Any]:
    # Different patients and visits, so that nothing of one message is remembered for the next.
    messages = [template.replace("{id}", str(number)).encode() for number in range(100, 300)]
    value, limit = _per_second(messages, work), _per_second(messages, _bare)
    return {
        "value": round(value, 1),
        "unit": "messages/s",
        "limit": round(limit, 1),
        "ratio": round(value / limit, 4),
        "cpu_us": round(1e6 / value, 2),
    }


def _per_second(messages: list[bytes], work: Callable[[bytes], object]) -> float:
    work(messages[0])
    best = 0.0
    for _ in range(ROUNDS):
        count, start = 0, time.process_time()
        while time.process_time() - start < SECONDS:
            for data in messages[:20]:
                work(data)
            count += 20
            messages = messages[20:] + messages[:20]
        best = max(best, count / (time.process_time() - start))
    return best
