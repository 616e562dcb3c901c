"""The identifier systems of the alliance, from data/naming_systems.csv, as NamingSystem resources.

https://hl7.org/fhir/R4/namingsystem.html
"""

from functools import cache
from pathlib import Path

from terminology.code_systems import read_annotated_csv
from terminology.definitions import JsonObject

_FILE = Path(__file__).parent / "data" / "naming_systems.csv"
_DATE = "2026-11-22"


@cache
def naming_systems() -> tuple[JsonObject, ...]:
    """One resource for each row."""
    _, rows = read_annotated_csv(_FILE)
    return tuple(_resource(row) for row in rows)


def _resource(row: dict[str, str]) -> JsonObject:
    note = (
        "" if row["verified"] == "true" else " 未与发布原文核对，仅供参考。 Not compared with the published original."
    )
    unique: list[JsonObject] = [
        {"type": row["kind"], "value": row["value"].removeprefix("urn:oid:"), "preferred": True}
    ]
    if row["kind"] == "oid":
        unique.append({"type": "uri", "value": row["value"]})
    return {
        "resourceType": "NamingSystem",
        "id": row["id"],
        "name": row["zh"],
        "status": "active" if row["verified"] == "true" else "draft",
        "kind": "identifier",
        "date": _DATE,
        "publisher": "Alliance Hub 医养联盟互联互通平台",
        "description": f"{row['zh']}. {row['en']}. {row['source']}.{note}",
        "uniqueId": unique,
    }
