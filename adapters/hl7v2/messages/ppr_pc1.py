"""PPR, PGL, PPP and PPG: problems, goals and pathways of a patient. Ours; the guide has no map for PRB, GOL and PTH."""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.groups import patient_groups, shared_numbers
from adapters.hl7v2.messages.adt_a01 import add_details, add_patient_and_visit
from adapters.hl7v2.messages.oru_r01 import add_observations
from adapters.hl7v2.segments.gol import gol_to_goal, pth_to_care_plan
from adapters.hl7v2.segments.nte import add_note
from adapters.hl7v2.segments.obr import group_key
from adapters.hl7v2.segments.orc import order_to_service_request
from adapters.hl7v2.segments.prb import prb_to_condition
from fhir_profiles.issue import JsonObject

EVENTS = (("PPR", "*"), ("PGL", "*"), ("PPP", "*"), ("PPG", "*"))


def convert(context: MessageContext) -> None:
    """Patient, visit, a Condition for each PRB, a Goal for each GOL, a CarePlan for each PTH; refused without PID."""
    if not add_patient_and_visit(context):
        context.refuse("PID", "The message has no PID segment; a problem is a patient's.")
        return
    [group, *_] = patient_groups(context.message.segments)
    context.shared_numbers = shared_numbers(group.orders)
    problems, goals = _add_problems_and_goals(context)
    plans = [plan for pth in context.message.all("PTH") if (plan := pth_to_care_plan(pth, problems, goals, context))]
    add_details([segment for segment in group.others if segment.name != "NTE"], context)
    for order in group.orders:
        request = order_to_service_request(order, context, group=group_key(order, context))
        add_observations(order, context, group=group_key(order, context), base={})
        for plan in plans if request else []:
            resource = context.resource(plan)
            if resource is not None:
                resource.setdefault("activity", []).append({"reference": request})


def _add_problems_and_goals(context: MessageContext) -> tuple[list[JsonObject], list[JsonObject]]:
    """References of both, each with the notes that follow it at once."""
    problems: list[JsonObject] = []
    goals: list[JsonObject] = []
    latest: JsonObject | None = None
    for segment in context.message.segments:
        if segment.name == "PRB":
            latest = prb_to_condition(segment, context)
            problems += [latest] if latest else []
        elif segment.name == "GOL":
            latest = gol_to_goal(segment, context)
            goals += [latest] if latest else []
        elif segment.name == "NTE":
            add_note(context.resource(latest), segment, context)
        elif segment.name != "VAR":
            latest = None
    return problems, goals
