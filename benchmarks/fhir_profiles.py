"""CPU per operation of validation and search accessors, beside reading the same bytes.

`limit` is orjson's reading; `parse_us` is the hub's own, which refuses a name that stands twice and keeps decimals;
`models_us` is what the classes of fhir.resources take to validate the same resource.
"""

import time
from collections.abc import Callable

import orjson

from fhir_profiles.accessors import index_values, patient_references
from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import parse
from fhir_profiles.r4 import second_opinion
from fhir_profiles.validate import validate

SECONDS = 0.4
"""CPU time of one measurement; the fastest of ROUNDS counts."""

ROUNDS = 2

OBSERVATION: JsonObject = {
    "resourceType": "Observation",
    "id": "0192f1c0-7a10-7c5e-b7a1-0a1b2c3d4e5f",
    "identifier": [{"system": "https://alliance-hub.example/sid/H1/filler", "value": "20260131-0007"}],
    "status": "final",
    "category": [
        {
            "coding": [
                {
                    "system": "http://terminology.hl7.org/CodeSystem/observation-category",
                    "code": "vital-signs",
                    "display": "Vital Signs",
                }
            ]
        }
    ],
    "code": {"coding": [{"system": "http://loinc.org", "code": "85354-9", "display": "血压"}], "text": "血压"},
    "subject": {"reference": "Patient/0192f1c0-7a10-7c5e-b7a1-0a1b2c3d4e60"},
    "encounter": {"reference": "Encounter/0192f1c0-7a10-7c5e-b7a1-0a1b2c3d4e61"},
    "effectiveDateTime": "2026-01-31T08:30:00+08:00",
    "issued": "2026-01-31T08:31:10.000+08:00",
    "performer": [{"reference": "Practitioner/0192f1c0-7a10-7c5e-b7a1-0a1b2c3d4e62", "display": "护士"}],
    "component": [
        {
            "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
            "valueQuantity": {
                "value": value,
                "unit": "mmHg",
                "system": "http://unitsofmeasure.org",
                "code": "mm[Hg]",
            },
        }
        for code, value in (("8480-6", 152), ("8462-4", 84))
    ],
}

BUNDLE: JsonObject = {
    "resourceType": "Bundle",
    "type": "transaction",
    "entry": [
        {
            "fullUrl": f"urn:uuid:c757873d-ec9a-4326-a141-{number:012d}",
            "resource": OBSERVATION,
            "request": {"method": "POST", "url": "Observation"},
        }
        for number in range(100)
    ],
}


def validate_resource() -> dict[str, float | str]:
    """One Observation of 1 kB."""
    return _validated(OBSERVATION)


def validate_bundle100() -> dict[str, float | str]:
    """A transaction of 100 Observations."""
    return _validated(BUNDLE)


def search_accessors() -> dict[str, float | str]:
    """All search values and the patients of one Observation."""
    return _measure(OBSERVATION, lambda resource, _: (index_values(resource), patient_references(resource)))


def _validated(resource: JsonObject) -> dict[str, float | str]:
    figures = _measure(resource, lambda own, data: validate(own, data=data))
    return figures | {"models_us": round(_cpu_seconds(lambda: second_opinion(resource), least=1) * 1e6, 2)}


def _measure(resource: JsonObject, work: Callable[[JsonObject, bytes], object]) -> dict[str, float | str]:
    data = orjson.dumps(resource)
    own = orjson.loads(data)
    limit = _cpu_seconds(lambda: orjson.loads(data))
    cost = _cpu_seconds(lambda: work(own, data))
    return {
        "value": round(1 / cost, 1),
        "unit": "operations/s of one core",
        "limit": round(1 / limit, 1),
        "ratio": round(limit / cost, 4),
        "cpu_us": round(cost * 1e6, 2),
        "parse_us": round(_cpu_seconds(lambda: parse(data)) * 1e6, 2),
    }


def _cpu_seconds(work: Callable[[], object], *, least: int = 10) -> float:
    work()
    best = float("inf")
    for _ in range(ROUNDS):
        count, start = 0, time.process_time()
        while time.process_time() - start < SECONDS / ROUNDS:
            for _ in range(least):
                work()
            count += least
        best = min(best, (time.process_time() - start) / count)
    return best


if __name__ == "__main__":
    for function in (validate_resource, validate_bundle100, search_accessors):
        print(function.__name__, function())
