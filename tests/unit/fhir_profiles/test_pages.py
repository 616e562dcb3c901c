"""docs/profiles/ says what the profiles say."""

from pathlib import Path

import pytest

from fhir_profiles import conformance
from fhir_profiles.compile.pages import main, pages
from fhir_profiles.issue import JsonObject

DOCS = Path(__file__).resolve().parents[3] / "docs" / "profiles"


def test_the_pages_in_the_repository_are_those_of_the_profiles() -> None:
    stored = {path.name: path.read_text("utf-8") for path in DOCS.glob("*.md")}

    assert stored == pages(), "run: python -m fhir_profiles.compile.pages docs/profiles"


def test_every_element_that_a_profile_asks_for_or_forbids_says_why_in_both_languages() -> None:
    silent = [
        (definition["id"], element["id"])
        for definition in conformance.find("StructureDefinition")
        for element in definition["differential"]["element"]
        if ("short" in element) != ("_short" in element) or (_is_told(element) and "short" not in element)
    ]

    assert silent == []


def _is_told(element: JsonObject) -> bool:
    """Whether people look for a reason: direct children of the resource, and slices."""
    name = str(element["id"])
    is_url = name.endswith((".url", ".extension")) or name.startswith("Extension.")
    return not is_url and (name.count(".") == 1 or ":" in name.rpartition(".")[2])


def test_a_folder_loses_the_page_of_a_profile_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / "gone.md").write_text("old")

    main([str(tmp_path)])

    assert {path.name for path in tmp_path.glob("*.md")} == set(pages())


def test_without_a_folder_the_command_says_how_it_is_used() -> None:
    with pytest.raises(SystemExit, match=r"usage: python -m fhir_profiles.compile.pages DIR"):
        main([])
