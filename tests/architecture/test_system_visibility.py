"""Where the hub looks with its own eyes, past every member's view. Each use is named here (DESIGN D9)."""

import re

from tests.architecture.source_tree import ROOT, product_files

USES = {
    ("hub/referral/gather.py", "referral guard"),  # it has to see every candidate, claim and open referral
    ("hub/capacity/directory.py", "public directory"),  # counts and prices of beds, for everybody; nothing personal
    ("hub/capacity/desk.py", "booking desk"),  # a slot has one winner, whoever may see the others; rights are checked
    ("hub/capacity/loans.py", "equipment loans"),  # lender and borrower meet in one loan; rights are checked
    ("hub/capacity/ownership.py", "ownership"),  # whether what is stored is a loan; it only refuses
    ("hub/transfer/late_results.py", "late results"),  # a report follows the elder, whoever's Task it is
    ("hub/referral/papers.py", "transfer document"),  # a digest is compared with the bytes that were issued
    ("hub/delivery/timers.py", "timers"),  # a time limit belongs to nobody's session
    ("hub/cli/quarantine.py", "the operator's command line"),  # whoever holds the data folder holds all of it
    ("hub/cli/audit.py", "the operator's command line"),  # the same
}


def test_every_use_of_the_systems_own_eyes_is_listed() -> None:
    found = set()
    for path in product_files():
        text = path.read_text(encoding="utf-8")
        for reason in re.findall(r"\bsystem\(\s*\"([^\"]+)\"", text):
            found.add((str(path.relative_to(ROOT)), reason))
        assert not re.search(r"Visibility\(\s*(member=)?0\b", text) or path.name == "values.py", path

    assert found == USES
