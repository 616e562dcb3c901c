"""GOL to Goal and PTH to CarePlan. Ours; the guide has no map for them."""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import cwe_to_codeable_concept
from adapters.hl7v2.datatypes.ei import ei_to_identifier, identifier_key
from adapters.hl7v2.datatypes.ts import ts_to_date, ts_to_datetime
from adapters.hl7v2.segments.al1 import allergen_key
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_LIFECYCLE = {
    "ACTIVE": "active",
    "INACTIVE": "on-hold",
    "COMPLETED": "completed",
    "ACHIEVED": "completed",
    "RESOLVED": "completed",
    "CANCELLED": "cancelled",
    "SUSPENDED": "on-hold",
}
"""GOL-18 and PTH-5 are tables of the site (0288); English words are read, everything else is active."""

_PLAN = {"completed": "completed", "on-hold": "on-hold", "cancelled": "revoked"}


def gol_to_goal(gol: Segment, context: MessageContext) -> JsonObject | None:
    """Add the Goal of a GOL; the reference. A deleted goal (action DE) is entered in error."""
    words = cwe_to_codeable_concept(gol.first(3), context) if gol.has(3) else None
    if context.patient is None or words is None:
        if context.patient is not None:
            context.warn(gol.path + "-3", "The goal has neither code nor words; it was left out.", code="required")
        return None
    goal: JsonObject = {"resourceType": "Goal"}
    number = ei_to_identifier(gol.first(4), context, kind="goal") if gol.has(4) else None
    if number:
        goal["identifier"] = [number]
    goal["lifecycleStatus"] = _status(gol, 18, context, "PC8")
    category = cwe_to_codeable_concept(gol.first(9), context) if gol.has(9) else None
    if category:
        goal["category"] = [category]
    goal |= {"description": words} | context.subject()
    start = ts_to_date(gol.first(7), context) if gol.has(7) else ""
    if start:
        goal["startDate"] = start
    due = ts_to_date(gol.first(8), context) if gol.has(8) else ""
    if due:
        goal["target"] = [{"dueDate": due}]
    changed = next((day for at in (19, 12, 2) if gol.has(at) and (day := ts_to_date(gol.first(at), context))), "")
    if changed:
        goal["statusDate"] = changed
    outcome = cwe_to_codeable_concept(gol.first(16), context) if gol.has(16) else None
    if outcome:
        goal["outcomeCode"] = [outcome]
    comment = gol.first(17).text() if gol.has(17) else ""
    if comment:
        gol.mark(17)
        goal["note"] = [{"text": comment}]
    key = f"{context.patient_key}|goal|{allergen_key(words)}"
    return context.put(goal, key=identifier_key(number) if number else key)


def pth_to_care_plan(
    pth: Segment, problems: list[JsonObject], goals: list[JsonObject], context: MessageContext
) -> JsonObject | None:
    """Add the CarePlan of a PTH (a clinical pathway) with the problems and goals of the message; the reference."""
    pathway = cwe_to_codeable_concept(pth.first(2), context) if pth.has(2) else None
    if context.patient is None or pathway is None:
        return None
    plan: JsonObject = {"resourceType": "CarePlan"}
    number = ei_to_identifier(pth.first(3), context, kind="pathway") if pth.has(3) else None
    if number:
        plan["identifier"] = [number]
    status = _status(pth, 5, context, "PCD")
    plan |= {"status": _PLAN.get(status, status), "intent": "plan", "category": [pathway]}
    title = pathway.get("text") or pathway["coding"][0].get("display") or pathway["coding"][0]["code"]
    plan |= {"title": title} | context.subject() | context.in_encounter()
    start = ts_to_datetime(pth.first(4), context) if pth.has(4) else ""
    if start:
        plan["period"] = {"start": start}
    if problems:
        plan["addresses"] = problems
    if goals:
        plan["goal"] = goals
    key = f"{context.patient_key}|pathway|{allergen_key(pathway)}"
    return context.put(plan, key=identifier_key(number) if number else key)


def _status(segment: Segment, at: int, context: MessageContext, delete_event: str) -> str:
    if segment.peek(1) == "DE" or context.event == delete_event:
        segment.take(1)
        return "entered-in-error"
    found = _LIFECYCLE.get(segment.peek(at).upper())
    if found:
        segment.first(at).mark(1, 2, 3)
    return found or "active"
