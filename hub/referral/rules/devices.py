"""What the elder carries and the entry needs, against the receiver's capabilities (rulings 1.3, domain C1).

A device is needed by the elder who carries it; a service (rehabilitation, oxygen …) by the entry. Neither keeps a
returning resident out (ruling 4: the way home is no new admission): the home arranges the care with the family, and
the finding says what has to be arranged before.
"""

from collections.abc import Iterator
from functools import lru_cache

from hub.referral.rules.context import Context
from hub.referral.rules.values import Finding
from terminology.code_systems import load_code_system


def find(context: Context) -> Iterator[Finding]:
    """One finding for each need."""
    receiver = context.receiver
    if context.question.is_upward or receiver is None:
        return
    returning = context.question.is_returning_resident
    words = load_code_system("capability").codes
    for fact in context.evidence.by_code.get("device", ()):
        code = str(fact.value)
        has = code in receiver.capabilities
        known = words.get(code)
        zh, en = (known.zh, known.en) if known is not None else (code, code)
        arrange_zh, arrange_en = (
            ("；返回前须安排好护理", "; arrange the care first") if returning and not has else ("", "")
        )
        yield context.note(
            f"DEVICE-{code}", "devices", "pass" if has else "fail" if known else "unknown",
            "soft" if returning else "hard",
            f"老人带有 {code}（{zh}），{receiver.code} {'具备' if has else '不具备'}该能力{arrange_zh}",
            f"The elder carries {code} ({en}), which {receiver.code} {'can' if has else 'cannot'} care for{arrange_en}",
            asks_zh=f"接收方具备 {code}", asks_en=f"a receiver with {code}", facts=(fact,),
        )  # fmt: skip
    for rule, verdict in context.triggering("NEED"):
        yield context.finding(rule, verdict, "fail", soften=returning, negate=True)
    yield from _needs_of_rows(context, returning=returning)


def _needs_of_rows(context: Context, *, returning: bool) -> Iterator[Finding]:
    receiver = context.receiver
    assert receiver is not None
    seen: set[frozenset[str]] = set()
    for fact, row in context.counted():
        for need in row.needs:
            if need in seen:
                continue
            seen.add(need)
            has = not need.isdisjoint(receiver.capabilities)
            code, zh, en = _named(need)
            yield context.note(
                f"R{row.code}-NEED-{code}", "devices", "pass" if has else "fail", "soft" if returning else "hard",
                f"{row.zh}需要 {code}（{zh}），{receiver.code} {'具备' if has else '不具备'}",
                f"{row.en} needs {code} ({en}), which {receiver.code} {'has' if has else 'lacks'}",
                asks_zh=f"接收方具备 {code}", asks_en=f"a receiver with {code}", facts=(fact,),
            )  # fmt: skip


@lru_cache(maxsize=1024)
def _named(need: frozenset[str]) -> tuple[str, str, str]:
    """Any of some capabilities: the codes, and in Chinese and English."""
    words = load_code_system("capability").codes
    codes = sorted(need)
    return "/".join(codes), "或".join(words[code].zh for code in codes), " or ".join(words[code].en for code in codes)
