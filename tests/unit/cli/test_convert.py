"""`hub convert` as an integration engineer calls it."""

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import orjson
import pytest

from hub.cli.main import main
from tests.unit.ingest.samples import adt

Captured = pytest.CaptureFixture[bytes]


def run(capsysbinary: Captured, *argv: str) -> tuple[int, list[dict[str, Any]], list[dict[str, Any]]]:
    """Exit status, and the JSON lines of both outputs."""
    status = main(["convert", *argv])
    out, err = capsysbinary.readouterr()
    return status, [orjson.loads(line) for line in out.splitlines()], [orjson.loads(line) for line in err.splitlines()]


def put(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


def kinds(bundle: dict[str, Any]) -> set[str]:
    return {entry["resource"]["resourceType"] for entry in bundle.get("entry", [])}


def test_each_message_is_one_transaction_bundle_a_line_in_order(tmp_path: Path, capsysbinary: Captured) -> None:
    batch = put(
        tmp_path, "batch.hl7", b"FHS|^~\\&\rBHS|^~\\&\r" + adt(number="A") + adt(number="B") + b"BTS|2\rFTS|1\r"
    )
    single = put(tmp_path, "one.hl7", adt(number="C"))

    status, bundles, errors = run(capsysbinary, batch, single, "--source", "H1")

    assert (status, errors) == (0, [])
    assert [(bundle["resourceType"], bundle["type"]) for bundle in bundles] == [("Bundle", "transaction")] * 3
    assert [bundle["entry"][0]["resource"]["identifier"][0]["value"] for bundle in bundles] == ["A", "B", "C"]
    assert kinds(bundles[0]) >= {"Patient", "Encounter", "Provenance"}


def test_the_same_input_gives_the_same_bytes(tmp_path: Path, capsysbinary: Captured) -> None:
    path = put(tmp_path, "one.hl7", adt())

    main(["convert", path])
    first = capsysbinary.readouterr().out
    main(["convert", path])

    assert capsysbinary.readouterr().out == first


def test_a_report_follows_each_bundle(tmp_path: Path, capsysbinary: Captured) -> None:
    path = put(tmp_path, "two.hl7", adt(extra="ZZZ|1|abc") + adt(control_id="M2"))

    _, lines, _ = run(capsysbinary, path, "--report")

    assert [line["resourceType"] for line in lines] == ["Bundle", "OperationOutcome"] * 2
    assert ["ZZZ-1"] in [issue.get("expression") for issue in lines[1]["issue"]]
    assert {issue["severity"] for issue in lines[1]["issue"]} == {"information"}


def test_a_refused_row_prints_its_reason_and_the_rest_goes_on(tmp_path: Path, capsysbinary: Captured) -> None:
    table = "姓名,编号,性别\n张秀英,R001,女\n李四,,男\n王五,R003,男\n".encode("gb18030")
    path = put(tmp_path, "residents.csv", table)

    status, lines, errors = run(capsysbinary, path, "--source", "N1")

    assert (status, len(lines), len(errors)) == (1, 2, 1)
    assert [line["entry"][0]["resource"]["name"][0]["text"] for line in lines] == ["张秀英", "王五"]
    assert errors[0]["issue"][0]["expression"] == ["row 3 编号"]


def test_with_a_report_a_refused_row_has_its_outcome_in_its_place(tmp_path: Path, capsysbinary: Captured) -> None:
    path = put(tmp_path, "residents.csv", "姓名,编号,性别\n李四,,男\n王五,R003,男\n".encode())

    _, lines, _ = run(capsysbinary, path, "--report")

    assert [line["resourceType"] for line in lines] == ["OperationOutcome", "Bundle", "OperationOutcome"]
    assert lines[0]["issue"][0]["severity"] == "error"


def test_decimals_keep_their_digits(tmp_path: Path, capsysbinary: Captured) -> None:
    oru = adt().replace(b"ADT^A01^ADT_A01", b"ORU^R01^ORU_R01") + (
        b"OBR|1|P1|F1|2345-7^Glucose^LN|||20261122080000\rOBX|1|NM|2345-7^Glucose^LN||7.20|mmol/L|||||F\r"
    )
    path = put(tmp_path, "oru.hl7", oru)

    assert main(["convert", path]) == 0

    assert b'"value":7.20' in capsysbinary.readouterr().out


@pytest.mark.parametrize("data", [b"", b"hello", b"{}", b"\x00\x01\x02" * 100])
def test_unknown_input_is_refused_with_a_reason(tmp_path: Path, capsysbinary: Captured, data: bytes) -> None:
    path = put(tmp_path, "input.bin", data)

    status, lines, errors = run(capsysbinary, path)

    assert (status, lines, errors[0]["resourceType"]) == (1, [], "OperationOutcome")
    assert "was not recognised" in errors[0]["issue"][0]["diagnostics"]


def test_an_archive_is_named_as_one(tmp_path: Path, capsysbinary: Captured) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("patients.csv", "病历号,姓名")

    status, lines, errors = run(capsysbinary, str(tmp_path / "export.zip"))

    assert (status, lines) == (1, [])
    assert errors[0]["issue"][0]["diagnostics"].endswith(
        "This zip file is no Excel workbook. Expected .xlsx, or text (CSV, JSON, XML). Of an archive unpack the "
        "files and send them one by one."
    )


def test_a_missing_file_is_refused_and_the_others_are_converted(tmp_path: Path, capsysbinary: Captured) -> None:
    path = put(tmp_path, "one.hl7", adt())

    status, lines, errors = run(capsysbinary, str(tmp_path / "nothing"), path)

    assert (status, len(lines), len(errors)) == (1, 1, 1)


def test_a_message_without_usable_content_is_a_bundle_or_a_reason(tmp_path: Path, capsysbinary: Captured) -> None:
    path = put(tmp_path, "empty.hl7", b"MSH|^~\\&|X|Y|||20261122||ZZZ^Z01|1|P|2.5.1\r")

    status, lines, errors = run(capsysbinary, path)

    assert status == int(bool(errors))
    assert [line["resourceType"] for line in lines] == ["Bundle"] * len(lines)
    assert all(line.get("entry") != [] for line in lines)


def test_a_format_of_a_later_release_says_so(tmp_path: Path, capsysbinary: Captured) -> None:
    path = put(tmp_path, "one.hl7", adt())

    status, lines, errors = run(capsysbinary, path, "--from", "dicom")

    assert (status, lines) == (1, [])
    assert "is not in this release" in errors[0]["issue"][0]["diagnostics"]


@pytest.mark.parametrize("argv", [["convert"], ["convert", "--from", "x", "f"], ["nonsense"], []])
def test_wrong_usage_is_two(argv: list[str], capsysbinary: Captured) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(argv)

    assert stopped.value.code == 2


def test_standard_input_is_read_and_a_closed_output_is_no_fault() -> None:
    command = f"{sys.executable} -m hub.cli.main convert - --source H1 | head -c 10"

    found = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], input=adt() * 50, capture_output=True, check=False
    )

    assert (found.stdout, found.stderr) == (b'{"resource', b"")


def test_a_long_file_is_read_message_by_message_with_the_same_result(
    tmp_path: Path, capsysbinary: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = put(tmp_path, "batch.hl7", b"BHS|^~\\&\r" + adt(number="A") + adt(number="B") + b"BTS|2\r")
    whole = run(capsysbinary, batch, "--source", "H1")
    monkeypatch.setattr("hub.cli.input_file.LONG", 100)

    assert run(capsysbinary, batch, "--source", "H1") == whole
    assert run(capsysbinary, batch, "--source", "H1", "--from", "hl7v2", "--report")[0] == 0


@pytest.mark.parametrize("name", ["notes.txt", "missing.hl7"])
def test_what_is_no_long_hl7_file_is_read_whole(
    tmp_path: Path, capsysbinary: Captured, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    put(tmp_path, "notes.txt", b"x" * 200)
    monkeypatch.setattr("hub.cli.input_file.LONG", 100)

    status, bundles, errors = run(capsysbinary, str(tmp_path / name))

    assert (status, bundles, len(errors)) == (1, [], 1)
