"""On which basis a booking shows who comes: the elder's Consents are asked as for a referral (PIPL 13, 23)."""

from collections.abc import Mapping

from fhir_profiles.issue import JsonObject
from hub.consent.policy import LegalBasis, legal_basis
from hub.referral.care_subset import own_records
from hub.referral.gather import GUARD
from hub.referral.lookup import find
from hub.referral.shape import direction_of, reference
from hub.store.port import Engine, Ref, Visibility


class ArrivalBasis:
    """Asks the Consents that the booking institution keeps or is shown."""

    def __init__(self, store: Engine) -> None:
        self._store = store

    async def basis(self, patient: Ref, *, keeper: int, recipient: str, written: Mapping[Ref, JsonObject]) -> str:
        """The legal basis; "" when a Consent refuses this recipient. `written` is stored with this unit."""
        eyes = Visibility(member=keeper)
        same = await own_records(patient, keeper, store=self._store)
        found: dict[Ref, JsonObject] = {}
        for one in dict.fromkeys((patient, *same)):
            stored = await find(self._store, "Consent", "patient", str(one), visibility=eyes)
            found |= {consent.ref: consent.json() for consent in stored}
        basis = legal_basis(list((found | dict(written)).items()), recipient=recipient)
        return basis.code if isinstance(basis, LegalBasis) else ""

    async def is_of_referral(self, appointment: JsonObject) -> bool:
        """Whether it is booked for a referral, which says itself who is told whom it is about."""
        based_on = [ref for one in appointment.get("basedOn", []) if (ref := reference(one)) is not None]
        found = (await self._store.read_many(based_on, visibility=GUARD)).values() if based_on else ()
        return any(direction_of(one.json()) is not None for one in found if not one.deleted)
