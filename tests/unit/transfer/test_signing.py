"""A signed transfer bundle: one file is enough to check it, and no byte of it is unprotected (DESIGN D19)."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from fhir_profiles.json_text import dump, parse
from hub.cli import verify as command
from hub.cli.main import main
from hub.errors import InvalidResourceError
from hub.keys import Keys
from hub.store.admin import Member
from hub.transfer.bundle import DIRECTION_SYSTEM, TransferContent, transfer_bundle
from hub.transfer.sheet import SheetTable, transfer_sheet
from hub.transfer.signing import sign_bundle
from hub.transfer.verify import verify_bundle

KEYS = Keys.in_memory()
HOSPITAL = Member(code="H1", name="示范老年病医院", kind="hospital", licensed=True, number=1)
HOME = Member(code="N1", name="示范颐和养护院", kind="home", licensed=True, number=2)
ABOUT = {"reference": "Patient/p1"}

RECORD: tuple[dict[str, Any], ...] = (
    {
        "resourceType": "Condition", "id": "c1", "subject": ABOUT,
        "code": {"coding": [{"code": "J44.900"}], "text": "慢阻肺"},
    },
    {
        "resourceType": "MedicationStatement", "id": "m1", "status": "active", "subject": ABOUT,
        "medicationCodeableConcept": {"text": "噻托溴铵"}, "dosage": [{"text": "18 μg 吸入 每日1次"}],
        "note": [{"text": "末次 08:00"}],
    },
    {"resourceType": "AllergyIntolerance", "id": "a1", "code": {"text": "青霉素"}, "patient": ABOUT},
    {
        "resourceType": "Observation", "id": "o1", "status": "final", "subject": ABOUT,
        "code": {"coding": [{"system": "http://loinc.org", "code": "8310-5"}], "text": "体温"},
        "valueQuantity": {"value": 36.5, "unit": "℃"}, "effectiveDateTime": "2026-03-02T08:00:00+08:00",
    },
)  # fmt: skip


def document() -> dict[str, Any]:
    request = {
        "resourceType": "ServiceRequest", "id": "sr1", "status": "active", "intent": "order", "subject": ABOUT,
        "identifier": [{"value": "H1-0001"}], "reasonCode": [{"text": "病情稳定，转入养护院"}], "priority": "routine",
        "category": [{"coding": [{"system": DIRECTION_SYSTEM, "code": "into-home"}]}],
    }  # fmt: skip
    content = TransferContent(
        request=request,
        task={},
        patient={"resourceType": "Patient", "id": "p1", "name": [{"text": "钱阿婆"}], "gender": "female"},
        record=RECORD,
        sender=HOSPITAL,
        receiver=HOME,
        now=1_772_413_200_000_000,
    )
    return transfer_bundle(content, bundle_id="b1")


def signed() -> bytes:
    return sign_bundle(document(), keys=KEYS, signer="member-H1")


def test_a_signed_bundle_is_good_and_names_its_signer() -> None:
    verdict = verify_bundle(signed(), trusted=[KEYS.public_jwk("member-H1")])

    assert (verdict.member, verdict.when, verdict.trust) == ("H1", "2026-03-02T01:00:00.000Z", "trusted")


def test_the_signature_is_the_last_member_and_the_payload_is_the_bytes_without_it() -> None:
    data = signed()

    assert list(parse(data))[-1] == "signature"
    assert data.startswith(dump(document())[:-1] + b',"signature":')


def test_integrity_without_trust_is_told_apart() -> None:
    assert verify_bundle(signed()).trust == "not-asked"
    assert verify_bundle(signed(), trusted=[KEYS.public_jwk("member-N1")]).trust == "untrusted"


def test_a_flip_of_any_byte_is_found() -> None:
    data = signed()
    places = [*range(0, len(data), 29), *range(len(data) - 900, len(data))]

    for place in places:
        for mask in (1, 2, 0x20):
            bad = bytearray(data)
            bad[place] ^= mask
            with pytest.raises(InvalidResourceError):
                verify_bundle(bytes(bad))


def jws_of(data: bytes) -> str:
    return base64.b64decode(parse(data)["signature"]["data"]).decode()


def with_key(**changed: Any) -> bytes:
    """The file with another public key in the header of its signature."""
    protected = jws_of(signed()).partition(".")[0]
    header = json.loads(base64.urlsafe_b64decode(protected + "=" * (-len(protected) % 4)))
    header["jwk"] |= changed
    return with_header(json.dumps(header).encode())


def with_header(header: bytes) -> bytes:
    """The file with other bytes as the header of its signature."""
    value = jws_of(signed()).rpartition(".")[2]
    again = base64.urlsafe_b64encode(header).rstrip(b"=").decode()
    return with_signature(data=base64.b64encode(f"{again}..{value}".encode()).decode())


def with_loose_bits() -> bytes:
    """The same 64 bytes of signature, spelled with the bits of the last letter that no byte uses."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    jws = jws_of(signed())
    loose = jws[:-1] + letters[letters.index(jws[-1]) + 1]
    return with_signature(data=base64.b64encode(loose.encode()).decode())


def without_signature() -> bytes:
    return dump({name: value for name, value in parse(signed()).items() if name != "signature"})


def with_signature(**changed: Any) -> bytes:
    bundle = parse(signed())
    bundle["signature"] |= changed
    return dump(bundle)


@pytest.mark.parametrize(
    ("data", "match"),
    [
        (without_signature(), "no signature"),
        (signed() + b"\n", "last member"),
        (signed().replace(b'"id":"b1"', b'"id":"b1","id":"b2"', 1), "stands twice"),
        (with_signature(when="2026-03-03T01:00:00.000Z"), "signature element was changed"),
        (with_signature(who={"reference": "Organization/N1"}), "signature element was changed"),
        (with_signature(data="!!"), "garbled"),
        (signed().replace(b',"signature":', b', "signature":'), "bytes around the signature"),
        (with_key(x=5), "at least one byte was changed"),
        (with_key(crv="P-999"), "at least one byte was changed"),
        (with_key(x="AAAA"), "at least one byte was changed"),
        (with_loose_bits(), "encoding was changed"),
        (with_signature(data=base64.b64encode(b"a.b.c").decode()), "encoding was changed"),
        (with_signature(data=base64.b64encode(b"YQ.Yg.Yw").decode()), "not a detached JWS"),
        (with_header(b"[" * 100_000), "nested too deeply"),
        (b"{}", "no Bundle"),
        (b"not json", "Not JSON"),
        (dump(dict(reversed(list(parse(signed()).items())))), "last member"),
        (signed()[:-1] + b',"language":"zh"}', "last member"),
    ],
)
def test_a_file_that_was_tampered_with_is_refused_in_words(data: bytes, match: str) -> None:
    with pytest.raises(InvalidResourceError, match=match):
        verify_bundle(data)


def test_a_bundle_signed_by_another_key_under_the_same_name_is_not_trusted() -> None:
    forged = sign_bundle(document(), keys=Keys.in_memory(), signer="member-H1")

    assert verify_bundle(forged, trusted=[KEYS.public_jwk("member-H1")]).trust == "untrusted"


def test_a_signed_bundle_is_never_signed_again() -> None:
    with pytest.raises(ValueError, match="signed already"):
        sign_bundle(parse(signed()), keys=KEYS, signer="member-H1")


def test_hub_verify_says_good_and_exits_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bundle.json").write_bytes(signed())
    (tmp_path / "trust.json").write_text(json.dumps({"keys": [KEYS.public_jwk("member-H1")]}))

    status = main(["verify", str(tmp_path / "bundle.json"), "--trust", str(tmp_path / "trust.json")])

    assert status == 0
    assert "The key is in the trust list" in capsys.readouterr().out


@pytest.mark.parametrize("trust", [{"keys": []}, {"keys": ["x"]}, []])
def test_hub_verify_refuses_a_trust_list_that_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], trust: Any
) -> None:
    (tmp_path / "bundle.json").write_bytes(signed())
    (tmp_path / "trust.json").write_text(json.dumps(trust))

    assert main(["verify", str(tmp_path / "bundle.json"), "--trust", str(tmp_path / "trust.json")]) == 1
    assert "no JSON Web Key Set" in capsys.readouterr().err


def test_hub_verify_exits_1_with_an_outcome_for_a_flipped_byte_and_an_unknown_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = tmp_path / "good.json"
    good.write_bytes(signed())
    bad = tmp_path / "bad.json"
    bad.write_bytes(signed().replace("慢阻肺".encode(), "慢组肺".encode()))
    trust = tmp_path / "trust.json"
    trust.write_text(json.dumps(KEYS.public_jwk("member-N1")))

    assert main(["verify", str(bad)]) == 1
    outcome = json.loads(capsys.readouterr().err)
    assert outcome["resourceType"] == "OperationOutcome"
    assert "at least one byte was changed" in outcome["issue"][0]["diagnostics"]
    assert main(["verify", str(good), "--trust", str(trust)]) == 1
    assert json.loads(capsys.readouterr().err)["issue"][0]["code"] == "security"
    assert command.run.__name__ == "run"


def test_the_document_begins_with_wishes_and_says_unavailable_where_nothing_was_given() -> None:
    composition = document()["entry"][0]["resource"]
    codes = [section["code"]["coding"][0]["code"] for section in composition["section"]]
    by_code = dict(zip(codes, composition["section"], strict=True))

    assert codes == [
        "42348-3", "42349-1", "changes", "11450-4", "48765-2", "10183-2", "risks", "46264-8", "47420-5", "10190-7",
        "8716-3", "scores", "30954-2", "skin", "47519-4", "11369-6", "18776-5", "statements", "48768-6", "attachments",
    ]  # fmt: skip
    assert by_code["42348-3"]["emptyReason"]["coding"][0]["code"] == "unavailable"
    assert by_code["10183-2"]["entry"] == [{"reference": "List/b1-m"}, {"reference": "MedicationStatement/m1"}]
    assert "<td>18 μg 吸入 每日1次</td>" in by_code["10183-2"]["text"]["div"]


def test_the_sheet_says_what_the_document_says() -> None:
    verdict = verify_bundle(signed())

    sheet = transfer_sheet(verdict.bundle, verdict)

    sections = {section.code: section for section in sheet.sections}
    assert sheet.number == "H1-0001"
    assert dict(sheet.header)["姓名"] == "钱阿婆"
    assert dict(sheet.header)["接收机构"] == "示范颐和养护院"
    assert sections["42349-1"].lines == ("病情稳定，转入养护院",)
    assert sections["10183-2"].tables == (
        SheetTable(
            columns=("药品", "变化", "用法用量", "末次给药", "下次给药", "交接数量", "开始", "说明"),
            rows=(("噻托溴铵", "未核对", "18 μg 吸入 每日1次", "", "", "", "", "末次 08:00"),),
        ),
    )
    assert sections["8716-3"].tables[0].rows == (("体温", "36.5 ℃", "", "2026-03-02 08:00", ""),)
    assert sections["48768-6"].is_empty
