"""May this event happen now? A pure function over the table, the actor and the conditions (DESIGN D7, D12)."""

from dataclasses import dataclass
from typing import Literal

from hub.referral.conditions import OF_THE_CASE, failing
from hub.referral.outside import guards_of
from hub.referral.situation import Refusal, Situation, blocks, goes_back
from hub.referral.states import Actor, Event, Move, State
from hub.referral.transitions import TABLE, Transition
from hub.referral.why_not import is_never, refusal


@dataclass(frozen=True, slots=True)
class Decision:
    """What the event leads to, or every reason why it may not happen."""

    event: Event
    transition: Transition | None
    to: State
    refusals: tuple[Refusal, ...] = ()

    @property
    def is_allowed(self) -> bool:
        """Whether it may happen."""
        return not self.refusals


def decide(event: Event, situation: Situation, actors: frozenset[Actor]) -> Decision:
    """Look the cell up, then check who asks, then every condition of the cell."""
    row = TABLE.get((event, situation.state))
    if row is None:
        zh, en = refusal(event, situation.state)
        now = _possible(situation, actors)
        zh += f"您现在可以：{'、'.join(row.words[0] for row in now) or '无'}。"
        en += f" You may now: {', '.join(row.event for row in now) or 'nothing'}."
        code: Literal["conflict", "business-rule"] = "business-rule" if is_never(event, situation.state) else "conflict"
        return Decision(event, None, situation.state, (Refusal(code, "state", zh, en),))
    if not permitted(row, actors, lead_is_requester=situation.lead_is_requester):
        return Decision(event, row, situation.state, (_wrong_actor(row),))
    refusals = tuple(found for guard in guards_of(row, situation) if (found := failing(guard, situation)) is not None)
    return Decision(event, row, _target(row, situation), refusals)


def _possible(situation: Situation, actors: frozenset[Actor]) -> list[Transition]:
    """What this caller may do in this state; only what a parameter answers (a reason, a bed) may still be asked."""
    return [
        row
        for row in TABLE.values()
        if row.source is situation.state
        and permitted(row, actors, lead_is_requester=situation.lead_is_requester)
        and not any(failing(guard, situation) for guard in row.guards if guard in OF_THE_CASE)
    ]


def permitted(row: Transition, actors: frozenset[Actor], *, lead_is_requester: bool) -> bool:
    """Whether one of these actors may do it.

    The lead hospital acts for a receiver (it records a word given by phone), but not when it is the
    requester itself: nobody accepts the own referral.
    """
    stands_in = Actor.LH in row.actors and Actor.RC in row.actors and Actor.SC not in row.actors
    if stands_in and lead_is_requester:
        actors -= {Actor.LH}
    return bool(row.actors & actors)


def _target(row: Transition, situation: Situation) -> State:
    if row.otherwise is not None and (blocks(situation) or goes_back(situation)):
        return row.otherwise
    if row.to is Move.SAME:
        return situation.state
    if row.to is Move.PRIOR:
        return situation.prior or State.ACCEPTED
    assert isinstance(row.to, State)
    return row.to


def _wrong_actor(row: Transition) -> Refusal:
    zh, en = row.words
    who = sorted(row.actors)
    return Refusal(
        "forbidden",
        "actor",
        f"您在本次转诊中的身份不能“{zh}”；可由以下身份办理：{'、'.join(_ACTOR_ZH[actor] for actor in who)}。",
        f"Your part in this referral does not allow '{en}'; it is for {', '.join(who)}.",
    )


_ACTOR_ZH = {
    Actor.SD: "转出医生",
    Actor.SC: "转出协调员",
    Actor.HN: "养老机构值班人员",
    Actor.RC: "接收协调员",
    Actor.RD: "接收医生",
    Actor.LH: "牵头医院转诊中心",
    Actor.MED: "医务部门",
    Actor.SYS: "系统",
}
