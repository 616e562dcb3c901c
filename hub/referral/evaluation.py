"""Asks the catalogue about a referral: gathers the facts, puts the question, and keeps what the answer rested on."""

from collections.abc import Iterable, Sequence

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import dump
from hub.clock import SHANGHAI, micros_to_datetime
from hub.errors import RuleError
from hub.referral.agreements import LEFT
from hub.referral.catalogues import Catalogues
from hub.referral.facts import facts_of_patient
from hub.referral.local_codes import with_icd10
from hub.referral.plan import Change, Plan
from hub.referral.rule_change import STANDS, rests_on
from hub.referral.rules.engine import OF_RECEIVER, evaluate
from hub.referral.rules.observations import facts_from_resources
from hub.referral.rules.told import fold
from hub.referral.rules.values import Decision, Finding, Priority, Question, Receiver
from hub.referral.rules.words import brief
from hub.referral.situation import Judgement
from hub.referral.states import Direction, Event
from hub.store.admin import AdminStore, Member
from hub.store.port import Engine, Ref, Visibility

VITALS_AT_DEPARTURE = 4.0
"""Age in hours that vital signs may have when the elder leaves (ruling 2.1.1)."""

_STATES = {
    "open": "open",
    "restricted": "restricted",
    "closed-to-admission": "closed-to-admission",
    "closed": "closed",
    "outbreak": "closed-to-admission",
    LEFT: "closed",
}


NOTICE = Decision(
    overall="information", advice="refer", level=None, findings=(), missing=(), catch_up=(), alternatives=(),
    catalogue_url="", catalogue_version="", catalogue_digest="", banner="当前没有生效的病种目录",
)  # fmt: skip
"""The answer to a stat call when no catalogue is in force."""


class CatalogueAssessor:
    """Judges by the catalogue in force."""

    def __init__(self, store: Engine, admin: AdminStore, catalogues: Catalogues) -> None:
        self._store = store
        self._admin = admin
        self._catalogues = catalogues

    async def judge(self, change: Change, plan: Plan, *, at_departure: bool) -> Judgement:
        """What stands against this referral; what it rests on is kept with a submission."""
        requester = change.parties.requester
        rested = rests_on(change.request.resource) if at_departure else None
        stands = rested is not None and plan.now - rested.at < STANDS
        decision = await self.evaluate(
            direction=change.direction,
            priority=change.priority,
            patient=change.patient,
            receiver=_asked(change, plan),
            visibility=Visibility(member=requester.number if requester else change.caller.member),
            at=plan.now,
            version=rested.version if rested is not None and stands else "",
            returning=change.is_returning,
            vital_age_hours=VITALS_AT_DEPARTURE if at_departure else None,
        )
        if at_departure:
            change.level_changed = rested is not None and rested.level is not None and rested.level != decision.level
            change.lost = judgement([found for found in decision.findings if found.dimension in OF_RECEIVER])
            return judgement([found for found in decision.findings if found.dimension == "stability"])
        change.catalogue_snapshot = snapshot(decision, at=plan.now)
        against = judgement(decision.findings)
        return Judgement(decision.overall, against.words)

    async def evaluate(
        self,
        *,
        direction: Direction,
        priority: str,
        patient: Ref | None,
        receiver: Member | None,
        visibility: Visibility,
        at: int,
        version: str = "",
        more: Sequence[JsonObject] = (),
        returning: bool = False,
        vital_age_hours: float | None = None,
        alternatives: bool = False,
    ) -> Decision:
        """The decision of the catalogue in force at a time, on the record and on `more` that the caller states.

        `version` names the one that a referral rests on instead.
        """
        try:
            catalogue = self._catalogues.of_version(version) or self._catalogues.in_force(at)
        except RuleError:
            if priority == "stat" and direction.is_upward:
                return NOTICE  # nothing holds a stat call (ruling 1)
            raise
        resources = list(more)
        if patient is not None:
            resources += await facts_of_patient(self._store, patient, visibility=visibility)
        registry = await self._catalogues.registry()
        if registry is not None:
            resources = with_icd10(resources, registry)
        moment = micros_to_datetime(at).astimezone(SHANGHAI)
        others = self._admin.members() if alternatives else ()
        return evaluate(
            catalogue,
            Question(
                direction=direction.value,
                at=moment,
                facts=facts_from_resources(resources, at=moment, definitions=catalogue.facts),
                priority=question_priority(priority),
                receiver=member_to_receiver(receiver) if receiver else None,
                others=tuple(
                    member_to_receiver(member)
                    for member in others
                    if member.number != visibility.member
                    and not member.is_outside
                    and (receiver is None or member.number != receiver.number)
                ),
                is_returning_resident=returning,
                vital_age_hours=vital_age_hours,
            ),
        )


def _asked(change: Change, plan: Plan) -> Member | None:
    """Whom the catalogue is asked about: a redirection's new receiver passes it too (domain.md B3 #17)."""
    if change.event is Event.REDIRECT:
        return plan.member(change.details.receiver.removeprefix("Organization/"))
    return change.parties.owner


def judgement(findings: Iterable[Finding]) -> Judgement:
    """The hard findings that fail or are unknown, and what they come to."""
    against = [found for found in findings if found.severity == "hard" and found.result in {"fail", "unknown"}]
    words = tuple(brief(found) for found in fold(against))
    if any(found.result == "fail" for found in against):
        return Judgement("fail", words)
    return Judgement("unknown", words) if against else Judgement("pass")


def snapshot(decision: Decision, *, at: int) -> JsonObject:
    """Version, digest, result, level and facts of a decision, as the extension that a submitted referral keeps."""
    text = dump(
        {
            "at": at,
            "level": decision.level,
            "findings": [
                {"rule": found.rule, "result": found.result, "severity": found.severity} for found in decision.findings
            ],
            "facts": sorted({fact.reference for fact in decision.facts_used if fact.reference}),
        }
    ).decode()
    return {
        "extension": [
            {"url": "canonical", "valueCanonical": f"{decision.catalogue_url}|{decision.catalogue_version}"},
            {"url": "digest", "valueString": decision.catalogue_digest},
            {"url": "overall", "valueCode": decision.overall},
            {"url": "banner", "valueString": decision.banner},
            {"url": "decision", "valueString": text},
        ]
    }


def question_priority(priority: str) -> Priority:
    """The catalogue knows stat, urgent and routine; asap counts as urgent."""
    if priority == "stat":
        return "stat"
    return "urgent" if priority in {"urgent", "asap"} else "routine"


def member_to_receiver(member: Member) -> Receiver:
    """What a member has declared that it takes."""
    kind = {"hospital": "hospital", "home": "home"}.get(member.kind, "clinic")
    state = _STATES.get(member.admission_state, "open")
    return Receiver(
        code=member.code,
        kind=kind,  # type: ignore[arg-type]  # one of the three
        name=member.name,
        is_licensed=member.licensed,
        has_ward=member.kind in {"hospital", "ward", "clinic"},
        capabilities=frozenset(member.capabilities),
        max_ability=member.declared_ability_level,
        has_doctor_now=None,
        state=state,  # type: ignore[arg-type]  # one of the four
    )
