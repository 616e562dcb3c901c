"""What is not documented fails here (STYLE 31)."""

import re

import pytest

from hub.api.operations import scan_operations
from hub.conversion import ADAPTER_NAMES
from tests.architecture.source_tree import ROOT
from tests.architecture.write_docs import GENERATED, pages


def test_the_generated_parts_are_up_to_date() -> None:
    stale = [str(path.relative_to(ROOT)) for path, wanted in pages() if path.read_text(encoding="utf-8") != wanted]

    assert stale == [], "run `make docs`"
    assert len(GENERATED) == 3


def test_every_operation_is_documented() -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")

    missing = [operation.name for operation in scan_operations() if f"${operation.name}" not in text]

    assert missing == []


def test_every_adapter_has_a_page() -> None:
    missing = [
        name for name in ADAPTER_NAMES if not (ROOT / "docs" / "adapters" / f"{name.replace('-', '_')}.md").is_file()
    ]

    assert missing == []


def test_both_languages_have_the_same_messages() -> None:
    from hub.i18n import read_messages

    chinese, english = read_messages("zh_Hans"), read_messages("en")

    assert sorted(chinese) == sorted(english)
    assert {key for key in chinese if _slots(chinese[key]) != _slots(english[key])} == set()


def test_every_link_in_the_docs_leads_somewhere() -> None:
    pages_of_docs = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "samples").rglob("*.md")]

    broken = [
        f"{page.relative_to(ROOT)} -> {target}"
        for page in pages_of_docs
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]

    assert broken == []


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_readme_fits_two_screens_and_names_both_commands(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")

    assert [command for command in ("make demo", "make test") if command not in text] == []
    assert len(text.splitlines()) < 70


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_readme_leads_to_every_room(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    rooms = [f"hub/{path.parent.name}" for path in sorted((ROOT / "hub").glob("*/__init__.py"))]

    assert rooms
    assert [room for room in rooms if f"`{room}`" not in text] == []


def test_every_room_says_at_its_door_what_lives_there() -> None:
    doors = sorted((ROOT / "hub").glob("*/__init__.py"))

    assert doors
    assert [str(door.relative_to(ROOT)) for door in doors if not door.read_text("utf-8").startswith('"""')] == []


def _slots(message: str) -> list[str]:
    return sorted(re.findall(r"{\w+}", message))
