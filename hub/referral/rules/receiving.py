"""Whether the receiver is of the kind that the entry asks for, and open (rulings 1.3 C1 and 4)."""

from collections.abc import Iterator

from hub.referral.rules.context import Context
from hub.referral.rules.values import Finding
from terminology.code_systems import load_code_system


def find(context: Context) -> Iterator[Finding]:
    """Minimum receiver of the rows, and the institution's state."""
    receiver = context.receiver
    if context.question.is_upward or receiver is None:
        return
    returning = context.question.is_returning_resident
    kinds = load_code_system("receiver-kind").codes
    for fact, row in context.counted:
        if not row.minimum_receiver:
            continue
        kind = kinds[row.minimum_receiver]
        fits = receiver.rank >= int(kind.more["rank"])
        yield context.note(
            f"R{row.code}-RECEIVER", "receiver", "pass" if fits else "fail", "soft" if returning else "hard",
            f"{row.zh}最低接收方为{kind.zh}，{receiver.called}{'符合' if fits else '不符合'}",
            f"{row.en} asks for at least: {kind.en}; {receiver.called} {'is' if fits else 'is not'}",
            asks_zh=f"改选{kind.zh}或以上", asks_en=f"at least: {kind.en}", facts=(fact,),
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
