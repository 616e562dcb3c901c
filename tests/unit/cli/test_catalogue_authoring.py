"""A catalogue from the template to two signatures, by the commands."""

import shutil
from pathlib import Path

import pytest

from hub.cli.main import main
from terminology.catalogue_source import SIGNATURES

SAMPLE = Path(__file__).parents[3] / "terminology" / "data" / "catalogue" / "sample"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    assert main(["db", "upgrade", "--data", str(folder)]) == 0
    return folder


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    folder = tmp_path / "catalogue"
    shutil.copytree(SAMPLE, folder)
    manifest = folder / "manifest.toml"
    text = manifest.read_text(encoding="utf-8")
    assert "experimental = true" in text
    manifest.write_text(text.replace("experimental = true", "experimental = false"), encoding="utf-8")
    return folder


def sign(catalogue: Path, data: Path, role: str, name: str) -> int:
    return main(["catalogue", "sign", str(catalogue), "--role", role, "--name", name, "--data", str(data)])


def test_the_template_is_a_workbook_that_the_check_takes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workbook = tmp_path / "new.xlsx"

    assert main(["catalogue", "template", str(workbook)]) == 0
    capsys.readouterr()

    assert main(["catalogue", "check", str(workbook)]) == 0
    assert "entries" in capsys.readouterr().out


def test_a_version_in_earnest_is_published_only_after_two_people_have_signed(
    catalogue: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish = ["catalogue", "publish", str(catalogue), "--data", str(data)]

    assert sign(catalogue, data, "medical-affairs", "张医务") == 0
    refused = main(publish)
    words = capsys.readouterr().err
    assert sign(catalogue, data, "medical-committee", "李主任") == 0

    assert (refused, "medical-affairs 张医务" in words) == (1, True)
    assert main(publish) == 0


def test_one_person_does_not_sign_in_both_roles(catalogue: Path, data: Path) -> None:
    assert sign(catalogue, data, "medical-affairs", "张医务") == 0
    before = (catalogue / SIGNATURES).read_bytes()

    assert sign(catalogue, data, "medical-committee", "张医务") == 1
    assert (catalogue / SIGNATURES).read_bytes() == before


def test_a_change_after_the_signatures_ends_them(catalogue: Path, data: Path) -> None:
    sign(catalogue, data, "medical-affairs", "张医务")
    sign(catalogue, data, "medical-committee", "李主任")
    manifest = catalogue / "manifest.toml"
    text = manifest.read_text(encoding="utf-8")
    assert "2027-12-31" in text
    manifest.write_text(text.replace("2027-12-31", "2027-12-30"), encoding="utf-8")

    assert main(["catalogue", "publish", str(catalogue), "--data", str(data)]) == 1


def test_what_is_no_folder_is_not_signed(tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sign(tmp_path / "nothing", data, "medical-affairs", "张医务") == 1
    assert "is no folder" in capsys.readouterr().err


def test_the_package_of_the_profiles_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = tmp_path / "alliance.tgz"

    assert main(["profiles", "package", str(package)]) == 0
    assert (package.read_bytes()[:2], capsys.readouterr().out.endswith(" resources.\n")) == (b"\x1f\x8b", True)
