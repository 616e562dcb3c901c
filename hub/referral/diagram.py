"""The state table in words and as a picture, for docs/referral.md: `python -m hub.referral.diagram docs/referral.md`.

What stands between the marks is made from the table; a test compares.
"""

from hub.referral.reasons import REASONS
from hub.referral.states import STATE_WORDS, TASK_STATUS, Move, State
from hub.referral.transitions import EVENT_WORDS, TABLE

BEGIN, END = "<!-- made from hub/referral/transitions.py: begin -->", "<!-- end -->"


def page_with_table(text: str) -> str:
    """The page with everything between the marks made anew. Raises ValueError without marks."""
    before, found, rest = text.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not found or not ended:
        raise ValueError("The page lacks the marks between which the table stands.")
    parts = (f"{before}{BEGIN}", state_diagram(), state_table(), event_table(), reason_table(), f"{END}{after}")
    return "\n\n".join(parts)


def state_diagram() -> str:
    """The main ways through the table, as a Mermaid state diagram."""
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{zh} {state.value}" as {_name(state)}' for state, (zh, _) in STATE_WORDS.items()]
    arrows: dict[tuple[State, State], list[str]] = {}
    for row in TABLE.values():
        if isinstance(row.to, State):
            arrows.setdefault((row.source, row.to), []).append(row.event.value)
        if row.otherwise is not None:
            arrows.setdefault((row.source, row.otherwise), []).append(f"{row.event.value} (fails)")
    for (source, to), events in arrows.items():
        if source is not to:
            lines.append(f"    {_name(source)} --> {_name(to)}: {', '.join(events)}")
    return "\n".join([*lines, "```"])


def state_table() -> str:
    """Each state with its words and Task.status."""
    head = "| state | 中文 | English | Task.status |\n|---|---|---|---|"
    rows = [f"| `{state}` | {zh} | {en} | {TASK_STATUS[state]} |" for state, (zh, en) in STATE_WORDS.items()]
    return "\n".join([head, *rows])


def event_table() -> str:
    """Each cell: event, from, to, who, conditions."""
    head = "| event | 中文 | from | to | who | conditions |\n|---|---|---|---|---|---|"
    rows = []
    for row in TABLE.values():
        to = "(same)" if row.to is Move.SAME else "(the state before)" if row.to is Move.PRIOR else f"`{row.to}`"
        zh = EVENT_WORDS[row.event][0]
        who = ", ".join(sorted(row.actors))
        rows.append(f"| `{row.event}` | {zh} | `{row.source}` | {to} | {who} | {', '.join(row.guards)} |")
    return "\n".join([head, *rows])


def reason_table() -> str:
    """The reason codes of each event."""
    head = "| event | reason codes |\n|---|---|"
    rows = [
        f"| `{event}` | {'; '.join(f'`{code}` {words[0]}' for code, words in codes.items())} |"
        for event, codes in REASONS.items()
    ]
    return "\n".join([head, *rows])


def _name(state: State) -> str:
    return state.value.replace("-", "_")
