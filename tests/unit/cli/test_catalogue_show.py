"""`hub catalogue fhir` and `sheet`: the catalogue for other programs and for people."""

import json
from html import escape
from pathlib import Path

import pytest

from hub.cli.main import main
from terminology.catalogue import sample
from terminology.catalogue_source import SAMPLE


def test_the_catalogue_is_printed_as_fhir(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["catalogue", "fhir"]) == 0

    bundle = json.loads(capsysbinary.readouterr().out)
    kinds = [entry["resource"]["resourceType"] for entry in bundle["entry"]]
    assert kinds == ["CodeSystem", "CodeSystem", *["ValueSet"] * len(sample().rows), "PlanDefinition"]
    plan = bundle["entry"][-1]["resource"]
    assert plan["action"][0]["action"][0]["condition"][0]["expression"]["language"] == "text/fhirpath"


def test_the_sheet_says_every_row_who_signed_and_that_the_sample_is_a_sample(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    for file in SAMPLE.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    signed = [{"role": "medical-affairs", "name": "林主任", "at": "2026-01-01T00:00:00Z", "jws": "x"}]
    (folder / "signatures.json").write_text(json.dumps(signed), encoding="utf-8")

    assert main(["catalogue", "sheet", str(tmp_path / "plain.html")]) == 0
    assert main(["catalogue", "sheet", str(tmp_path / "signed.html"), str(folder)]) == 0

    plain = (tmp_path / "plain.html").read_text(encoding="utf-8")
    assert "示例目录，未经医务委员会签署" in plain
    assert "（未签署）" in plain
    assert [row.zh for row in sample().rows if escape(row.zh) not in plain] == []
    assert "体温 ≤ 37.3℃（最近72小时内每次）" in plain
    assert "病程满 7 天；无胸痛天数 ≥ 7 天；肌钙蛋白正常" in plain
    assert "（仅限：未诊断慢性阻塞性肺疾病（J44））血氧饱和度 ≥ 93%，或" in plain
    assert "或血氧饱和度 ≥ 本人平时值 -2%（无平时值时 ≥ 93%）" in plain
    assert "硬：不符合或未知都不能转" in plain
    assert [sign for sign in ("&gt;=", "&lt;=", "..", "基线-") if sign in plain] == []
    assert "林主任（medical-affairs）" in (tmp_path / "signed.html").read_text(encoding="utf-8")


def test_a_faulty_catalogue_is_neither_printed_nor_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    faulty = tmp_path / "catalogue.csv"
    faulty.write_text("行号,编码,名称,级别\n1,I1x,坏,1\n", encoding="utf-8")

    assert main(["catalogue", "fhir", str(faulty)]) == 1
    assert main(["catalogue", "sheet", str(tmp_path / "x.html"), str(faulty)]) == 1
    assert "is no ICD-10 code" in capsys.readouterr().err
    assert not (tmp_path / "x.html").exists()
