"""Whether the receiver is of the kind that the entry asks for, and open (rulings 1.3 C1 and 4)."""

from collections.abc import Iterator
from functools import lru_cache

from hub.referral.rules.context import Context
from hub.referral.rules.values import Finding
from terminology.catalogue import Row
from terminology.code_systems import load_code_system


def find(context: Context) -> Iterator[Finding]:
    """Minimum receiver of the rows, and the institution's state."""
    receiver = context.receiver
    if context.is_upward or receiver is None:
        return
    returning = context.question.is_returning_resident
    for fact, row in context.counted:
        if not row.minimum_receiver:
            continue
        fits = receiver.rank >= _rank(row.minimum_receiver)
        rule, zh, en, asks_zh, asks_en = _words_of_row(row, receiver.called, fits)
        yield context.note(
            rule, "receiver", "pass" if fits else "fail", "soft" if returning else "hard", zh, en,
            asks_zh=asks_zh, asks_en=asks_en, facts=(fact,),
        )  # fmt: skip
    if receiver.state in {"closed", "closed-to-admission"}:
        yield context.note(
            "RECEIVER-STATE", "receiver", "fail", "soft" if returning else "hard", f"{receiver.called}目前暂停接收",
            f"{receiver.called} does not admit at present", asks_zh="恢复接收或改选其他机构",
            asks_en="when it admits again, or another institution",
        )  # fmt: skip
    elif receiver.state == "restricted":
        yield context.note(
            "RECEIVER-STATE", "receiver", "not-applicable", "info", f"{receiver.called}目前限制接收，请电话确认",
            f"{receiver.called} admits with restrictions; call first",
        )  # fmt: skip


@lru_cache(maxsize=16)
def _rank(kind: str) -> int:
    return int(load_code_system("receiver-kind").codes[kind].more["rank"])


@lru_cache(maxsize=4096)
def _words_of_row(row: Row, called: str, fits: bool, /) -> tuple[str, str, str, str, str]:
    kind = load_code_system("receiver-kind").codes[row.minimum_receiver]
    return (
        f"R{row.code}-RECEIVER",
        f"{row.zh}最低接收方为{kind.zh}，{called}{'符合' if fits else '不符合'}",
        f"{row.en} asks for at least: {kind.en}; {called} {'meets that' if fits else 'does not meet that'}",
        f"改选{kind.zh}或以上",
        f"a receiver that is at least: {kind.en}",
    )
