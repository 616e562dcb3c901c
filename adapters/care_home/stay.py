"""What a row says of a stay that the residents' list made: on leave, in another bed."""

from adapters.care_home.residents import EPISODE_CONCEPT
from adapters.port import Entry
from adapters.tabular.fields import Fields, institution, put_by_key
from adapters.tabular.person import Person
from fhir_profiles.issue import JsonObject


def stay_again(fields: Fields, person: Person, admitted: str | None, changes: JsonObject) -> list[Entry]:
    """The EpisodeOfCare of the day of admission with these elements changed, everything else as it is stored.

    Without that day the stay is not named: the row is kept, the stay stays as it is, and the sender hears it.
    """
    if not admitted:
        text = "the cell is empty, so that the stay itself was not changed; give the day of admission."
        fields.report("admitted", text, severity="warning", code="incomplete")
        return []
    episode: JsonObject = {
        "resourceType": "EpisodeOfCare",
        "status": "active",
        "type": EPISODE_CONCEPT,
        "patient": person.reference,
        "managingOrganization": institution(fields.source),
        "period": {"start": admitted},
        **changes,
    }
    entry = put_by_key(episode, source=fields.source, key=f"{person.key}|{admitted}")
    return [entry._replace(keep=frozenset(episode) - changes.keys() - {"resourceType"})]
