"""docs/facts.md: the facts that a catalogue's rules understand. `python -m terminology.facts_page` writes it."""

from pathlib import Path

from terminology.catalogue import Catalogue, sample
from terminology.fact_definitions import FactDefinition

_GROUPS = {
    "vital": "Vital signs",
    "lab": "Laboratory",
    "ability": "Ability",
    "assessment": "Assessments",
    "course": "Course",
    "statement": "Statements",
    "goals": "Goals of care",
    "derived": "Derived",
}

_HEAD = """# Facts that referral rules understand

Written from `facts.csv` of catalogue {version} by `python -m terminology.facts_page`; a test compares.
**{banner}.** Thresholds and codes are not verified by a committee.

A fact is an Observation whose code is `https://alliance-hub.example/fhir/CodeSystem/referral-fact` with the code
below, or the LOINC code named. The unit is UCUM; a value in another unit is used only when the table accepts it,
and is otherwise unknown. *Age* is how long a value stays usable. *Silence* is what it means when nobody says
anything (empty: unknown, and a hard rule asks for it). Diagnoses come as Condition, devices as DeviceUseStatement,
yes-or-no facts also as an active Flag, goals of care also as Consent; see [the catalogue](catalogue.md).
"""


def facts_page(catalogue: Catalogue) -> str:
    """The page in Markdown, one table for each group of facts."""
    parts = [_HEAD.format(version=catalogue.version, banner=catalogue.banner)]
    for group, title in _GROUPS.items():
        facts = [fact for fact in catalogue.facts.values() if fact.group == group]
        if facts:
            rows = "\n".join(_row(fact) for fact in facts)
            parts.append(
                f"## {title}\n\n| code | 名称 | English | kind, unit or values | LOINC | age | stated by | silence |\n"
                f"|---|---|---|---|---|---|---|---|\n{rows}\n"
            )
    return "\n".join(parts)


def _row(fact: FactDefinition) -> str:
    values = ", ".join(f"{code} {word}" for code, word in fact.codes.items())
    others = ", ".join(unit for unit in fact.units if unit != fact.unit)
    unit = f"{fact.kind} `{fact.unit}`" if fact.unit else fact.kind
    kind = f"{unit}{f' (also {others})' if others else ''}{f': {values}' if values else ''}"
    names = "，".join((fact.zh, *fact.aliases))
    age = f"{fact.age_hours:g} h" if fact.age_hours is not None else ""
    cells = (
        f"`{fact.code}`",
        names,
        fact.en,
        kind,
        ", ".join(fact.loinc),
        age,
        "、".join(fact.stated_by),
        fact.default,
    )
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


if __name__ == "__main__":
    (Path(__file__).parents[1] / "docs" / "facts.md").write_text(facts_page(sample()), encoding="utf-8")
