"""Ability level against the receiver's declared scope (备案/contract), GB/T 42195-2022 levels 0 to 4 (rulings 1.4).

The level that was assessed already holds the raise for dementia. Levels of two instruments are never compared.
A provisional ward assessment is enough to travel. A returning resident is never blocked by the level.
"""

from collections.abc import Iterator

from hub.referral.rules.context import Context
from hub.referral.rules.values import GBT_42195, Finding, Missing, Receiver, Weight


def find(context: Context) -> Iterator[Finding]:
    """At most one finding, and one more when the assessment is provisional; upward only that it has expired."""
    receiver = context.receiver
    if context.is_upward:
        yield from _expired(context)
        return
    if receiver is None:
        return
    if receiver.max_ability is None and receiver.kind != "home":
        return
    returning = context.question.is_returning_resident
    weight: Weight = "soft" if returning else "hard"
    if receiver.max_ability is None:
        yield context.note(
            "ABILITY", "ability", "unknown", weight, f"{receiver.called}未申报可收住的能力等级",
            f"{receiver.called} has not declared which ability levels it takes",
            asks_zh="接收方补充备案或合同范围", asks_en="a declared scope", missing=(Missing("receiver", "missing"),),
        )  # fmt: skip
        return
    yield from _compare(context, receiver, receiver.max_ability, weight)


def _expired(context: Context) -> Iterator[Finding]:
    """Nobody waits for an assessment on the way up, and who comes back will need one (domain C4)."""
    reading = context.evidence.latest("ability-level")
    if reading.why == "stale" and reading.fact is not None:
        yield context.note(
            "ABILITY-OLD", "ability", "unknown", "soft", "能力评估已过期，返回前请重新评估",
            "The ability assessment has expired; assess again before the return", asks_zh="12个月内的能力评估",
            asks_en="an assessment of the last 12 months", facts=(reading.fact,),
            missing=(Missing("ability-level", "stale"),),
        )  # fmt: skip


def _compare(context: Context, receiver: Receiver, most: int, weight: Weight) -> Iterator[Finding]:
    reading = context.evidence.latest("ability-level")
    needs_zh, needs_en = (
        f"能力等级不高于 {most} 级，或改选其他机构",
        f"an ability level up to {most}, or another institution",
    )
    if not isinstance(reading.value, float) or reading.fact is None:
        yield context.note(
            "ABILITY", "ability", "unknown", weight, "能力等级未知，需有效的能力评估（病区临时评估即可）",
            "The ability level is unknown; a valid assessment is needed (a provisional one by the ward will do)",
            asks_zh=needs_zh, asks_en=needs_en, missing=(Missing("ability-level", reading.why),),
        )  # fmt: skip
        return
    fact = reading.fact
    if (fact.instrument or GBT_42195) != receiver.ability_instrument:
        yield context.note(
            "ABILITY", "ability", "unknown", weight, "能力等级与接收范围所用量表不同，不可跨量表比较",
            "The level and the declared scope use different instruments, which are never compared",
            asks_zh="用同一量表评估", asks_en="an assessment with the same instrument", facts=(fact,),
            missing=(Missing("ability-level", "instrument"),),
        )  # fmt: skip
        return
    level = int(reading.value)
    fits = level <= most
    yield context.note(
        "ABILITY", "ability", "pass" if fits else "fail", weight,
        f"能力等级 {level} 级在{receiver.called}收住范围（≤{most} 级）内" if fits
        else f"能力等级超出收住范围：{level} 级，{receiver.called}收住 ≤{most} 级",
        f"Ability level {level}, {receiver.called} takes up to {most}",
        asks_zh=needs_zh, asks_en=needs_en, facts=(fact,),
    )  # fmt: skip
    if fact.status == "preliminary":
        yield context.note(
            "ABILITY-PROVISIONAL", "ability", "not-applicable", "info", "临时评估，入住后30天内完成正式评估",
            "Provisional assessment; a full one is due within 30 days", facts=(fact,),
        )  # fmt: skip
