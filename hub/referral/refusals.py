"""How a condition says no: a short sentence in Chinese and English, and not more of a list than anybody reads."""

from hub.referral.situation import Refusal
from hub.referral.transitions import Guard

MOST_SHOWN = 5


def rule(guard: Guard, zh: str, en: str) -> Refusal:
    """A rule that is not met."""
    return Refusal("business-rule", guard, zh, en)


def listed(words: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    """The first few of what stands against it, and how many more there are."""
    shown, more = words[:MOST_SHOWN], len(words) - MOST_SHOWN
    zh = "：" + "；".join(one[0] for one in shown) if shown else ""
    en = ": " + "; ".join(one[1] for one in shown) if shown else ""
    return (zh, en) if more <= 0 else (f"{zh}；另有{more}项", f"{en}; and {more} more")
