"""Goals of care come first (ruling 0.7): with a valid comfort plan the up criteria are information, not a push."""

from collections.abc import Iterator

from hub.referral.rules.context import Context
from hub.referral.rules.values import Finding


def has_comfort_plan(context: Context) -> bool:
    """Whether comfort is the goal: stated with the question, or as a fact; a palliative code alone is not a plan."""
    if context.question.goals_of_care:
        return context.question.goals_of_care == "comfort"
    return context.evidence.latest("goals-of-care").value == "comfort"


def find(context: Context) -> Iterator[Finding]:
    """The plan, first of all findings."""
    if not context.is_comfort:
        return
    reading = context.evidence.latest("goals-of-care")
    upward = context.is_upward
    yield context.note(
        "GOALS", "goals-of-care", "pass", "info",
        "有效的安宁照护计划：上转指征仅供参考，先联系安宁疗护；疼痛、出血、骨折或本人意愿仍可上转" if upward
        else "有效的安宁照护计划：按照护目标安排",
        "A valid comfort plan: the up criteria inform, call palliative care first; pain, bleeding, fracture or the "
        "elder's wish still go up" if upward else "A valid comfort plan: arrange by the goals of care",
        facts=(reading.fact,) if reading.fact is not None else (),
    )  # fmt: skip
