"""Coded reasons of the workflow: code to (Chinese, English), by event. `domain.md` B3 and C0 are the source."""

from hub.referral.states import Event

_DECLINE = {
    "no-bed": ("无床位", "no bed"),
    "no-capability": ("无相应服务能力", "capability is lacking"),
    "ability-out-of-scope": ("能力等级超出收住范围", "ability level beyond the declared scope"),
    "infectious": ("感染控制条件不足", "infection control is not possible here"),
    "not-contracted": ("未签约", "no agreement"),
    "insurance": ("医保问题", "insurance"),
    "family-refuses": ("家属不同意", "the family does not agree"),
    "other": ("其他(须说明)", "other, with a note"),
}
_CANCEL = {
    "condition-changed": ("病情变化", "the condition changed"),
    "family-refuses": ("家属不同意", "the family does not agree"),
    "placed-elsewhere": ("已另行安置", "placed elsewhere"),
    "mistake": ("误操作", "a mistake"),
    "other": ("其他(须说明)", "other, with a note"),
}
_DOOR = {
    "condition-changed": ("病情变化", "the condition changed"),
    "fever": ("发热", "fever"),
    "no-capability": ("无相应服务能力", "capability is lacking"),
    "documents": ("资料与实际不符", "the papers do not fit"),
    "other": ("其他(须说明)", "other, with a note"),
}
_PRIORITY = {
    "worse": ("病情加重", "worse"),
    "concern": ("护士/护理员/家属担忧", "concern of nurse, carer or family"),
    "better": ("病情好转", "better"),
    "other": ("其他(须说明)", "other, with a note"),
}
_DENY = {
    "not-justified": ("理由不充分", "not justified"),
    "unsafe": ("存在安全风险", "unsafe"),
    "other": ("其他(须说明)", "other, with a note"),
}

_DISCHARGE = {
    "treated": ("治疗结束", "the treatment has ended"),
    "against-advice": ("自动出院(不遵医嘱)", "against medical advice"),
    "other": ("其他(须说明)", "other, with a note"),
}

REASONS: dict[Event, dict[str, tuple[str, str]]] = {
    Event.DECLINE: _DECLINE,
    Event.CANCEL: _CANCEL,
    Event.REFUSE_CANCEL: {
        "on-the-way": ("车辆已派出", "the vehicle has left"),
        "in-patients-interest": ("不利于老人", "against the elder's interest"),
        "other": ("其他(须说明)", "other, with a note"),
    },
    Event.REFUSE_AT_DOOR: _DOOR,
    Event.RAISE: _PRIORITY,
    Event.LOWER: _PRIORITY,
    Event.DENY: _DENY,
    Event.CLOSE: _CANCEL,
    Event.DISCHARGE: _DISCHARGE,
}
"""Events that need a reason, with the codes that they take."""

OUTLINE: dict[str, tuple[str, str]] = {code: words for codes in REASONS.values() for code, words in codes.items()}
"""Every reason code with its words."""
