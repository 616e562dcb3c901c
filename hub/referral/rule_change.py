"""Which version of the catalogue a referral rests on, and whether another one is in force now (domain.md C4).

A referral keeps the version that it was submitted under; it is decided anew only when it is submitted again, or when
what it rests on is seven days old. Until then the newer version is shown as a notice, not applied.
"""

import json
from dataclasses import dataclass

from fhir_profiles.issue import JsonObject
from hub.referral.shape import CATALOGUE_USED, extension_of

STANDS = 7 * 24 * 3_600_000_000
"""Microseconds for which a decision stands."""


@dataclass(frozen=True, slots=True)
class Rested:
    """What a submitted referral rests on: version, level (None: none was set) and when it was decided."""

    version: str
    level: int | None
    at: int


def rests_on(request: JsonObject) -> Rested | None:
    """The decision that a ServiceRequest keeps; None before its submission and for a stat call without one."""
    extension = extension_of(request, CATALOGUE_USED)
    if extension is None:
        return None
    parts = {str(part.get("url")): part for part in extension.get("extension", [])}
    version = str(parts.get("canonical", {}).get("valueCanonical", "")).rpartition("|")[2]
    kept = json.loads(str(parts.get("decision", {}).get("valueString", "{}")))
    return Rested(version=version, level=kept.get("level"), at=int(kept.get("at", 0)))


def notice(rested: Rested | None, *, in_force: str) -> tuple[str, str] | None:
    """What is said when another version is in force than the referral rests on, in Chinese and English."""
    if rested is None or not rested.version or not in_force or rested.version == in_force:
        return None
    zh = f"目录已更新：本单按 {rested.version} 核对，现行版本为 {in_force}；重新提交时按现行版本核对。"
    en = (
        f"The catalogue has changed: this referral rests on {rested.version}, and a new submission is decided by "
        f"{in_force}, which is in force now."
    )
    return zh, en
