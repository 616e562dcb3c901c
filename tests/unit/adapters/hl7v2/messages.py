"""Small messages for the tests, and what becomes of them."""

from adapters.hl7v2.adapter import ADAPTER
from adapters.port import Conversion, Entry, Source
from fhir_profiles.issue import JsonObject

H1 = Source(name="H1")
MRN = "https://alliance-hub.example/sid/H1/mrn"
VISIT = "https://alliance-hub.example/sid/H1/visit"
PID = "PID|1||ZY1^^^^MR||钱阿婆||19411103|2"
PV1 = "PV1|1|I|老年科^0301^02||||D1^李医生||||||||||||V1|||||||||||||||||||||||||20260301082500"


def msh(kind: str, *, version: str = "2.5.1", time: str = "20260301083000") -> str:
    return f"MSH|^~\\&|HIS|H1|HUB|A|{time}||{kind}|M1|P|{version}"


def convert(*segments: str, source: Source = H1) -> Conversion:
    """The one conversion of these segments."""
    [conversion] = ADAPTER.convert("\r".join(segments).encode(), source=source)
    return conversion


def entry(conversion: Conversion, kind: str) -> Entry:
    """The first entry of a type."""
    return next(found for found in conversion.entries if found.resource["resourceType"] == kind)


def resource(conversion: Conversion, kind: str) -> JsonObject:
    """The first resource of a type."""
    return entry(conversion, kind).resource


def resources(conversion: Conversion, kind: str) -> list[JsonObject]:
    """All resources of a type."""
    return [found.resource for found in conversion.entries if found.resource["resourceType"] == kind]


def problems(conversion: Conversion) -> list[tuple[str, str]]:
    """Severity and place of the issues."""
    return [(issue.severity, issue.expression) for issue in conversion.issues]


def segment(name: str, fields: dict[int, str]) -> str:
    """A segment with these fields, so that no bars need counting."""
    return "|".join([name, *(fields.get(at, "") for at in range(1, max(fields) + 1))])
