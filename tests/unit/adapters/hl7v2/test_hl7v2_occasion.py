"""What has neither a number nor a time is known by its message: the same words again are the same thing."""

from adapters.hl7v2.adapter import convert_message
from adapters.port import Source


def order(
    *, control_id: str, sequence: str = "", medicine: str = "A1^阿司匹林^L", time: str = "20261122083000"
) -> bytes:
    lines = (
        f"MSH|^~\\&|HIS|H1|HUB|ALLIANCE|{time}||OMP^O09^OMP_O09|{control_id}|P|2.5.1|{sequence}|||||UNICODE UTF-8",
        "PID|1||H1-0001^^^H1^MR||张^秀英||19410503|F",
        "ORC|NW",
        f"RXO|{medicine}",
    )
    return ("\r".join(lines) + "\r").encode()


def nameless(*, control_id: str) -> bytes:
    return f"MSH|^~\\&|HIS|H1|HUB||20261122083000||ADT^A08|{control_id}|P|2.5.1\rPID|1||\rPV1|1|I\r".encode()


def urls(message: bytes, kind: str) -> list[str]:
    entries = convert_message(message, source=Source(name="H1")).entries
    return [entry.url for entry in entries if entry.resource["resourceType"] == kind]


def test_the_same_words_under_another_control_id_and_sequence_number_are_the_same_order() -> None:
    first = urls(order(control_id="M1", sequence="5"), "MedicationRequest")

    assert first == urls(order(control_id="M2", sequence="6"), "MedicationRequest")
    assert len(first) == 1


def test_other_words_or_another_time_under_the_same_control_id_are_another_order() -> None:
    first = urls(order(control_id="M1"), "MedicationRequest")

    assert first != urls(order(control_id="M1", time="20261123083000"), "MedicationRequest")
    assert first != urls(order(control_id="M1", medicine="B1^氯吡格雷^L"), "MedicationRequest")


def test_a_patient_without_any_name_is_known_by_the_message_and_not_by_its_control_id() -> None:
    assert urls(nameless(control_id="M1"), "Patient") == urls(nameless(control_id="M2"), "Patient")
