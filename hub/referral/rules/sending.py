"""Who sends (ruling 0.3): a home without a doctor sends stat and urgent by itself.

A routine move needs the contracted doctor's word, which may be recorded by phone; it is asked for, never a block.
"""

from collections.abc import Iterator

from hub.referral.rules.context import Context
from hub.referral.rules.values import Finding, Missing


def find(context: Context) -> Iterator[Finding]:
    """At most one soft finding."""
    question = context.question
    sender = question.sender
    if question.direction != "from-home" or question.priority != "routine" or sender is None:
        return
    if sender.has_doctor_now is not False or context.evidence.latest("home-doctor-order").value == "true":
        return
    yield context.note(
        "SENDER-DOCTOR",
        "sender",
        "unknown",
        "soft",
        f"{sender.called}现场无医生：常规转出请记录签约医生意见（可电话）；加急和紧急无需",
        f"{sender.called} has no doctor on site: record the contracted doctor's word (by phone); urgent and stat go on",
        asks_zh="签约医生意见已记录",
        asks_en="the contracted doctor's word on record",
        missing=(Missing("home-doctor-order", "missing"),),
    )
