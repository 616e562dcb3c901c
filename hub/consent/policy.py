"""On which legal basis a disclosure rests: consent is one of four (PIPL 13, Civil Code 32-33, ruling 2.1.16).

The basis is recorded, not only a Consent: an elder without relatives, or one who has lost capacity, is still
treated. A withdrawn or refusing Consent stops new disclosure, except in an emergency.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from fhir_profiles.issue import JsonObject
from hub.store.port import Ref

_DAY: Final = len("2026-03-01")

Basis = Literal["consent", "guardian", "treatment", "emergency"]
BASES: tuple[Basis, ...] = ("consent", "guardian", "treatment", "emergency")


WITHDRAWN = (
    "老人或监护人已撤回或拒绝信息共享同意；如老人或监护人仍希望转送，请另行询问并以basis=treatment或guardian记录依据。",
    "Consent to share was withdrawn or refused. If the move is still wanted, ask so and send `basis`.",
)
"""Why nothing is disclosed, in Chinese and English."""


OUTSIDE = (
    "接收方是联盟外机构：请用basis写明依据(consent须有写明该机构的同意书，或guardian、treatment、emergency)。",
    "The receiver is outside the alliance: state `basis` (guardian, treatment, emergency, or a Consent that names it).",
)
"""Why nothing is disclosed to a non-member, in Chinese and English (PIPL 23: another handler, by name)."""


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """The basis of one disclosure, and the Consent that it rests on, if any."""

    code: Basis
    source: Ref | None = None


def legal_basis(
    consents: Sequence[tuple[Ref, JsonObject]],
    *,
    recipient: str,
    stated: str = "",
    is_emergency: bool = False,
    is_outside: bool = False,
) -> LegalBasis | tuple[str, str]:
    """The basis for showing a patient's record to `recipient`, or why there is none, in Chinese and English.

    An active Consent that permits wins, but not over a later word that denies, nor over one that denies this recipient
    by name where the permit names nobody; a guardian's is told by its performer. Without any Consent, treatment
    necessity is the basis. `stated` is the basis that the sender answers for. To a non-member (`is_outside`) nothing
    is shown by silence: a Consent names it, or the basis is stated.
    """
    if is_emergency or stated == "emergency":
        return LegalBasis("emergency")
    if stated and stated not in BASES:
        return (
            f"法律依据“{stated}”无法识别。",
            f"The legal basis {stated!r} is unknown; expected one of {', '.join(BASES)}.",
        )
    concerns = _names if is_outside else _concerns
    denying = [consent for _, consent in consents if _concerns(consent, recipient) and _denies(consent)]
    permitting = [
        (ref, consent)
        for ref, consent in consents
        if concerns(consent, recipient)
        and _permits(consent)
        and not any(_stands_against(denial, consent) for denial in denying)
    ]
    if permitting:
        ref, consent = permitting[-1]
        return LegalBasis("guardian" if _by_guardian(consent) else "consent", ref)
    refusing = [consent for _, consent in consents if _concerns(consent, recipient) and _refuses(consent)]
    if refusing and stated not in {"guardian", "treatment"}:
        return WITHDRAWN
    if stated == "guardian":
        return LegalBasis("guardian")
    if stated == "consent":
        return (
            "未找到有效的知情同意书。",
            "No active Consent of this patient was found; store it first, or state another basis.",
        )
    return OUTSIDE if is_outside and not stated else LegalBasis("treatment")


def _concerns(consent: JsonObject, recipient: str) -> bool:
    """Whether a Consent is about sharing with this recipient: it names it, or names nobody."""
    named = _recipients(consent)
    return not named or f"Organization/{recipient}" in named


def _names(consent: JsonObject, recipient: str) -> bool:
    """Whether a Consent names this recipient."""
    return f"Organization/{recipient}" in _recipients(consent)


def _recipients(consent: JsonObject) -> list[str]:
    actors = [
        str((actor.get("reference") or {}).get("reference", ""))
        for actor in (consent.get("provision") or {}).get("actor", [])
    ]
    return [actor for actor in actors if actor.startswith("Organization/")]


def _permits(consent: JsonObject) -> bool:
    return consent.get("status") == "active" and (consent.get("provision") or {}).get("type", "permit") == "permit"


def _denies(consent: JsonObject) -> bool:
    return consent.get("status") == "active" and (consent.get("provision") or {}).get("type") == "deny"


def _stands_against(denial: JsonObject, permit: JsonObject) -> bool:
    """Whether a denial still counts beside a permit: it names the recipient alone, or is no older as far as both say.

    A leap second, which FHIR allows, is the one before.
    """
    if _recipients(denial) and not _recipients(permit):
        return True
    denied, permitted = (str(consent.get("dateTime", "")).replace(":60", ":59") for consent in (denial, permit))
    if (shorter := min(len(denied), len(permitted))) <= _DAY:  # "" is a word without a time
        return denied[:shorter] >= permitted[:shorter]
    return datetime.fromisoformat(denied) >= datetime.fromisoformat(permitted)


def _refuses(consent: JsonObject) -> bool:
    return _denies(consent) or consent.get("status") in {"inactive", "rejected"}


def _by_guardian(consent: JsonObject) -> bool:
    performers = [str(item.get("reference", "")) for item in consent.get("performer", [])]
    return any(performer.startswith("RelatedPerson/") for performer in performers)
