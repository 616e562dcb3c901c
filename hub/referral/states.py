"""States, events, actors and directions of a referral. docs/referral.md draws them.

A referral is one ServiceRequest; each candidate receiver has a Task, and the Task's business status is the
state. https://hl7.org/fhir/R4/task.html#statemachine names what `Task.status` then has to be.
"""

from enum import StrEnum

CANONICAL = "https://alliance-hub.example/fhir"
DIRECTION_SYSTEM = f"{CANONICAL}/CodeSystem/referral-direction"
STATE_SYSTEM = f"{CANONICAL}/CodeSystem/referral-state"
EVENT_SYSTEM = f"{CANONICAL}/CodeSystem/referral-event"
REASON_SYSTEM = f"{CANONICAL}/CodeSystem/referral-reason"
BASIS_SYSTEM = f"{CANONICAL}/CodeSystem/legal-basis"
OUTPUT_SYSTEM = f"{CANONICAL}/CodeSystem/referral-output"
TASK_CODE_SYSTEM = f"{CANONICAL}/CodeSystem/referral-task"
NUMBER_SYSTEM = "https://alliance-hub.example/sid/referral"
EXTENSION = f"{CANONICAL}/StructureDefinition"


class Direction(StrEnum):
    """Which way the elder goes. Up and from a home lead to more care; the other two lead to less."""

    UP = "up"
    DOWN = "down"
    INTO_HOME = "into-home"
    FROM_HOME = "from-home"

    @property
    def is_upward(self) -> bool:
        """Whether the way leads to more care: instability never blocks it (ruling 2)."""
        return self in {Direction.UP, Direction.FROM_HOME}


class Actor(StrEnum):
    """In whose capacity a caller acts in this referral."""

    SD = "sending-doctor"
    SC = "sending-coordinator"
    HN = "home-nurse"
    RC = "receiving-coordinator"
    RD = "receiving-doctor"
    LH = "lead-hospital"
    MED = "medical-affairs"
    SYS = "system"


class State(StrEnum):
    """Where a candidate's Task stands: its code in `Task.businessStatus`."""

    DRAFT = "draft"
    BLOCKED = "blocked"
    OVERRIDE_PENDING = "override-pending"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under-review"
    INFO_REQUESTED = "info-requested"
    ACCEPTED = "accepted"
    SELECTED = "selected"
    RESERVED = "reserved"
    SCHEDULED = "scheduled"
    IN_TRANSIT = "in-transit"
    ARRIVED = "arrived"
    IN_CARE = "in-care"
    FEEDBACK_DUE = "feedback-due"
    FEEDBACK_SENT = "feedback-sent"
    CLOSED = "closed"
    REJECTED = "rejected"
    NOT_SELECTED = "not-selected"
    REDIRECTED = "redirected"
    NO_TAKER = "no-taker"
    EXPIRED = "expired"
    CANCEL_REQUESTED = "cancel-requested"
    CANCELLED = "cancelled"
    NO_SHOW = "no-show"
    RETURNED = "returned"
    DIED = "died"
    ENTERED_IN_ERROR = "entered-in-error"


class Move(StrEnum):
    """Where a transition leads when it is no fixed state."""

    SAME = "same"
    PRIOR = "prior"


class Event(StrEnum):
    """What happens to a Task."""

    CHECK = "check"
    REQUEST_OVERRIDE = "request-override"
    APPROVE = "approve"
    DENY = "deny"
    SUBMIT = "submit"
    OPEN = "open"
    ASK = "ask"
    SUPPLY = "supply"
    ACCEPT = "accept"
    CONFIRM = "confirm"
    DECLINE = "decline"
    SELECT = "select"
    RESERVE = "reserve"
    SCHEDULE = "schedule"
    DEPART = "depart"
    DIVERT = "divert"
    ARRIVE = "arrive"
    ADMIT = "admit"
    REFUSE_AT_DOOR = "refuse-at-door"
    DISCHARGE = "discharge"
    RETURN_HOME = "return-home"
    FEEDBACK = "feedback"
    ACKNOWLEDGE = "acknowledge"
    CANCEL = "cancel"
    AGREE_CANCEL = "agree-cancel"
    REFUSE_CANCEL = "refuse-cancel"
    RAISE = "raise"
    LOWER = "lower"
    REDIRECT = "redirect"
    CLOSE = "close"
    NO_SHOW = "no-show"
    DIED = "died"
    WITHDRAW_CONSENT = "withdraw-consent"
    ENTERED_IN_ERROR = "entered-in-error"
    NOT_SELECT = "not-select"
    UNANSWERED = "unanswered"
    ESCALATE = "escalate"
    OVERDUE = "catch-up-overdue"
    EXPIRE = "expire"
    RECEIVE = "receive"
    REISSUE = "reissue"
    UNRECEIVED = "receipt-overdue"


EVENT_WORDS: dict[Event, tuple[str, str]] = {
    Event.CHECK: ("核对目录", "check against the catalogue"),
    Event.REQUEST_OVERRIDE: ("申请例外", "ask for an exception"),
    Event.APPROVE: ("批准例外", "approve the exception"),
    Event.DENY: ("驳回例外", "deny the exception"),
    Event.SUBMIT: ("提交转诊", "submit"),
    Event.OPEN: ("开始审核", "open"),
    Event.ASK: ("要求补充资料", "ask for information"),
    Event.SUPPLY: ("补充资料", "supply information"),
    Event.ACCEPT: ("同意接收", "accept"),
    Event.CONFIRM: ("确认电话接收", "confirm what was accepted by phone"),
    Event.DECLINE: ("拒绝接收", "decline"),
    Event.SELECT: ("选定接收方", "select"),
    Event.RESERVE: ("锁定床位", "reserve a bed"),
    Event.SCHEDULE: ("安排转运时间", "schedule"),
    Event.DEPART: ("出发", "depart"),
    Event.DIVERT: ("途中改送", "divert"),
    Event.ARRIVE: ("确认到达", "confirm arrival"),
    Event.ADMIT: ("办理入住/入院", "admit"),
    Event.REFUSE_AT_DOOR: ("到达后退回", "refuse at the door"),
    Event.DISCHARGE: ("结束治疗", "end the treatment"),
    Event.RETURN_HOME: ("返回原床位", "return to the kept bed"),
    Event.FEEDBACK: ("反馈结果", "send feedback"),
    Event.ACKNOWLEDGE: ("确认反馈", "acknowledge the feedback"),
    Event.CANCEL: ("撤销", "cancel"),
    Event.AGREE_CANCEL: ("同意撤销", "agree to the cancellation"),
    Event.REFUSE_CANCEL: ("不同意撤销", "refuse the cancellation"),
    Event.RAISE: ("升级紧急程度", "raise the priority"),
    Event.LOWER: ("降低紧急程度", "lower the priority"),
    Event.REDIRECT: ("改派", "redirect"),
    Event.CLOSE: ("结案", "close without a taker"),
    Event.NO_SHOW: ("登记未到", "record that the elder did not come"),
    Event.DIED: ("登记死亡", "record a death"),
    Event.WITHDRAW_CONSENT: ("登记撤回同意", "record a withdrawn consent"),
    Event.ENTERED_IN_ERROR: ("标记录入错误", "mark as entered in error"),
    Event.NOT_SELECT: ("未选中", "let go of a candidate that was not selected"),
    Event.UNANSWERED: ("急诊无应答", "stat call without an answer"),
    Event.ESCALATE: ("超时提醒", "escalate"),
    Event.OVERDUE: ("急诊补录超时", "catch-up after a stat call is overdue"),
    Event.EXPIRE: ("超时失效", "expire"),
    Event.RECEIVE: ("签收交接资料", "confirm receipt of the transfer document"),
    Event.REISSUE: ("重发交接资料", "issue the transfer document again"),
    Event.UNRECEIVED: ("交接资料逾期未签收", "receipt of the transfer document is overdue"),
}
"""Event to (Chinese, English)."""


STATE_WORDS: dict[State, tuple[str, str]] = {
    State.DRAFT: ("草稿", "draft"),
    State.BLOCKED: ("目录不符", "blocked by the catalogue"),
    State.OVERRIDE_PENDING: ("待例外审批", "waiting for an exception"),
    State.SUBMITTED: ("已提交", "submitted"),
    State.UNDER_REVIEW: ("审核中", "under review"),
    State.INFO_REQUESTED: ("待补充资料", "waiting for information"),
    State.ACCEPTED: ("已接收(可接收)", "accepted"),
    State.SELECTED: ("已选定", "selected"),
    State.RESERVED: ("已锁床", "bed reserved"),
    State.SCHEDULED: ("已排期", "scheduled"),
    State.IN_TRANSIT: ("转运中", "on the way"),
    State.ARRIVED: ("已到达", "arrived"),
    State.IN_CARE: ("治疗/照护中", "in care"),
    State.FEEDBACK_DUE: ("待反馈", "feedback due"),
    State.FEEDBACK_SENT: ("已反馈待确认", "feedback sent"),
    State.CLOSED: ("已闭环", "closed"),
    State.REJECTED: ("已拒绝", "declined"),
    State.NOT_SELECTED: ("未选中", "not selected"),
    State.REDIRECTED: ("已改派", "redirected"),
    State.NO_TAKER: ("无人接收", "nobody takes the elder"),
    State.EXPIRED: ("已超时", "expired"),
    State.CANCEL_REQUESTED: ("申请撤销", "cancellation requested"),
    State.CANCELLED: ("已撤销", "cancelled"),
    State.NO_SHOW: ("未到", "did not come"),
    State.RETURNED: ("不符退回", "refused at the door"),
    State.DIED: ("已故", "died"),
    State.ENTERED_IN_ERROR: ("录入错误", "entered in error"),
}
"""State to (Chinese, English)."""

TASK_STATUS: dict[State, str] = {
    State.DRAFT: "draft",
    State.BLOCKED: "draft",
    State.OVERRIDE_PENDING: "draft",
    State.SUBMITTED: "requested",
    State.UNDER_REVIEW: "received",
    State.INFO_REQUESTED: "received",
    State.ACCEPTED: "accepted",
    State.SELECTED: "accepted",
    State.RESERVED: "accepted",
    State.SCHEDULED: "accepted",
    State.IN_TRANSIT: "in-progress",
    State.ARRIVED: "in-progress",
    State.IN_CARE: "in-progress",
    State.FEEDBACK_DUE: "in-progress",
    State.FEEDBACK_SENT: "in-progress",
    State.CLOSED: "completed",
    State.REJECTED: "rejected",
    State.NOT_SELECTED: "cancelled",
    State.REDIRECTED: "cancelled",
    State.NO_TAKER: "requested",
    State.EXPIRED: "cancelled",
    State.CANCEL_REQUESTED: "accepted",
    State.CANCELLED: "cancelled",
    State.NO_SHOW: "failed",
    State.RETURNED: "failed",
    State.DIED: "failed",
    State.ENTERED_IN_ERROR: "entered-in-error",
}
"""State to `Task.status`. A death after arrival is an outcome: there the Task is completed (`task_status`)."""

FINAL: frozenset[State] = frozenset(
    {
        State.CLOSED, State.REJECTED, State.NOT_SELECTED, State.REDIRECTED, State.EXPIRED, State.CANCELLED,
        State.NO_SHOW, State.RETURNED, State.DIED, State.ENTERED_IN_ERROR,
    }
)  # fmt: skip
"""States that nothing leads out of."""

UNSENT: frozenset[State] = frozenset({State.DRAFT, State.BLOCKED, State.OVERRIDE_PENDING})
"""Nobody but the requester has seen it."""

ARRIVED_STATES: frozenset[State] = frozenset({State.ARRIVED, State.IN_CARE, State.FEEDBACK_DUE, State.FEEDBACK_SENT})
"""The elder is with the receiver."""

_STATUS_TO_STATE = {
    "draft": State.DRAFT,
    "requested": State.SUBMITTED,
    "received": State.UNDER_REVIEW,
    "ready": State.UNDER_REVIEW,
    "accepted": State.ACCEPTED,
    "rejected": State.REJECTED,
    "in-progress": State.IN_TRANSIT,
    "on-hold": State.INFO_REQUESTED,
    "cancelled": State.CANCELLED,
    "failed": State.NO_SHOW,
    "completed": State.CLOSED,
    "entered-in-error": State.ENTERED_IN_ERROR,
}


def task_status(state: State, *, before: State) -> str:
    """`Task.status` of a state that was reached from `before` (ruling 2.1.14 for a death)."""
    if state is not State.DIED:
        return TASK_STATUS[state]
    if before in ARRIVED_STATES:
        return "completed"
    return "failed" if before is State.IN_TRANSIT else "cancelled"


def status_to_state(status: str) -> State:
    """The state that a Task without a business status is in."""
    return _STATUS_TO_STATE.get(status, State.DRAFT)
