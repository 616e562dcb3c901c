"""Equipment that is lent for an elder: a Device, a Schedule that offers it, the DeviceUseStatement of the loan. Pure.

https://hl7.org/fhir/R4/deviceusestatement.html. A Schedule whose actors are Devices is a pool: every member reads it,
and `slot-share` says how many each may have at once. The loan is the DeviceUseStatement of the elder at the borrower:
intended (reserved), active (handed over), completed (back) or stopped (never fetched). Its number is also the fencing
token: who has an old one touches no later loan.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fhir_profiles.issue import JsonObject
from hub.clock import datetime_to_micros, micros_to_instant
from hub.store.port import Ref

LOAN_NUMBER = "https://alliance-hub.example/sid/equipment-loan"
LOAN_PLACE = "https://alliance-hub.example/sid/equipment-share"
"""Which place of the borrower's share a loan takes: it is given back also when the pool was changed meanwhile."""

DEVICE = "device"
"""The kind of claim that keeps a Device for one loan."""

HOLD = 48 * 3_600_000_000
"""Longest time that equipment waits to be fetched, in microseconds: as a bed without a referral."""

USUAL_LOAN = 14 * 24 * 3_600_000_000
LONGEST_LOAN = 366 * 24 * 3_600_000_000
RESERVED, HANDED_OVER = "intended", "active"
MOST_WORDS = 500


@dataclass(frozen=True, slots=True)
class LoanWish:
    """What a borrower asks for: the elder or the referral (ids), how long to keep it ready, until when to lend it."""

    patient: str | None = None
    referral: str | None = None
    until: int = 0
    due: int = 0
    note: str = ""


def is_loan(statement: JsonObject) -> bool:
    """Whether a DeviceUseStatement is the loan of a Device."""
    return bool(loan_number(statement))


def loan_number(statement: JsonObject) -> str:
    """The number of the loan, which is its fencing token; "" for what is no loan."""
    return _number(statement, LOAN_NUMBER)


def loan_place(statement: JsonObject) -> str:
    """The key of the place of the borrower's share that a loan takes; "" when it takes none."""
    return _number(statement, LOAN_PLACE)


def _number(statement: JsonObject, system: str) -> str:
    for identifier in statement.get("identifier", ()):
        if identifier.get("system") == system:
            return str(identifier.get("value", ""))
    return ""


def device_of(statement: JsonObject) -> Ref:
    """The Device that is lent."""
    return Ref("Device", str((statement.get("device") or {}).get("reference", "")).removeprefix("Device/"))


def due_of(statement: JsonObject) -> int:
    """When a loan has to be back, in microseconds; 0 when it does not say so."""
    text = str((statement.get("timingPeriod") or {}).get("end", ""))
    return datetime_to_micros(datetime.fromisoformat(text)) if text else 0


def reserved_at(statement: JsonObject) -> int:
    """When a loan was reserved, in microseconds."""
    return datetime_to_micros(datetime.fromisoformat(str(statement["recordedOn"])))


def is_overdue(statement: JsonObject, *, now: int) -> bool:
    """Whether a Device is still out after the day on which it was due."""
    return statement.get("status") == HANDED_OVER and 0 < due_of(statement) <= now


def is_lendable(device: JsonObject) -> bool:
    """Whether a Device is in service, and not some elder's own."""
    return device.get("status", "active") == "active" and "patient" not in device


def devices_of(schedule: JsonObject) -> tuple[Ref, ...]:
    """The Devices that a pool offers; none of a Schedule that is not active."""
    if schedule.get("active") is False:
        return ()
    names = [str(actor.get("reference", "")) for actor in schedule.get("actor", ())]
    return tuple(Ref("Device", name.removeprefix("Device/")) for name in names if name.startswith("Device/"))


def device_name(device: JsonObject) -> str:
    """What people call a Device: its name, its type, or its id."""
    names = [str(one.get("name", "")) for one in device.get("deviceName", ())]
    kind = device.get("type") or {}
    codings: Iterable[JsonObject] = kind.get("coding", ())
    found = [*names, str(kind.get("text", "")), *(str(coding.get("display", "")) for coding in codings)]
    return next((name for name in found if name), str(device.get("id", "")))


def loan_for(
    device: JsonObject, *, loan_id: str, number: str, patient: Ref, referral: Ref | None, borrower: str, lender: str,
    wish: LoanWish, now: int, place: str = "",
) -> JsonObject:  # fmt: skip
    """The DeviceUseStatement of a reservation. `borrower` is a member's name, `lender` the code of one.

    `place` is the key of the share's place that it takes, "" where no pool is shared out.

    R4 lets no organization be the source by reference, so the borrower stands there in words.
    """
    made: JsonObject = {
        "resourceType": "DeviceUseStatement",
        "id": loan_id,
        "identifier": [{"system": LOAN_NUMBER, "value": number, "assigner": {"reference": f"Organization/{lender}"}}],
        "status": RESERVED,
        "subject": {"reference": str(patient)},
        "timingPeriod": {"end": micros_to_instant(wish.due or now + USUAL_LOAN)},
        "recordedOn": micros_to_instant(now),
        "source": {"display": borrower},
        "device": {"reference": f"Device/{device['id']}", "display": device_name(device)},
    }
    if place:
        made["identifier"].append({"system": LOAN_PLACE, "value": place})
    if referral is not None:
        made["basedOn"] = [{"reference": str(referral)}]
    if wish.note:
        made["note"] = [{"text": wish.note[:MOST_WORDS]}]
    return made


def handed_over(statement: JsonObject, *, due: int, now: int) -> JsonObject:
    """The loan from the moment at which the borrower has the Device."""
    period = {"start": micros_to_instant(now), "end": micros_to_instant(due)}
    return statement | {"status": HANDED_OVER, "timingPeriod": period}


def taken_back(statement: JsonObject, *, note: str, now: int) -> JsonObject:
    """The loan when the lender has the Device again."""
    period = statement["timingPeriod"] | {"end": micros_to_instant(now)}
    return _noted(statement | {"status": "completed", "timingPeriod": period}, note, now=now)


def never_fetched(statement: JsonObject, *, note: str, now: int) -> JsonObject:
    """The loan that came to nothing."""
    ended = {name: value for name, value in statement.items() if name != "timingPeriod"}
    return _noted(ended | {"status": "stopped"}, note, now=now)


def _noted(statement: JsonObject, note: str, *, now: int) -> JsonObject:
    if not note:
        return statement
    words = {"text": note[:MOST_WORDS], "time": micros_to_instant(now)}
    return statement | {"note": [*statement.get("note", []), words]}
