"""What the elder carries and the entry needs, against the receiver's capabilities (rulings 1.3, domain C1).

A device is needed by the elder who carries it; a service (rehabilitation, oxygen …) by the entry. Neither keeps a
returning resident out (ruling 4: the way home is no new admission): the home arranges the care with the family, and
the finding says what has to be arranged before.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from hub.referral.rules.context import Context
from hub.referral.rules.values import Finding
from terminology.catalogue import Row
from terminology.code_systems import load_code_system
from terminology.condition_language import Either, Expression, Has
from terminology.condition_words import device_in_words


class _Words(NamedTuple):
    rule: str
    zh: str
    en: str
    asks: Expression
    is_known: bool = True


def find(context: Context) -> Iterator[Finding]:
    """One finding for each need."""
    receiver = context.receiver
    if context.is_upward or receiver is None:
        return
    returning = context.question.is_returning_resident
    for fact in context.evidence.by_code.get("device", ()):
        code = str(fact.value)
        has = code in receiver.capabilities
        said = _words_of_device(code, receiver.called, has, returning and not has)
        yield context.note(
            said.rule, "devices", "pass" if has else "fail" if said.is_known else "unknown",
            "soft" if returning else "hard", said.zh, said.en, facts=(fact,), condition=said.asks,
        )  # fmt: skip
    for rule, verdict in context.triggering("NEED"):
        yield context.finding(rule, verdict, "fail", soften=returning, negate=True)
    yield from _needs_of_rows(context, returning=returning)


def _needs_of_rows(context: Context, *, returning: bool) -> Iterator[Finding]:
    receiver = context.receiver
    assert receiver is not None
    seen: set[frozenset[str]] = set()
    for fact, row in context.counted:
        for need in row.needs:
            if need in seen:
                continue
            seen.add(need)
            has = not need.isdisjoint(receiver.capabilities)
            said = _words_of_need(row, need, receiver.called, has)
            yield context.note(
                said.rule, "devices", "pass" if has else "fail", "soft" if returning else "hard", said.zh, said.en,
                facts=(fact,), condition=said.asks,
            )  # fmt: skip


@lru_cache(maxsize=4096)
def _words_of_device(code: str, called: str, has: bool, arrange: bool, /) -> _Words:
    known = load_code_system("capability").codes.get(code)
    zh, en = device_in_words(code)
    later_zh, later_en = ("；返回前须安排好护理", "; arrange the care first") if arrange else ("", "")
    return _Words(
        f"DEVICE-{code}",
        f"老人带{zh}（{code}），{called}{'能' if has else '不能'}护理{later_zh}",
        f"The elder carries: {en} ({code}), which {called} {'can' if has else 'cannot'} care for{later_en}",
        Has("capability", code),
        known is not None,
    )


@lru_cache(maxsize=4096)
def _words_of_need(row: Row, need: frozenset[str], called: str, has: bool, /) -> _Words:
    code, zh, en = _named(need)
    needed = tuple(Has("capability", one) for one in sorted(need))
    return _Words(
        f"R{row.code}-NEED-{code}",
        f"{row.zh}需要{zh}（{code}），{called}{'具备' if has else '不具备'}",
        f"{row.en} needs {en} ({code}), which {called} {'has' if has else 'lacks'}",
        needed[0] if len(needed) == 1 else Either(needed),
    )


def _named(need: frozenset[str]) -> tuple[str, str, str]:
    """Any of some capabilities: the codes, and in Chinese and English."""
    words = load_code_system("capability").codes
    codes = sorted(need)
    return "/".join(codes), "或".join(words[code].zh for code in codes), " or ".join(words[code].en for code in codes)
