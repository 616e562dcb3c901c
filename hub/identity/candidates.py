"""The records that may be of a person: found through the index, never by reading all. https://hl7.org/fhir/R4/patient-operation-match.html.

Numbers and telephones stand in the index as keyed hashes, names with their sounds. Each question is a search with the
asker's own eyes, so that what it may not see is not compared, not counted and not answered.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from fhir_profiles.issue import JsonObject
from fhir_profiles.registry import search_parameters
from hub.identity.person import RESIDENT_ID
from hub.identity.traits import Traits, phones_of, texts_of, traits_of
from hub.store.port import Ref, Store, StoredResource, Visibility
from hub.store.query import Criterion, SearchQuery, SearchValue
from hub.store.search.sounds import sounds_of

MOST_OF_A_QUESTION: Final = 100
"""Records that one question gives; people with one name and one year of birth are rarely more."""


class Candidates(NamedTuple):
    """`is_cut` when a question had more answers than are looked at."""

    records: tuple[StoredResource, ...]
    is_cut: bool


async def find_candidates(store: Store, patient: JsonObject, *, visibility: Visibility) -> Candidates:
    """Visible Patients that share a number, a telephone, or a name and year of birth with this one."""
    found: dict[Ref, StoredResource] = {}
    is_cut = False
    for criteria in questions(patient):
        query = SearchQuery(type="Patient", criteria=criteria, count=MOST_OF_A_QUESTION)
        page = await store.search(query, visibility=visibility)
        found.update((one.ref, one) for one in page.resources)
        is_cut = is_cut or bool(page.cursor)
    return Candidates(tuple(found.values()), is_cut)


def questions(patient: JsonObject) -> list[tuple[Criterion, ...]]:
    """The searches that find who may be meant; at most six.

    With a birth date, people of that name whose year is another are not looked at: only a number finds them.
    """
    sought = traits_of(patient)
    asked: list[tuple[Criterion, ...]] = []
    if numbers := _written_numbers(patient, sought):
        asked.append((_criterion("identifier", numbers),))
    if sought.phones:
        asked.append((_criterion("phone", _written_phones(patient)),))
    names: list[tuple[Criterion, ...]] = (
        [(_criterion("name", _written_names(patient, sought)),)] if sought.names else []
    )
    names += _by_parts(patient)
    for name in names:
        if not sought.birth:
            asked.append(name)
            continue
        asked.append((*name, _criterion("birthdate", [sought.birth[:4]])))
        asked.append((*name, _criterion("birthdate", ["true"], modifier="missing")))
    return asked


def _written_numbers(patient: JsonObject, sought: Traits) -> list[str]:
    """Numbers as they may have been stored: as they are given, and resident IDs in each of their forms."""
    found = [
        "|".join(filter(None, (identifier.get("system"), identifier["value"])))
        for identifier in patient.get("identifier", ())
        if identifier.get("value") and "|" not in identifier["value"]
    ]
    found += ["|".join(filter(None, pair)) for pair in sorted(sought.numbers) if "|" not in pair[1]]
    for number in sorted(sought.residents):
        old = number[:6] + number[8:17]
        found += [f"{RESIDENT_ID}|{form}" for form in (number, number.lower(), *([old] if number[6:8] == "19" else []))]
    return list(dict.fromkeys(found))


def _written_phones(patient: JsonObject) -> list[str]:
    digits = sorted(phones_of(patient))
    given = [point["value"] for point in patient.get("telecom", ()) if point.get("value") and "|" not in point["value"]]
    return list(dict.fromkeys([*given, *digits, *(f"{code}{one}" for one in digits for code in ("+86", "86"))]))


def _written_names(patient: JsonObject, sought: Traits) -> list[str]:
    """Names as they are given, folded, and as they sound."""
    given = [name["text"] for name in patient.get("name", ()) if name.get("text")]
    return list(dict.fromkeys([*given, *sorted(sought.names | sought.sounds)]))


def _by_parts(patient: JsonObject) -> list[tuple[Criterion, ...]]:
    """A name as family and given name: records that have no text of the whole, and Latin ones with a space."""
    parts = {
        (name.get("family", ""), "".join(name.get("given", ())))
        for name in patient.get("name", ())
        if name.get("given")
    }
    parts |= {
        (text[0], text[1:])
        for name in patient.get("name", ())
        if not name.get("family")
        for text in texts_of(name)
        if sounds_of(text) and len(text) > 1
    }
    whole = [(family, given) for family, given in sorted(parts) if family and given]
    if not whole:
        return []
    families = _sounded(family for family, _ in whole)
    return [(_criterion("family", families), _criterion("given", _sounded(given for _, given in whole)))]


def _sounded(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(form for text in texts for form in (text, *(sound for sound, _ in sounds_of(text)[:1]))))


def _criterion(name: str, values: Sequence[str], *, modifier: str = "") -> Criterion:
    parameter = search_parameters("Patient")[name]
    return Criterion(parameter, tuple(SearchValue(value) for value in values), modifier)
