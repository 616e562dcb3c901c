"""Random FHIR requests about a small world, the same for two servers that give ids of their own.

A request names what it is about by a symbol (`#7`); each server's runner puts its own id there. What comes back has
ids, versions and times replaced by symbols, so that two answers can be compared.
"""

import random
from dataclasses import dataclass, field
from typing import Any, Final

Json = dict[str, Any]

FAMILIES: Final = ("Wang", "Li", "Zhang", "Liu", "Chen", "Ouyang")
GIVEN: Final = ("Wei", "Fang", "Min", "Jing", "Lei")
CODES: Final = ("8867-4", "8480-6", "8462-4", "8310-5", "59408-5")
DISEASES: Final = ("I63.9", "I10", "E11.9", "J44.9")
DATES: Final = ("2026-01-03", "2026-02-14", "2026-02-15", "2026-03-01", "2026-10-31")
LOINC: Final = "http://loinc.org"
MRN: Final = "https://alliance-hub.example/sid/H1/mrn"
ICD: Final = "http://hl7.org/fhir/sid/icd-10"


@dataclass(slots=True)
class Request:
    """One request; `{n}` in the address and `#n` in references stand for the n-th created resource."""

    method: str
    url: str
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    makes: int | None = None
    beside_update: bool = False
    """Whether it stands in a batch that also changes something."""
    revived: frozenset[str] = frozenset()
    """Addresses of what was deleted and is put again."""


class World:
    """What has been made so far, and the next request about it."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.types: list[str] = []
        self.gone: set[int] = set()
        self.bodies: list[Json] = []

    def known(self, kind: str = "", *, alive: bool = True) -> int | None:
        """Some resource of this type."""
        found = [
            number for number, name in enumerate(self.types)
            if (not kind or name == kind) and not (alive and number in self.gone)
        ]  # fmt: skip
        return self.random.choice(found) if found else None

    def next(self) -> Request:
        """A request."""
        kinds = (
            (self.create, 26), (self.search, 34), (self.read, 10), (self.update, 10), (self.history, 4),
            (self.delete, 4), (self.batch, 6), (self.conditional_create, 3), (self.conditional_update, 2),
            (self.patch, 3), (self.strange, 2),
        )  # fmt: skip
        makers, weights = zip(*kinds, strict=True)
        request: Request = self.random.choices(makers, weights)[0]()
        return request

    # Resources

    def resource(self, kind: str = "") -> Json:
        """A new resource of some type."""
        pick = self.random.choice
        kind = kind or self.random.choices(("Patient", "Observation", "Encounter", "Condition"), (3, 5, 2, 2))[0]
        if kind == "Patient":
            return {
                "resourceType": "Patient", "active": pick((True, False)), "gender": pick(("male", "female", "unknown")),
                "birthDate": f"19{self.random.randrange(30, 60)}-0{self.random.randrange(1, 9)}-15",
                "name": [{"family": pick(FAMILIES), "given": [pick(GIVEN)]}],
                "identifier": [{"system": MRN, "value": f"M{self.random.randrange(400)}"}],
            }  # fmt: skip
        subject = self.known("Patient")
        about = {"subject": {"reference": f"Patient/#{subject}"}} if subject is not None else {}
        if kind == "Observation":
            return about | {
                "resourceType": "Observation", "status": pick(("final", "preliminary", "amended")),
                "code": {"coding": [{"system": LOINC, "code": pick(CODES)}]}, "effectiveDateTime": pick(DATES),
                "valueQuantity": {"value": self.random.randrange(40, 200), "unit": "1", "code": "1",
                                  "system": "http://unitsofmeasure.org"},
            }  # fmt: skip
        if kind == "Encounter":
            return about | {
                "resourceType": "Encounter", "status": pick(("in-progress", "finished", "planned")),
                "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": pick(("IMP", "AMB"))},
            }  # fmt: skip
        if not about:
            return self.resource("Patient")
        return about | {
            "resourceType": "Condition", "code": {"coding": [{"system": ICD, "code": pick(DISEASES)}]},
            "recordedDate": pick(DATES),
        }  # fmt: skip

    def made(self, body: Json) -> int:
        """Note a resource that the next request makes."""
        self.types.append(body["resourceType"])
        self.bodies.append(body)
        return len(self.types) - 1

    # Requests

    def create(self) -> Request:
        body = self.resource()
        return Request("POST", f"/{body['resourceType']}", body, makes=self.made(body))

    def read(self) -> Request:
        number = self.known(alive=self.random.random() < 0.9)
        if number is None or self.random.random() < 0.05:
            return Request("GET", f"/{self.random.choice(('Patient', 'Observation'))}/does-not-exist")
        return Request("GET", f"/{self.types[number]}/{{{number}}}")

    def update(self) -> Request:
        number = self.known(alive=self.random.random() < 0.97)
        if number is None:
            return self.create()
        kind = self.types[number]
        body = self.resource(kind)
        if body["resourceType"] != kind:
            return self.create()
        self.bodies[number] = body
        url = f"/{kind}/{{{number}}}"
        revived = frozenset({url}) if number in self.gone else frozenset()
        self.gone.discard(number)
        return Request("PUT", url, body | {"id": f"#{number}"}, revived=revived)

    def delete(self) -> Request:
        number = self.known("Observation", alive=self.random.random() < 0.9)
        if number is None:
            return Request("DELETE", "/Observation/does-not-exist")
        self.gone.add(number)
        return Request("DELETE", f"/Observation/{{{number}}}")

    def history(self) -> Request:
        number = self.known()
        return self.create() if number is None else Request("GET", f"/{self.types[number]}/{{{number}}}/_history")

    def batch(self) -> Request:
        parts = [
            self.random.choice((self.read, self.search, self.update))() for _ in range(self.random.randrange(1, 5))
        ]
        entries = [
            {"request": {"method": part.method, "url": part.url.removeprefix("/")}}
            | ({"resource": part.body} if part.body else {})
            for part in parts
            if part.makes is None
        ]
        revived = frozenset().union(*(part.revived for part in parts))
        return Request("POST", "/", {"resourceType": "Bundle", "type": "batch", "entry": entries}, revived=revived)

    def conditional_create(self) -> Request:
        body = self.resource("Patient")
        number = body["identifier"][0]["value"]
        return Request("POST", "/Patient", body, {"if-none-exist": f"identifier={MRN}|{number}"}, self.made(body))

    def conditional_update(self) -> Request:
        body = self.resource("Patient")
        number = body["identifier"][0]["value"]
        return Request("PUT", f"/Patient?identifier={MRN}|{number}", body, makes=self.made(body))

    def patch(self) -> Request:
        number = self.known("Observation")
        if number is None:
            return self.create()
        operation = {"op": "replace", "path": "/status", "value": self.random.choice(("final", "amended"))}
        if self.random.random() < 0.2:
            operation = {"op": "test", "path": "/status", "value": "registered"}
        return Request(
            "PATCH", f"/Observation/{{{number}}}", [operation], {"content-type": "application/json-patch+json"}
        )

    def strange(self) -> Request:
        return self.random.choice((
            Request("GET", "/Patiant"), Request("GET", "/Patient/x/y/z"),
            Request("POST", "/Patient", {"resourceType": "Group"}),
            Request("PUT", "/Patient/other", {"resourceType": "Patient", "id": "another"}),
            Request("POST", "/Patient", {"active": True}), Request("DELETE", "/"),
        ))  # fmt: skip

    def search(self) -> Request:
        pick = self.random.choice
        kind = pick(("Patient", "Observation", "Encounter", "Condition"))
        chosen = self.random.sample(self.criteria(kind), k=self.random.choice((1, 1, 2, 2, 3)))
        return Request("GET", f"/{kind}?{'&'.join(chosen)}&_count=1000")

    def criteria(self, kind: str) -> list[str]:
        """Search parameters of a type, each with a value that may match."""
        pick = self.random.choice
        number = self.known("Patient")
        subject = [f"subject=Patient/{{{number}}}", f"patient=Patient/{{{number}}}"] if number is not None else []
        prefix = pick(("", "gt", "lt", "ge", "le"))
        if kind == "Patient":
            return [
                f"gender={pick(('male', 'female', 'unknown', 'other'))}", f"active={pick(('true', 'false'))}",
                f"family={pick(FAMILIES)[:3]}", f"name={pick(GIVEN)}", f"birthdate={prefix}194{pick('05')}-05-15",
                f"identifier={MRN}|M{self.random.randrange(400)}", "gender=male,female",
                f"family:exact={pick(FAMILIES)}",
                f"gender:not={pick(('male', 'female'))}", f"birthdate=ge19{pick('34')}0", "identifier:missing=true",
                f"family:contains={pick(('an', 'e', 'ou'))}",
            ]  # fmt: skip
        if kind == "Observation":
            return [
                f"code={pick(CODES)}", f"code={LOINC}|{pick(CODES)}", f"status={pick(('final', 'amended'))}",
                f"date={prefix}{pick(DATES)}", "date=2026-02", f"code={pick(CODES)},{pick(CODES)}", *subject,
                f"value-quantity={pick(('', 'gt', 'lt'))}{self.random.randrange(60, 160)}",
                f"status:not={pick(('final', 'amended'))}", "subject:missing=true",
            ]  # fmt: skip
        if kind == "Encounter":
            return [f"status={pick(('finished', 'planned', 'in-progress'))}", f"class={pick(('IMP', 'AMB'))}", *subject]
        return [f"code={pick(DISEASES)}", f"recorded-date={prefix}{pick(DATES)}", *subject]
