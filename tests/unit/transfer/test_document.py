"""What a transfer document says beside its tables: changes, pending results, payers, attachments, what is withheld."""

import base64
import hashlib
from dataclasses import replace
from typing import Any

from fhir_profiles.validate import validate
from hub.store.admin import Member
from hub.transfer.attachments import SHA_256, file_refs, with_hashes
from hub.transfer.bundle import DIRECTION_SYSTEM, transfer_bundle
from hub.transfer.changes import changes_since
from hub.transfer.composition import FILING_NUMBER
from hub.transfer.content import TransferContent
from hub.transfer.sheet import Photograph, SheetSection, transfer_sheet

HOSPITAL = Member(code="H1", name="示范老年病医院", kind="hospital", licensed=True, number=1, phone="0571-0001")
HOME = Member(code="N1", name="示范颐和养护院", kind="home", licensed=True, number=2)
ABOUT = {"reference": "Patient/p1"}
PICTURE = b"\x89PNG picture of a heel"


def content(*record: dict[str, Any], direction: str = "into-home", **more: Any) -> TransferContent:
    request = {
        "resourceType": "ServiceRequest", "id": "sr1", "status": "active", "intent": "order", "subject": ABOUT,
        "identifier": [{"value": "H1-0001"}],
        "category": [{"coding": [{"system": DIRECTION_SYSTEM, "code": direction}]}],
    }  # fmt: skip
    return TransferContent(
        request=request | more, task={}, patient={"resourceType": "Patient", "id": "p1", "gender": "female"},
        record=record, sender=HOSPITAL, receiver=HOME, now=1_772_413_200_000_000,
    )  # fmt: skip


def sections_of(found: TransferContent) -> dict[str, SheetSection]:
    sheet = transfer_sheet(transfer_bundle(found, bundle_id="b1"), None)
    return {section.code: section for section in sheet.sections}


def condition(code: str, text: str) -> dict[str, Any]:
    return {"resourceType": "Condition", "id": f"c-{code}", "subject": ABOUT,
            "code": {"coding": [{"code": code}], "text": text}}  # fmt: skip


def medicine(name: str, dose: str, *, status: str = "active") -> dict[str, Any]:
    return {"resourceType": "MedicationStatement", "id": f"m-{name}", "status": status, "subject": ABOUT,
            "medicationCodeableConcept": {"text": name}, "dosage": [{"text": dose}]}  # fmt: skip


def ability(level: int, day: str) -> dict[str, Any]:
    return {
        "resourceType": "Observation", "id": f"a-{day}", "status": "final", "subject": ABOUT,
        "code": {"coding": [{"system": "https://alliance-hub.example/fhir/CodeSystem/gbt-42195-2022", "code": "level"}],
                 "text": "能力等级"},
        "valueInteger": level, "effectiveDateTime": day,
    }  # fmt: skip


def test_what_changed_since_the_last_transfer_is_told_in_words() -> None:
    before = content(
        condition("I10", "高血压"), condition("J18", "肺炎"), medicine("氨氯地平", "5 mg"), medicine("头孢", "1 g"),
        ability(2, "2026-01-01"),
    )  # fmt: skip
    last = transfer_bundle(before, bundle_id="b0")
    now = replace(
        content(condition("I10", "高血压"), medicine("氨氯地平", "10 mg"), medicine("华法林", "2.5 mg"),
                medicine("头孢", "1 g", status="stopped"), ability(2, "2026-01-01"), ability(3, "2026-03-01")),
        last=last,
    )  # fmt: skip

    bundle = transfer_bundle(now, bundle_id="b1")

    assert sections_of(now)["changes"].lines == (
        "上次转诊文书：2026-03-02 09:00",
        "诊断不再列出：肺炎",
        "用药新增：华法林",
        "用药变化：氨氯地平 5 mg → 10 mg",
        "用药不再列出：头孢",
        "能力变化：能力等级 2 → 3",
    )
    assert bundle["entry"][0]["resource"]["relatesTo"] == [{"code": "appends", "targetIdentifier": last["identifier"]}]
    assert sections_of(now)["10183-2"].tables[0].rows[0][:2] == ("⚠高警示 华法林", "新增")


def test_a_difference_does_not_tell_what_the_document_leaves_out() -> None:
    last = transfer_bundle(replace(content(condition("B24", "艾滋病")), receiver=HOSPITAL), bundle_id="b0")

    assert changes_since(last, [], receiver_kind="home", receiver_licensed=True) == [
        "上次转诊文书：2026-03-02 09:00", "诊断、用药、过敏、管路、风险、能力与皮肤均无变化。",
    ]  # fmt: skip
    assert "B24" in str(last)


def test_without_an_earlier_document_the_section_is_empty() -> None:
    found = content()

    assert sections_of(found)["changes"].is_empty
    assert "relatesTo" not in transfer_bundle(found, bundle_id="b1")["entry"][0]["resource"]
    nameless = replace(found, last={"resourceType": "Bundle", "entry": []})
    assert "relatesTo" not in transfer_bundle(nameless, bundle_id="b1")["entry"][0]["resource"]


def test_a_result_that_is_awaited_says_who_phones_it() -> None:
    culture = {"resourceType": "ServiceRequest", "id": "s1", "status": "active", "intent": "order", "subject": ABOUT,
               "code": {"text": "血培养"}, "performer": [{"reference": "Organization/lab"}]}  # fmt: skip
    pathology = {"resourceType": "DiagnosticReport", "id": "d1", "status": "registered", "subject": ABOUT,
                 "code": {"text": "病理"}, "performer": [{"display": "病理科"}]}  # fmt: skip

    assert sections_of(content(culture))["30954-2"].lines == (
        "待回结果：血培养。出结果后由示范老年病医院（0571-0001）电话告知，报告经平台送达现照护机构。",
    )
    assert sections_of(content(culture, pathology))["30954-2"].lines == (
        "待回结果：血培养、病理。出结果后由病理科（0571-0001）电话告知，报告经平台送达现照护机构。",
    )
    assert sections_of(content(pathology | {"status": "final"}))["30954-2"].lines == ()
    quiet = replace(content(culture), sender=replace(HOSPITAL, phone=""))
    assert sections_of(quiet)["30954-2"].lines == (
        "待回结果：血培养。出结果后由示范老年病医院电话告知，报告经平台送达现照护机构。",
    )


def test_payers_and_the_filing_number_stand_with_the_contacts() -> None:
    coverage = {
        "resourceType": "Coverage", "id": "v1", "status": "active", "beneficiary": ABOUT,
        "type": {"text": "城镇职工基本医疗保险"}, "subscriberId": "3301", "identifier": [{"value": "A-77"}],
        "payor": [{"display": "示范市医保中心"}],
        "costToBeneficiary": [{"type": {"text": "起付线"}, "valueMoney": {"value": 300}}, {"type": {"text": "自付"}}],
    }  # fmt: skip
    found = sections_of(content(coverage, identifier=[{"system": FILING_NUMBER, "value": "BA-2026-1"}]))["48768-6"]

    assert found.lines == ("医保转外就医备案号：BA-2026-1",)
    assert found.tables[0].rows == (("城镇职工基本医疗保险", "3301、A-77", "示范市医保中心", "起付线 300 元；自付 "),)


def test_what_the_sender_states_as_none_is_not_unavailable() -> None:
    nothing = {
        "resourceType": "List", "id": "l1", "status": "current", "mode": "snapshot", "subject": ABOUT,
        "code": {"coding": [{"code": "48765-2"}]}, "emptyReason": {"coding": [{"code": "notasked"}]},
    }  # fmt: skip
    odd = nothing | {"id": "l2", "code": {"coding": [{"code": "11369-6"}]}, "emptyReason": {"coding": [{"code": "x"}]}}

    bundle = transfer_bundle(content(nothing, odd), bundle_id="b1")

    reasons = {
        part["code"]["coding"][0]["code"]: part["emptyReason"]["coding"][0]["code"]
        for part in bundle["entry"][0]["resource"]["section"]
        if "emptyReason" in part
    }
    assert (reasons["48765-2"], reasons["11369-6"]) == ("notasked", "unavailable")


def photograph(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Media", "id": "p-heel", "status": "completed", "subject": ABOUT,
        "bodySite": {"text": "左足跟"}, "createdDateTime": "2026-03-02T08:00:00+08:00",
        "content": {"contentType": "image/png", "url": "Binary/f1"}, "note": [{"text": "2 期 2×3 cm"}],
    } | more  # fmt: skip


def test_a_photograph_of_the_skin_is_carried_with_its_digest_and_shown() -> None:
    [made] = with_hashes([photograph()], {"Binary/f1": PICTURE})

    found = sections_of(content(made))["skin"]

    digest = hashlib.sha256(PICTURE).hexdigest()
    assert found.tables[0].rows == (("左足跟", "2026-03-02 08:00", "2 期 2×3 cm", digest[:16]),)
    assert found.photographs == (
        Photograph("左足跟 2026-03-02 08:00", "image/png", base64.b64encode(PICTURE).decode()),
    )
    assert made["content"]["hash"] == base64.b64encode(hashlib.sha1(PICTURE).digest()).decode()
    assert [issue.text for issue in validate(made) if issue.is_error] == []


def test_a_large_photograph_is_named_by_its_digest_and_pulled() -> None:
    large = bytes(400_000)

    [made] = with_hashes([photograph()], {"Binary/f1": large})

    assert made["content"] == {
        "contentType": "image/png",
        "url": "Binary/f1",
        "extension": [{"url": SHA_256, "valueString": hashlib.sha256(large).hexdigest()}],
        "size": 400_000,
        "hash": base64.b64encode(hashlib.sha1(large).digest()).decode(),
    }
    assert sections_of(content(made))["skin"].photographs == ()


def test_documents_go_to_a_hospital_by_hash_and_never_to_a_home() -> None:
    letter = {
        "resourceType": "DocumentReference", "id": "d1", "status": "current", "subject": ABOUT, "date": "2026-03-01",
        "content": [{"attachment": {"contentType": "application/pdf", "title": "出院小结", "url": "Binary/f2"}}, {}],
    }  # fmt: skip
    film = photograph(id="film", content={"contentType": "image/jpeg", "data": base64.b64encode(b"x").decode()})
    del film["bodySite"]
    record = with_hashes([letter, film], {"Binary/f2": b"%PDF-1.7"})

    home, hospital = content(*record), replace(content(*record), receiver=HOSPITAL)

    assert sections_of(home)["attachments"].is_empty
    assert "另有2条" in sections_of(home)["11450-4"].lines[0]
    rows = [table.rows for table in sections_of(hospital)["attachments"].tables]
    assert rows[0][0][:4] == ("出院小结", "application/pdf", "0 kB", "2026-03-01")
    assert rows[0][0][4] == hashlib.sha256(b"%PDF-1.7").hexdigest()[:16]


def test_attachments_without_bytes_or_with_bad_ones_stay_as_they_are() -> None:
    report = {"resourceType": "DiagnosticReport", "id": "r1", "presentedForm": [{"data": "!"}, {"url": "Binary/gone"}]}
    empty = {"resourceType": "Media", "id": "m1"}
    plain = {"resourceType": "Flag", "id": "f1"}

    assert with_hashes([report, empty, plain], {}) == [report, empty, plain]
    assert file_refs([report, empty, plain, {"resourceType": "DiagnosticReport"}]) == ["Binary/gone"]
