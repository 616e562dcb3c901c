"""Where the hub looks with its own eyes, past every member's view. Each use is named here (DESIGN D9)."""

import re

from tests.architecture.source_tree import ROOT, product_files

USES = {
    ("hub/store/port.py", "the definition"),
}


def test_every_use_of_the_systems_own_eyes_is_listed() -> None:
    found = set()
    for path in product_files():
        text = path.read_text(encoding="utf-8")
        for reason in re.findall(r"\bsystem\(\s*\"([^\"]+)\"", text):
            found.add((str(path.relative_to(ROOT)), reason))
        assert not re.search(r"Visibility\(\s*(member=)?0\b", text) or path.name == "port.py", path

    assert found == {use for use in USES if use[1] != "the definition"}
