"""What a candidate that is one of several may know of the elder: a de-identified proposal (ruling 4.5, DESIGN D14).

Before one is chosen, the candidate's Task is about a ServiceRequest of intent proposal with an id of its own, whose
subject is a contained Patient of sex and age band. Which referral it stands for is a claim of the store, which no
client reads. The summary is coded, in `Task.input`; free text is never in a bid.
"""

from collections.abc import Iterable, Iterator, Mapping

from fhir_profiles.issue import JsonObject
from hub.clock import SHANGHAI, micros_to_datetime
from hub.referral.plan import Change, Item, Plan
from hub.referral.rules.observations import facts_from_resources
from hub.referral.rules.values import Diagnosis, Fact
from hub.referral.shape import extension_of, focus_of, reference, set_extension
from hub.referral.states import CANONICAL, EXTENSION
from hub.store.port import Claim, Engine, Ref
from hub.transfer.minimise import is_withheld
from terminology.catalogue import Catalogue
from terminology.code_systems import load_code_system
from terminology.fact_definitions import FactDefinition

PROPOSAL = f"{EXTENSION}/referral-proposal"
BIDS = f"{EXTENSION}/referral-bids"
SUMMARY_SYSTEM = f"{CANONICAL}/CodeSystem/bid-summary"
CLAIM = "referral-proposal"
AGE_BAND = f"{EXTENSION}/age-band"
SUMMARY_WORDS: dict[str, tuple[str, str]] = {
    "sex": ("性别", "sex"),
    "age-band": ("年龄段", "age band"),
    "diagnosis": ("诊断类别", "diagnosis category"),
    "ability-level": ("能力等级", "ability level"),
    "device": ("管路设备", "device"),
    "statement": ("情况", "statement"),
}
"""What a bid tells: code to (Chinese, English)."""

_SEX = {"male": "男", "female": "女", "other": "其他"}
_BAND = 5
_OLDEST = 90


def is_proposal(request: JsonObject) -> bool:
    """Whether a ServiceRequest is the hub's stand-in for a referral."""
    return extension_of(request, PROPOSAL) is not None


def bids_of(request: JsonObject) -> list[Ref]:
    """The Tasks of candidates that are asked without being told who it is."""
    parts = (extension_of(request, BIDS) or {}).get("extension", [])
    found = (reference(part.get("valueReference"), expected="Task") for part in parts)
    return [ref for ref in found if ref is not None]


async def referral_behind(store: Engine, proposal: Ref, *, now: int) -> Ref | None:
    """The referral that a proposal stands for."""
    claim = await store.claim_of(CLAIM, proposal.id, now=now)
    return Ref("ServiceRequest", claim.holder) if claim is not None else None


def stand_in(task: Item, request: Item, plan: Plan) -> None:
    """Let a candidate's Task be about a proposal of its own instead of the referral."""
    proposal: JsonObject = {
        "resourceType": "ServiceRequest",
        "id": plan.new_id(""),
        "contained": [{"resourceType": "Patient", "id": "elder"}],
        "extension": [{"url": PROPOSAL, "valueBoolean": True}],
        "status": "active",
        "intent": "proposal",
        "category": request.resource.get("category", []),
        "priority": request.resource.get("priority", "routine"),
        "subject": {"reference": "#elder"},
        "requester": request.resource.get("requester", {}),
        "performer": [task.resource["owner"]],
    }
    item = plan.add(proposal, custodian=request.custodian)
    plan.claims.append(Claim(CLAIM, item.ref.id, request.ref.id))
    plan.behind[item.ref] = request.ref
    task.resource["focus"] = {"reference": str(item.ref)}
    bids = [*bids_of(request.resource), task.ref]
    parts = [{"url": "task", "valueReference": {"reference": str(ref)}} for ref in bids]
    set_extension(request.resource, BIDS, {"extension": parts})
    request.dirty = True


def reveal(task: Item, request: Ref, plan: Plan, *, chosen: bool) -> None:
    """The end of a bid: the chosen one's Task is about the referral itself, the other's proposal is withdrawn."""
    focus = focus_of(task.resource)
    proposal = plan.items.get(focus) if focus is not None and focus != request else None
    if proposal is None:
        return
    proposal.resource["status"] = "completed" if chosen else "revoked"
    proposal.dirty = True
    if chosen:
        task.resource["focus"] = {"reference": str(request)}
        task.dirty = True


def summarise(
    change: Change, plan: Plan, *, person: JsonObject, record: Iterable[JsonObject], catalogue: Catalogue
) -> None:
    """Write what the candidate may know into its Task and its proposal, as the record stands now."""
    owner, focus = change.parties.owner, focus_of(change.task.resource)
    proposal = plan.items.get(focus) if focus is not None else None
    if owner is None or proposal is None or not is_proposal(proposal.resource):
        return
    shown = [
        item for item in record if not is_withheld(item, receiver_kind=owner.kind, receiver_licensed=owner.licensed)
    ]
    at = micros_to_datetime(plan.now).astimezone(SHANGHAI)
    facts = facts_from_resources(shown, at=at, definitions=catalogue.facts)
    band = _age_band(str(person.get("birthDate", "")), year=at.year)
    gender = str(person.get("gender", ""))
    elder: JsonObject = {"resourceType": "Patient", "id": "elder"}
    elder |= {"extension": [{"url": AGE_BAND, "valueString": band}]} if band else {}
    elder |= {"gender": gender} if gender in _SEX else {}
    proposal.resource["contained"] = [elder]
    proposal.resource["priority"] = change.priority
    proposal.dirty = True
    lines = [("sex", _SEX[gender])] if gender in _SEX else []
    lines += [("age-band", band)] if band else []
    lines += _lines(facts, catalogue)
    change.task.resource["input"] = [
        {
            "type": {"coding": [{"system": SUMMARY_SYSTEM, "code": code}], "text": SUMMARY_WORDS[code][0]},
            "valueString": text,
        }
        for code, text in sorted(dict.fromkeys(lines), key=lambda line: list(SUMMARY_WORDS).index(line[0]))
    ]


def _age_band(birth_date: str, *, year: int) -> str:
    if not birth_date[:4].isdigit():
        return ""
    age = year - int(birth_date[:4])
    start = age // _BAND * _BAND
    return f"{_OLDEST}岁及以上" if age >= _OLDEST else f"{start}至{start + _BAND - 1}岁"


def _lines(facts: Iterable[Fact], catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    devices = load_code_system("capability").codes
    for fact in facts:
        if isinstance(fact.value, Diagnosis):
            yield from (("diagnosis", text) for text in _categories(fact.value, catalogue))
        elif fact.code == "device":
            known = devices.get(str(fact.value))
            yield from [("device", f"{fact.value} {known.zh}")] if known is not None else []
        elif fact.code == "ability-level":
            yield "ability-level", f"{fact.value:g}级" if isinstance(fact.value, float) else str(fact.value)
        elif _is_told(fact, catalogue.facts):
            yield "statement", catalogue.facts[fact.code].zh


def _is_told(fact: Fact, definitions: Mapping[str, FactDefinition]) -> bool:
    """A coded yes about the elder's state; no number, no text, nothing that only one elder in the house has."""
    return fact.code in definitions and definitions[fact.code].group == "statement" and fact.value in {True, "true"}


def _categories(diagnosis: Diagnosis, catalogue: Catalogue) -> Iterator[str]:
    """The three-character category of each ICD-10 code, and what the catalogue calls it."""
    if not diagnosis.is_active:
        return
    for code in diagnosis.who_codes():
        name = next((row.zh for row in catalogue.rows if row.pattern.specificity(code)), "")
        yield f"{code[:3]} {name}".strip()
