"""Small readers of FHIR JSON for the rules: times, codings, references. What cannot be read is None or empty."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from fhir_profiles.issue import JsonObject
from hub.referral.rules.values import Coding

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_SOURCES = ("recorder", "asserter", "source", "author")
_TIME = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2})(T.*)?)?)?$")


def read_time(text: object) -> datetime | None:
    """A FHIR dateTime as an aware datetime; a missing part is its first moment, a missing zone is Asia/Shanghai."""
    return _moment(text) if isinstance(text, str) else None


@lru_cache(maxsize=1 << 12)  # what is measured together says so in the same words
def _moment(text: str) -> datetime | None:
    found = _TIME.match(text)
    if found is None:
        return None
    year, month, day, rest = found.groups()
    try:
        moment = datetime.fromisoformat(f"{year}-{month or '01'}-{day or '01'}{rest or ''}")
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=_SHANGHAI)


def period_start(period: object) -> datetime | None:
    """The start of a Period."""
    return read_time(period.get("start")) if isinstance(period, dict) else None


def effective_time(resource: JsonObject) -> datetime | None:
    """When it was true: effectiveDateTime, effectiveInstant, the end of the period, else when it was issued."""
    moment = read_time(resource.get("effectiveDateTime"))
    if moment is not None:
        return moment
    period = resource.get("effectivePeriod")
    ends = (period.get("end"), period.get("start")) if isinstance(period, dict) else ()
    named = (resource.get("effectiveInstant"), *ends, resource.get("issued"))
    return next((moment for text in named if (moment := read_time(text)) is not None), None)


def codings(concept: object) -> tuple[Coding, ...]:
    """The codings of a CodeableConcept, or of a list of them."""
    if isinstance(concept, list):
        return tuple(coding for item in concept for coding in codings(item))
    if not isinstance(concept, dict):
        return ()
    listed = concept.get("coding")
    return tuple(
        Coding(_text(item.get("system")), _text(item.get("code")), _text(item.get("display")))
        for item in (listed if isinstance(listed, list) else ())
        if isinstance(item, dict) and item.get("code")
    )


def concept_words(concept: object) -> Iterator[str]:
    """Every word of a CodeableConcept that may name a thing: codes, displays, text."""
    for coding in codings(concept):
        yield coding.code
        if coding.display:
            yield coding.display
    if isinstance(concept, dict) and isinstance(concept.get("text"), str):
        yield concept["text"]


def first_code(concept: object, default: str = "") -> str:
    """The code of the first coding."""
    found = codings(concept)
    return found[0].code if found else default


def reference_of(resource: JsonObject) -> str:
    """`Observation/12` of a resource that has an id."""
    return f"{resource.get('resourceType')}/{resource['id']}" if resource.get("id") else ""


def source_of(resource: JsonObject) -> str:
    """Who stands behind it: the first organization named, else the first performer."""
    named = [resource[name] for name in _SOURCES if name in resource]
    if "performer" in resource:
        performers = resource["performer"]
        named += performers if isinstance(performers, list) else [performers]
    if not named:
        return ""
    texts = [
        _text(item.get("display")) or _text(item.get("reference")) or _identifier(item)
        for item in named
        if isinstance(item, dict)
    ]
    organizations = [text for text in texts if text.startswith("Organization/")]
    return next(iter([*organizations, *filter(None, texts)]), "")


def _identifier(reference: JsonObject) -> str:
    identifier = reference.get("identifier")
    return _text(identifier.get("value")) if isinstance(identifier, dict) else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
