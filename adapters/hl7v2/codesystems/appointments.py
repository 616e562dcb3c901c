"""Tables about appointments: HL7 0276, 0277, 0278, and what the scheduling events say.

Source: vocabulary tables of the HL7 v2-to-FHIR guide; the event tables are ours (docs/adapters/hl7v2.md).
"""

_SCT = "http://snomed.info/sct"
V3_PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"

APPOINTMENT_STATUS = {
    "PENDING": "pending",
    "WAITLIST": "waitlist",
    "BOOKED": "booked",
    "STARTED": "checked-in",
    "COMPLETE": "fulfilled",
    "CANCELLED": "cancelled",
    "DELETED": "entered-in-error",
    "NOSHOW": "noshow",
}
APPOINTMENT_EVENT = {
    "S12": "booked",
    "S13": "booked",
    "S14": "booked",
    "S15": "cancelled",
    "S16": "cancelled",
    "S17": "entered-in-error",
    "S26": "noshow",
}
"""SIU events that decide the status over SCH-25."""

REQUEST_EVENT = {
    "S01": "proposed",
    "S02": "proposed",
    "S03": "proposed",
    "S04": "cancelled",
    "S05": "cancelled",
    "S06": "entered-in-error",
    "S07": "proposed",
    "S08": "proposed",
    "S09": "cancelled",
    "S10": "cancelled",
    "S11": "entered-in-error",
}
"""SRM events: a request is a proposal until the filler books it."""

BLOCKED = {"S23": "busy-unavailable", "S24": "free"}
"""SIU events about time slots that nobody can book, or can again."""

PARTICIPANT_STATUS = {
    "PENDING": "needs-action",
    "WAITLIST": "needs-action",
    "BOOKED": "accepted",
    "STARTED": "accepted",
    "COMPLETE": "accepted",
    "CONFIRMED": "accepted",
    "CANCELLED": "declined",
    "DELETED": "declined",
    "BLOCKED": "declined",
    "OVERBOOK": "accepted",
    "NOSHOW": "accepted",
}
"""AIP-12, AIL-12, AIG-14 (table 0278) to participationstatus. Ours; the guide leaves it open."""

APPOINTMENT_REASON = {
    "ROUTINE": ("3780001", _SCT, "Routine patient disposition, no follow-up planned"),
    "CHECKUP": ("866149003", _SCT, "Annual visit (procedure)"),
    "FOLLOWUP": ("185389009", _SCT, "Follow-up visit (procedure)"),
    "EMERGENCY": ("373110003", _SCT, "Emergency procedure (procedure)"),
}
MINUTES = {
    "": 1,
    "MIN": 1,
    "M": 1,
    "MINUTE": 1,
    "MINUTES": 1,
    "分": 1,
    "分钟": 1,
    "H": 60,
    "HR": 60,
    "小时": 60,
    "S": 1 / 60,
    "SEC": 1 / 60,
}
"""Units of a duration in minutes."""
