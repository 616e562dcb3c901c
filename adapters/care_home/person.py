"""Row to Patient: who the row is about."""

from adapters.tabular.fields import Fields, conditional_post, conditional_put
from adapters.tabular.person import Person, national_identifier, resident_identifier
from adapters.tabular.resident_id import SYSTEM as RESIDENT_ID_SYSTEM
from adapters.tabular.resident_id import ResidentId, to_resident_id
from adapters.tabular.values import to_date, to_phone, to_sex
from fhir_profiles.issue import JsonObject

SEX_WORDS = {"male": "男", "female": "女"}


def read_person(fields: Fields) -> Person | None:
    """The Patient whom a measurement or assessment names: created once, never overwritten by it."""
    return _read(fields, updates=False)


def read_resident(fields: Fields) -> Person | None:
    """The Patient whom the residents' list describes; the list is the authority and updates it."""
    return _read(fields, updates=True)


def _read(fields: Fields, *, updates: bool) -> Person | None:
    card = fields.read("id_card", to_resident_id)
    number = fields.text("resident_no")
    if card is None and not number:
        if not fields.text("id_card"):
            fields.report(
                "id_card" if "id_card" in fields.header.positions else "resident_no",
                "the row names nobody; expected 身份证号 or 编号 (a name alone is not safe).",
                code="required",
            )
        return None
    system, value = _main_identifier(fields, card)
    patient = _patient(fields, card)
    full_url = fields.source.full_url("Patient", f"{system}|{value}")
    make = conditional_put if updates else conditional_post
    return Person(entry=make(patient, full_url, system=system, value=value), key=f"{system}|{value}")


def _main_identifier(fields: Fields, card: ResidentId | None) -> tuple[str, str]:
    """The home's own number where it gives one, else the resident ID."""
    number = fields.text("resident_no")
    if number or card is None:
        return fields.source.local_system("resident"), number
    return RESIDENT_ID_SYSTEM, card.number


def _patient(fields: Fields, card: ResidentId | None) -> JsonObject:
    patient: JsonObject = {"resourceType": "Patient", "identifier": _identifiers(fields, card), "active": True}
    if name := fields.text("name"):
        patient["name"] = [{"use": "official", "text": name}]
    if phone := fields.read("phone", to_phone, severity="warning") if _has(fields, "phone") else None:
        patient["telecom"] = [{"system": "phone", "value": phone}]
    sex = fields.read("sex", to_sex) or (card.sex if card else None)
    if sex:
        patient["gender"] = sex
    born = fields.read("birth_date", _birth_date) or (card.birth_date if card else None)
    if born:
        patient["birthDate"] = born
        _check_not_in_future(fields, born)
    if _has(fields, "address") and (address := fields.text("address")):
        patient["address"] = [{"use": "home", "text": address}]
    if card:
        _compare_with_card(fields, card, sex=sex, born=born)
    return patient


def _identifiers(fields: Fields, card: ResidentId | None) -> list[JsonObject]:
    number = fields.text("resident_no")
    found = [resident_identifier(fields.source, number)] if number else []
    return [*found, national_identifier(card)] if card else found


def _birth_date(cell: str) -> str:
    return to_date(cell, may_be_partial=True)


def _check_not_in_future(fields: Fields, born: str) -> None:
    received = fields.source.received_at.date().isoformat()
    if received > "1970-01-01" and born > received:
        fields.report("birth_date", "the date lies in the future; expected a day in the past.")


def _compare_with_card(fields: Fields, card: ResidentId, *, sex: str | None, born: str | None) -> None:
    if born and not card.birth_date.startswith(born):
        fields.report(
            "birth_date",
            "differs from the date inside 身份证号; the column is kept, please compare with the identity card.",
            severity="warning",
            code="business-rule",
        )
    if sex in SEX_WORDS and sex != card.sex:
        fields.report(
            "sex",
            "differs from the sex inside 身份证号; the column is kept, please compare with the identity card.",
            severity="warning",
            code="business-rule",
        )


def _has(fields: Fields, key: str) -> bool:
    return key in fields.header.kind.columns
