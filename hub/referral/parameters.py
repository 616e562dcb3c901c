"""The operations' Parameters, in and out. https://hl7.org/fhir/R4/parameters.html, shape in docs/referral.md."""

from collections.abc import Mapping

from fhir_profiles.issue import JsonObject
from hub.clock import micros_to_instant
from hub.errors import BadRequestError
from hub.referral.intake import text_to_micros
from hub.referral.offers import Offer
from hub.referral.receipt import TransferDocument
from hub.referral.rules.values import Decision, Finding
from hub.referral.shape import direction_of, organization, organization_code, patient_of, translated
from hub.referral.situation import Details
from hub.referral.states import Direction
from hub.store.port import Ref


def simple(parameter: JsonObject) -> str:
    """The value of a parameter as text, whatever its type: a code, string, dateTime, Coding, concept or Reference."""
    for name, value in parameter.items():
        if not name.startswith("value"):
            continue
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, dict):
            first = next(iter(value.get("coding", [])), value)
            return str(value.get("reference") or first.get("code") or value.get("text") or value.get("value") or "")
        return str(value)
    return ""


def parameters_to_details(given: dict[str, str]) -> Details:
    """What a caller of `$referral-action` said beside the event. Raises RuleError for a bad date."""
    return Details(
        reason=given.get("reason", ""),
        note=given.get("note", ""),
        bed=given.get("bed", ""),
        planned=text_to_micros(given["planned"]) if given.get("planned") else 0,
        at=text_to_micros(given["at"]) if given.get("at") else 0,
        receiver=given.get("receiver", ""),
        priority=given.get("priority", ""),
        basis=given.get("basis", ""),
        doctor=given.get("doctor", ""),
        onward=given.get("onward", ""),
        output=given.get("output", ""),
        said_by=given.get("said-by", ""),
        digest=given.get("digest", ""),
        until=text_to_micros(given["until"]) if given.get("until") else 0,
    )


def read_direction(code: str, request: JsonObject | None) -> Direction:
    """The direction that a caller named, or that of the referral. Raises BadRequestError."""
    if code:
        if code not in set(Direction):
            raise BadRequestError(f"direction is {code[:40]!r}; expected one of {', '.join(Direction)}.")
        return Direction(code)
    found = direction_of(request) if request else None
    if found is None:
        raise BadRequestError(f"direction is missing; expected {', '.join(Direction)}, or a referral that has it.")
    return found


def read_reference(text: str, expected: str) -> str:
    """The id in `Type/id`, a bare id, or an absolute URL of the type."""
    return text.rstrip("/").rpartition(f"{expected}/")[2] if f"{expected}/" in text else text


def referral_defaults(request: JsonObject | None) -> tuple[str, Ref | None, str]:
    """Receiver's code, patient and priority of a referral, for what the caller did not name."""
    if request is None:
        return "", None, "routine"
    performers = request.get("performer", [])
    receiver = organization_code(performers[0]) if performers else ""
    return receiver, patient_of(request), str(request.get("priority", "routine"))


def decision_to_parameters(decision: Decision, *, names: Mapping[str, str]) -> JsonObject:
    """The answer of `$evaluate-referral` (DESIGN 6). `names` are those of the members, by their code."""
    parameter: list[JsonObject] = [
        {"name": "overall", "valueCode": decision.overall},
        {"name": "advice", "valueCode": decision.advice},
    ]
    if decision.catalogue_version:
        canonical = f"{decision.catalogue_url}|{decision.catalogue_version}"
        parameter[1:1] = [
            {"name": "catalogue", "valueCanonical": canonical},
            {"name": "digest", "valueString": decision.catalogue_digest},
        ]
    if decision.level is not None:
        parameter.append({"name": "level", "valueInteger": decision.level})
    if decision.banner:
        parameter.append({"name": "banner", "valueString": decision.banner})
    parameter += [_finding(found) for found in decision.findings]
    parameter += [
        {"name": "missing", "part": [{"name": "fact", "valueCode": one.code}, {"name": "why", "valueCode": one.why}]}
        for one in decision.missing
    ]
    parameter += [
        {"name": "catch-up", "part": [{"name": "fact", "valueCode": one.code}, {"name": "why", "valueCode": one.why}]}
        for one in decision.catch_up
    ]
    parameter += [
        {
            "name": "alternative",
            "part": [
                {
                    "name": "receiver",
                    "valueReference": organization(one.receiver) | {"display": names.get(one.receiver, one.receiver)},
                },
                {"name": "why"} | translated(one.why_zh, one.why_en),
            ],
        }
        for one in decision.alternatives
    ]
    return {"resourceType": "Parameters", "parameter": parameter}


def _finding(found: Finding) -> JsonObject:
    facts = [
        {"name": "fact", "valueReference": {"reference": fact.reference, "display": fact.code}}
        if fact.reference.count("/") == 1
        else {"name": "fact", "valueString": fact.code}
        for fact in found.facts
    ]
    return {
        "name": "finding",
        "part": [
            {"name": "rule", "valueCode": found.rule},
            {"name": "dimension", "valueCode": found.dimension},
            {"name": "result", "valueCode": found.result},
            {"name": "severity", "valueCode": found.severity},
            *facts,
            {"name": "words"} | translated(found.words_zh, found.words_en),
        ],
    }


def offers_to_parameters(
    offers: tuple[Offer, ...],
    *,
    state: str,
    words: tuple[str, str],
    at: int,
    notice: tuple[str, str] | None = None,
    document: TransferDocument | None = None,
) -> JsonObject:
    """The answer of `$referral-actions`: state, what to note, the transfer document, each event with why not."""
    parameter: list[JsonObject] = [
        {"name": "state", "valueCode": state},
        {"name": "state-words"} | translated(*words),
        {"name": "at", "valueInstant": micros_to_instant(at)},
    ]
    parameter += [{"name": "notice"} | translated(*notice)] if notice is not None else []
    parameter += [_document(document, at=at)] if document is not None else []
    parameter += [_offer(offer) for offer in offers]
    return {"resourceType": "Parameters", "parameter": parameter}


def _document(document: TransferDocument, *, at: int) -> JsonObject:
    """The transfer document that was issued last: which bytes, and whether its receipt is awaited, overdue or there."""
    part: list[JsonObject] = [
        {"name": "document", "valueReference": {"reference": str(document.ref)}},
        {"name": "receipt", "valueCode": document.state(micros_to_instant(at))},
    ]
    part += [{"name": "digest", "valueString": document.digest}] if document.digest else []
    times = (("issued", document.issued), ("due", document.due), ("received", document.received))
    part += [{"name": name, "valueInstant": value} for name, value in times if value]
    part += [{"name": "by", "valueReference": organization(document.by)}] if document.by else []
    part += [{"name": "way", "valueCode": document.way}] if document.way else []
    part += [{"name": "said-by", "valueString": document.said_by}] if document.said_by else []
    return {"name": "transfer-document", "part": part}


def _offer(offer: Offer) -> JsonObject:
    part: list[JsonObject] = [
        {"name": "event", "valueCode": offer.event.value},
        {"name": "words"} | translated(offer.zh, offer.en),
        {"name": "allowed", "valueBoolean": offer.allowed},
    ]
    part += [{"name": "needs", "valueCode": name} for name in offer.needs]
    part += [
        {"name": "reason", "part": [{"name": "code", "valueCode": code}, {"name": "words"} | translated(zh, en)]}
        for code, zh, en in offer.reasons
        if offer.allowed
    ]
    part += [
        {
            "name": "why",
            "part": [{"name": "rule", "valueCode": why.rule}, {"name": "words"} | translated(why.zh or why.en, why.en)],
        }
        for why in offer.why
    ]
    return {"name": "action", "part": part}
