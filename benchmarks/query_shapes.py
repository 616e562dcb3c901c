"""Searches as members ask them, over `benchmarks.population`: 36 shapes that an index serves, and some that none does.

A shape makes a query from a patient's number, so that what it asks for is there.
"""

from collections.abc import Callable
from random import Random
from typing import Final, NamedTuple

from benchmarks.population import patient_name, patient_record


class Shape(NamedTuple):
    """`make` gives the type and the parameters for a patient's number."""

    name: str
    make: Callable[[int], tuple[str, str]]


def _first(number: int, kind: str) -> dict[str, object]:
    return next(one for one in patient_record(number) if one["resourceType"] == kind)


def _birth(number: int) -> str:
    return str(_first(number, "Patient")["birthDate"])


def _family(number: int) -> str:
    return str(patient_record(number)[0]["name"][0]["family"])


def _day(number: int) -> str:
    return f"2025-{number % 12 + 1:02d}-{number % 28 + 1:02d}"


def _doctor(number: int) -> str:
    return f"Practitioner/d{number % 60}"


def _of_patient(kind: str, rest: str = "") -> Callable[[int], tuple[str, str]]:
    return lambda number: (kind, f"patient=Patient/p{number}{rest}")


def _always(kind: str, text: str) -> Callable[[int], tuple[str, str]]:
    return lambda _: (kind, text)


_MRN: Final = "https://alliance-hub.example/sid/H1/mrn"

SERVED: Final = (
    Shape("patient by identifier", lambda n: ("Patient", f"identifier={_MRN}|M{n:07d}")),
    Shape("patient by identifier without system", lambda n: ("Patient", f"identifier=M{n:07d}")),
    Shape("patient by whole name", lambda n: ("Patient", f"name={patient_name(n)}")),
    Shape("patient by surname", lambda n: ("Patient", f"family={_family(n)}")),
    Shape("patient by pinyin", _always("Patient", "name=zhangguo")),
    Shape("patient by surname and birth date", lambda n: ("Patient", f"family={_family(n)}&birthdate={_birth(n)}")),
    Shape("patient by birth date", lambda n: ("Patient", f"birthdate={_birth(n)}")),
    Shape("patient by years of birth", _always("Patient", "birthdate=ge1940&birthdate=lt1945")),
    Shape("patient by sex", _always("Patient", "gender=female")),
    Shape("patient by phone", lambda n: ("Patient", f"phone=139{n:08d}")),
    Shape("patient by doctor", lambda n: ("Patient", f"general-practitioner={_doctor(n)}")),
    Shape("patient with a result", lambda n: ("Patient", f"_has:Observation:patient:_id=o{n}-1")),
    Shape("patient with what refers to it", lambda n: ("Patient", f"_id=p{n}&_revinclude=Observation:patient")),
    Shape("results of a patient", _of_patient("Observation")),
    Shape("results of a patient by code", _of_patient("Observation", "&code=http://loinc.org|8867-4")),
    Shape("vital signs of a patient since", _of_patient("Observation", "&category=vital-signs&date=ge2025-01-01")),
    Shape("results of a patient, newest first", _of_patient("Observation", "&_sort=-date")),
    Shape("results by code", _always("Observation", "code=http://loinc.org|2339-0")),
    Shape("results by rare code", _always("Observation", "code=http://loinc.org|33762-6")),
    Shape("results by encounter", lambda n: ("Observation", f"encounter=Encounter/e{n}-0")),
    Shape("results by name of the patient", lambda n: ("Observation", f"patient.name={patient_name(n)}")),
    Shape("results by identifier of the patient", lambda n: ("Observation", f"patient.identifier={_MRN}|M{n:07d}")),
    Shape("results by code on a day", lambda n: ("Observation", f"code=http://loinc.org|2339-0&date={_day(n)}")),
    Shape("high pressure", _always("Observation", "component-code-value-quantity=8480-6$gt150")),
    Shape("encounters of a patient", _of_patient("Encounter", "&status=finished")),
    Shape("encounters on a day by class", lambda n: ("Encounter", f"date={_day(n)}&class=IMP")),
    Shape("conditions by code", _always("Condition", "code=http://hl7.org/fhir/sid/icd-10|I10")),
    Shape("conditions by rare code", _always("Condition", "code=http://hl7.org/fhir/sid/icd-10|C34.9")),
    Shape("conditions by text", _always("Condition", "code:text=原发性")),
    Shape("active medicines of a patient", _of_patient("MedicationRequest", "&status=active")),
    Shape("open tasks of a home", lambda n: ("Task", f"owner=Organization/h{n % 12}&status=requested")),
    Shape("orders by doctor", lambda n: ("ServiceRequest", f"requester={_doctor(n)}")),
    Shape("report with its results", _of_patient("DiagnosticReport", "&_include=DiagnosticReport:result")),
    Shape("results by code, newest first", _always("Observation", "code=http://loinc.org|2339-0&_sort=-date")),
    Shape("patients in order of name", _always("Patient", "_sort=name")),
    Shape("what changed last", _always("Observation", "_sort=-_lastUpdated")),
)  # fmt: skip

SORTED: Final = frozenset({
    "patient by surname", "patient by pinyin", "patient by years of birth", "results by code on a day",
    "encounters on a day by class", "open tasks of a home",
})  # fmt: skip
"""Of these up to 2,000 keys are sorted, and at 1,000 patients there is hardly more than a page: their time may grow."""

UNSERVED: Final = (
    Shape("part of a name in the middle", _always("Patient", "name:contains=国秀英")),
    Shape("all results by value alone", _always("Observation", "value-quantity=gt6|http://unitsofmeasure.org|none")),
    Shape("how many results", _always("Observation", "status=final&_total=accurate")),
)  # fmt: skip
"""What no index serves: it looks at rows that grow with the data, until its budget refuses it."""


def sample(patients: int, *, count: int) -> list[int]:
    """Patients to ask about, spread over all of them, the same in every run."""
    return Random(patients).sample(range(patients), min(count, patients))
