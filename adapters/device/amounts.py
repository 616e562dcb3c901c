"""A value as a device states it to a value in the usual unit, and what is wrong with it. https://ucum.org.

What cannot be a result is never guessed away: the reading keeps what was reported, and says that it is no result.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from adapters.device.kinds import Measure, Scale
from adapters.device.shapes import Stated
from fhir_profiles.issue import JsonObject

UCUM = "http://unitsofmeasure.org"
_NUMBER = re.compile(r"\s*([-+]?\d{1,9}(?:\.\d{1,9})?(?:[eE][-+]?\d{1,2})?)\s*(\D.{0,20})?\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Amount:
    """`value` in the unit of the measure, None where it is no result; `fault` then says why.

    `reported` is the value as it came, kept where it is not `value` itself. `repair` says what was done to the unit.
    """

    value: Decimal | None
    reported: JsonObject | None = None
    fault: str = ""
    repair: str = ""


def to_amount(stated: Stated, measure: Measure) -> Amount:
    """The value that a reading states of this measure."""
    text = "" if stated.value is None else str(stated.value)
    match = _NUMBER.fullmatch(text) if not isinstance(stated.value, bool | list | dict) else None
    if match is None:
        return Amount(None, {"valueString": text[:200]} if text else None, "it is no number")
    number, unit = Decimal(f"{Decimal(match[1]):f}"), stated.unit or (match[2] or "").strip()
    reported: JsonObject = {"valueQuantity": {"value": number, **({"unit": unit} if unit else {})}}
    written = "".join(unit.casefold().split())
    scale = measure.scales.get(written)
    if scale is None and written and written not in measure.units and written != measure.unit.casefold():
        return Amount(None, reported, f"its unit is not known for this; expected {measure.unit}")
    guessed = scale is None and not written and bool(measure.guess) and not _is_plausible(number, measure)
    if guessed and _is_plausible(_scaled(number, measure.scales[measure.guess]), measure):
        scale, unit = measure.scales[measure.guess], measure.guess
    value = number if scale is None else _scaled(number, scale)
    if not _is_plausible(value, measure):
        bounds = f"{measure.lowest} to {measure.highest} {measure.unit}"
        return Amount(None, reported, f"the value is not plausible: expected {bounds}")
    if scale is None:
        return Amount(value)
    said = "was not stated and is taken to be" if guessed else "was"
    return Amount(value, reported, repair=f"the unit {said} {unit}; the value was brought to {measure.unit}")


def to_stated_quantity(stated: Stated) -> JsonObject | None:
    """The number and the unit as they were stated, without a code; None for what is no number or has no unit."""
    match = None if isinstance(stated.value, bool | list | dict) else _NUMBER.fullmatch(str(stated.value))
    unit = stated.unit or (match[2] or "").strip() if match else ""
    return {"value": Decimal(f"{Decimal(match[1]):f}"), "unit": unit} if match and unit else None


def to_quantity(value: Decimal, measure: Measure) -> JsonObject:
    """A Quantity in the unit of the measure."""
    return {"value": value, "unit": measure.unit, "system": UCUM, "code": measure.unit}


def _scaled(number: Decimal, scale: Scale) -> Decimal:
    return (number * scale.factor + scale.offset).quantize(Decimal(1).scaleb(-scale.places))


def _is_plausible(value: Decimal, measure: Measure) -> bool:
    return measure.lowest <= value <= measure.highest
