"""Why an event that a state does not have is refused, in words that say what to do instead."""

from hub.referral.states import STATE_WORDS, Event, State
from hub.referral.transitions import EVENT_WORDS, THERE

_WHY_NOT: dict[tuple[Event, State], tuple[str, str]] = {
    (Event.CANCEL, state): (
        "老人已出发，不能撤销；请改用途中改送、到达后退回或登记未到。",
        "The elder has left, so it cannot be cancelled; divert, refuse at the door or record a no-show instead.",
    )
    for state in (State.IN_TRANSIT, *THERE)
}


def is_never(event: Event, state: State) -> bool:
    """Whether the refusal is a rule of its own: waiting does not help, another event does."""
    return (event, state) in _WHY_NOT


def refusal(event: Event, state: State) -> tuple[str, str]:
    """Why a cell that is not in the table is refused, in Chinese and English."""
    special = _WHY_NOT.get((event, state))
    if special is not None:
        return special
    zh, en = EVENT_WORDS[event]
    return (
        f"当前状态“{STATE_WORDS[state][0]}”不能“{zh}”。",
        f"A referral that is '{STATE_WORDS[state][1]}' does not allow '{en}'.",
    )
