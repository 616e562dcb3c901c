"""Fictitious HL7 v2 messages, as a hospital's admission system sends them."""


def adt(
    *,
    event: str = "A01",
    control_id: str = "MSG00001",
    number: str = "H1-0001",
    name: str = "张^秀英",
    visit: str = "V0001",
    sender: str = "HIS",
    facility: str = "H1",
    resident_id: str = "",
    phone: str = "13800000001",
    time: str = "20261122083000",
    extra: str = "",
    msh_tail: str = "||||||UNICODE UTF-8",
    charset: str = "utf-8",
) -> bytes:
    """An ADT message on one patient. `msh_tail` begins behind MSH-12."""
    identifiers = f"{number}^^^{facility}^MR"
    if resident_id:
        identifiers += f"~{resident_id}^^^PRC^NI"
    lines = (
        f"MSH|^~\\&|{sender}|{facility}|HUB|ALLIANCE|{time}||ADT^{event}^ADT_A01|{control_id}|P|2.5.1{msh_tail}",
        f"EVN|{event}|{time}",
        f"PID|1||{identifiers}||{name}||19410503|F|||示范路 1 号^^上海^^200000^CHN||{phone}",
        f"PV1|1|I|W3^12^1^{facility}||||D001^李^医生|||||||||||I|{visit}|||||||||||||||||||||||||20261122080000",
        *([extra] if extra else []),
    )
    return ("\r".join(lines) + "\r").encode(charset)


def code_of(ack: bytes) -> str:
    """MSA-1, HL7 table 0008."""
    segment = next(part for part in ack.split(b"\r") if part.startswith(b"MSA"))
    return segment.split(b"|")[1].decode()


def echoed(ack: bytes) -> str:
    """MSA-2, the control id of the message that is answered."""
    segment = next(part for part in ack.split(b"\r") if part.startswith(b"MSA"))
    return segment.split(b"|")[2].decode()
