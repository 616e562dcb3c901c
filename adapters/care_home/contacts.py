"""Rows of contacts and contracts to RelatedPerson and Contract.

https://hl7.org/fhir/R4/relatedperson.html, https://hl7.org/fhir/R4/contract.html
"""

from decimal import Decimal

from adapters.care_home.person import read_person
from adapters.care_home.record import notes
from adapters.care_home.residents import RELATIONS, ROLE
from adapters.port import Entry
from adapters.tabular.fields import Fields, institution, put_by_key, split_list
from adapters.tabular.values import Bounds, CellError, to_date, to_flag, to_number, to_phone, to_whole_number
from fhir_profiles.issue import JsonObject

_MONEY = Bounds(Decimal(0), Decimal(10_000_000), "元")
_CONTRACT_STATUS = {
    **dict.fromkeys(("生效", "有效", "执行中", "履行中", "executed"), "executed"),
    **dict.fromkeys(("终止", "解除", "已终止", "已解除", "到期", "已到期", "terminated"), "terminated"),
    **dict.fromkeys(("草稿", "待签", "未签订", "negotiable"), "negotiable"),
    **dict.fromkeys(("续签", "已续签", "renewed"), "renewed"),
    **dict.fromkeys(("作废", "cancelled"), "cancelled"),
}


def contact_to_entries(fields: Fields) -> list[Entry]:
    """The Patient (created once) and the RelatedPerson."""
    person = read_person(fields)
    name = fields.text("contact")
    if not name:
        fields.report("contact", "the cell is empty; expected the contact's name.", code="required")
    if fields.is_refused or person is None:
        return []
    contact: JsonObject = {"resourceType": "RelatedPerson", "active": True, "patient": person.reference}
    relations = [_relation(fields.text("relation"))] if fields.text("relation") else []
    if fields.read("guardian", to_flag, severity="warning"):
        relations.append({"coding": [{"system": ROLE, "code": "GUARD", "display": "guardian"}], "text": "监护人"})
    if relations:
        contact["relationship"] = relations
    contact["name"] = [{"text": name}]
    rank = fields.read("rank", lambda cell: to_whole_number(cell, highest=99), severity="warning")
    if phones := fields.read("contact_phone", _phones, severity="warning"):
        ranked = {"rank": rank} if rank else {}
        contact["telecom"] = [{"system": "phone", "value": phone, **ranked} for phone in phones]
    if address := fields.text("contact_address"):
        contact["address"] = [{"text": address}]
    period = {
        name: day
        for name, key in (("start", "since"), ("end", "until"))
        if (day := fields.read(key, to_date, severity="warning"))
    }
    if period:
        contact["period"] = period
    return [person.entry, put_by_key(contact, source=fields.source, key=f"{person.key}|contact|{name}")]


def contract_to_entries(fields: Fields) -> list[Entry]:
    """The Patient (created once) and the Contract with its level and price."""
    person = read_person(fields)
    number = fields.text("contract_no")
    if not number:
        fields.report("contract_no", "the cell is empty; expected the number of the contract.", code="required")
    start = fields.read("start", to_date)
    end = fields.read("end", to_date)
    if start and end and end < start:
        fields.report("end", "lies before the beginning of the contract; expected a later day.")
    if fields.is_refused or person is None:
        return []
    contract: JsonObject = {
        "resourceType": "Contract",
        "identifier": [{"system": f"https://alliance-hub.example/sid/{fields.source.name}/contract", "value": number}],
        "status": fields.read("contract_status", _status, severity="warning") or "executed",
        "title": "养老服务合同",
        "subject": [person.reference],
        "authority": [institution(fields.source)],
    }
    if period := {name: day for name, day in (("start", start), ("end", end)) if day}:
        contract["applies"] = period
    if signer := fields.text("signer"):
        contract["author"] = {"display": signer}
    contract["term"] = [_term(fields)]
    return [person.entry, put_by_key(contract, source=fields.source, key=f"{person.key}|contract|{number}")]


def _relation(word: str) -> JsonObject:
    code = RELATIONS.get(word.casefold())
    return {**({"coding": [{"system": ROLE, "code": code}]} if code else {}), "text": word}


def _phones(cell: str) -> list[str]:
    return [to_phone(part) for part in split_list(cell)]


def _status(cell: str) -> str:
    found = _CONTRACT_STATUS.get(cell.casefold())
    if found is None:
        raise CellError("expected 生效, 终止, 到期, 续签, 草稿 or 作废")
    return found


def _term(fields: Fields) -> JsonObject:
    """What is agreed: the level of care and the bed as text of the offer, the prices as valued items."""
    words = "；".join(note["text"] for note in notes(fields, "care_level", "bed_type", "note").get("note", ()))
    term: JsonObject = {"offer": {"text": words or "养老服务"}}
    items = []
    for key, name in (("fee", "月费"), ("deposit", "押金")):
        amount = fields.read(key, lambda cell: to_number(cell, _MONEY), severity="warning")
        if amount is not None:
            price = {"value": amount, "currency": "CNY"}
            items.append({"entityCodeableConcept": {"text": name}, "unitPrice": price, "net": price})
    if items:
        term["asset"] = [{"valuedItem": items}]
    return term
