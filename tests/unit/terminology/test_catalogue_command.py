"""`hub catalogue check|diff`."""

import json
from pathlib import Path

import pytest

from hub.cli.main import main
from terminology.catalogue import sample
from terminology.catalogue_source import SAMPLE

HEAD = "行号,编码,名称,级别,下转1\r\n"


def test_check_says_version_digest_and_that_nobody_signed(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    status = main(["catalogue", "check", str(SAMPLE)])

    assert status == 0
    assert capsysbinary.readouterr().out.decode() == (
        "【示例目录，未经医务委员会签署】\n"
        "两级疾病诊疗目录（示例） 2026.1-sample: 68 entries, 83 rows, 74 rules.\n"
        f"2026-01-01 – 2027-12-31, SHA-256 {sample().digest}\n"
    )


def test_check_refuses_a_wrong_cell_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "catalogue.csv"
    table.write_text(HEAD + "1,I63,脑梗,1,没有 >= 3\n", encoding="utf-8")

    status = main(["catalogue", "check", str(table)])

    issue = json.loads(capsys.readouterr().err)["issue"][0]
    assert (status, issue["severity"], issue["expression"]) == (1, "error", ["catalogue.csv/目录 row 2 column 下转1"])


def test_diff_says_in_words_what_changes(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_text(HEAD + "1,I63,脑梗,1,d >= 7\n", encoding="utf-8")
    new.write_text(HEAD + "1,I63,脑梗,1,d >= 9\n", encoding="utf-8")

    status = main(["catalogue", "diff", str(old), str(new)])

    assert (status, capsysbinary.readouterr().out.decode()) == (0, "条目 1（脑梗）下转1：d >= 7 → d >= 9。\n")


def test_diff_of_one_version_compares_with_the_sample(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["catalogue", "diff", str(SAMPLE)]) == 0
    assert capsysbinary.readouterr().out == b""


@pytest.mark.parametrize("words", [["check", "/nowhere/x.docx"], ["diff", "a.csv", "b.csv", "c.csv"]])
def test_what_is_no_catalogue_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", *words]) == 1
    assert json.loads(capsys.readouterr().err)["issue"][0]["code"] == "invalid"


def test_a_file_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "check", "/nowhere/catalogue.csv"]) == 1
    assert "/nowhere/catalogue.csv" in json.loads(capsys.readouterr().err)["issue"][0]["diagnostics"]
