"""A relative, guarantor, mother or insured of one patient: RelatedPerson. https://hl7.org/fhir/R4/relatedperson.html.

A RelatedPerson is of one patient. A daughter who is next of kin of both her parents is two of them with one number, so
her number never finds a record by itself: it would be taken from her father and given to her mother.
"""

from collections.abc import Iterable

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.ei import identifier_key
from adapters.hl7v2.datatypes.xpn import display_name
from fhir_profiles.issue import JsonObject


def put_related_person(
    person: JsonObject, context: MessageContext, *, key: str = "", delete: Iterable[str] = (), group: str = ""
) -> JsonObject:
    """Add the RelatedPerson of the message's patient; the reference.

    It is known by its first number, else by its name, else by `key`, each for this patient alone.
    """
    numbers = person.pop("identifier", [])
    names = person.get("name", [])
    known_by = identifier_key(numbers[0]) if numbers else display_name(names[0]).casefold() if names else key
    reference = context.put(person, key=f"{context.patient_key}|related|{known_by}", delete=delete, group=group)
    added = context.resource(reference)
    if added is not None:
        added["identifier"] += [number for number in numbers if number not in added["identifier"]]
    return reference
