"""Who may move a reading Task, and what of it no client changes. Pure: the stored Task and the sent one in.

https://hl7.org/fhir/R4/task.html#statemachine, narrowed to what the alliance agreed on.
"""

from fhir_profiles.issue import JsonObject
from hub.diagnostics import reading
from hub.errors import ConflictError, ForbiddenError, RuleError

FROZEN = ("code", "for", "focus", "input", "requester", "intent", "priority", "restriction", "authoredOn")
"""Elements that the recording decides: the desk sets them, no client does."""


def member_in(reference: JsonObject | None) -> str:
    """The member code in `Organization/{code}`; empty for anything else."""
    kind, _, code = str((reference or {}).get("reference", "")).partition("/")
    return code if kind == "Organization" else ""


def account_of(agent: str, display: str) -> str:
    """Who holds a reading: a console account, or one person of a member's system (which has one account for all)."""
    return agent if agent.startswith("user:") else f"{agent}|{display}"


def is_claim(before: JsonObject, after: JsonObject, *, member: str) -> bool:
    """Whether this write takes the reading for one reader, or says again who has it."""
    if after.get("status") == "in-progress":
        return member == member_in(before.get("owner"))
    return after.get("status") == "accepted" != before.get("status")


def moved(before: JsonObject, after: JsonObject, *, member: str) -> JsonObject:
    """The Task to store when `member` sends `after`.

    Raises RuleError for a frozen element, ConflictError for a move that the table lacks, ForbiddenError for
    the wrong member. The business status follows from the status, and a released reading names no reader.
    """
    name = f"Task/{before.get('id')}"
    changed = [element for element in FROZEN if before.get(element) != after.get(element)]
    if member_in(after.get("owner")) != member_in(before.get("owner")):
        changed.append("owner.reference")
    if changed:
        raise RuleError(f"{name} is a reading request; {', '.join(changed)} follow from its recording. Leave them.")
    old, new = str(before.get("status")), str(after.get("status"))
    if old == new and not is_claim(before, after, member=member):
        same = all(before.get(element) == after.get(element) for element in ("owner", "output", "businessStatus"))
        if not same:
            raise RuleError(f"{name} is {old}; owner, output and businessStatus change with the status only.")
        return after
    state = reading.MOVES.get((old, new))
    if state is None:
        raise ConflictError(f"{name} is {old}; it cannot become {new}.")
    actor = member_in(before.get("requester" if new == "cancelled" else "owner"))
    if member != actor:
        raise ForbiddenError(f"{name} becomes {new} by {actor or 'nobody'} only, and {member} wrote it.")
    if new != "completed" and before.get("output") != after.get("output"):
        raise RuleError(f"{name} gets its output with its report; store a final DiagnosticReport.")
    owner = dict(after["owner"])
    if new == "requested":
        owner = {"reference": owner["reference"]}
    return {**after, "owner": owner, "businessStatus": reading.state_concept(state)}
