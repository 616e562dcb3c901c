"""What a receiver need not know is left out of its bundle, down to a floor (ruling 6).

Only labels and history are hidden. Current medicines, allergies, devices, precautions, risks, monitoring duties
and pending results are never removed or altered: a medicine may betray the label, and dropping it kills.
"""

from collections.abc import Iterable, Sequence

from fhir_profiles.issue import JsonObject

RESTRICTED = ("B20", "B21", "B22", "B23", "B24", "Z21", "A50", "A51", "A52", "A53")
"""ICD-10 categories that a home without a medical licence is not told: HIV, syphilis (domain.md E). It is told the
precautions instead."""


def minimise(
    record: Sequence[JsonObject], *, receiver_kind: str, receiver_licensed: bool
) -> tuple[list[JsonObject], int]:
    """The record for this receiver, and how many Conditions were withheld from it."""
    if receiver_kind != "home" or receiver_licensed:
        return list(record), 0
    kept = [item for item in record if not _is_restricted(item)]
    return kept, len(record) - len(kept)


def _is_restricted(item: JsonObject) -> bool:
    return item.get("resourceType") == "Condition" and any(code[:3] in RESTRICTED for code in _codes(item))


def _codes(item: JsonObject) -> Iterable[str]:
    return (str(coding.get("code", "")).upper() for coding in (item.get("code") or {}).get("coding", []))
