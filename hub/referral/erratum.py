"""An erratum of a published catalogue: which cells it corrects, and which referrals those cells decided (domain C4).

A published version is never edited and nothing is decided anew behind anybody's back. An erratum is a version of its
own whose manifest says `corrects`; it is signed and published as any other, and its impact list names the open and
past referrals that somebody has to look at. Nothing but ids, rules and dates comes out.
"""

import json
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from dataclasses import dataclass

from fhir_profiles.issue import JsonObject
from hub.errors import RuleError
from hub.referral.catalogues import source_in
from hub.referral.gather import GUARD
from hub.referral.rehearsal import referral_pages
from hub.referral.rule_change import rests_on
from hub.referral.shape import CATALOGUE_USED, extension_of
from hub.store.port import Visibility
from hub.store.snapshot import Reading
from terminology.catalogue import Catalogue, CatalogueSource, Rule, compile_catalogue, diff
from terminology.condition_language import Comparison, atoms

CORRECTS = "corrects"
"""The manifest's name for the version that an erratum corrects."""


@dataclass(frozen=True, slots=True)
class Affected:
    """A referral that was decided by rules which the erratum corrects."""

    request: str
    is_open: bool
    overall: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """A published erratum: what it corrects, in words, and the rules whose findings rested on the corrected cells."""

    version: str
    corrects: str
    words: tuple[str, ...]
    rules: tuple[str, ...]


def corrected_version(new: CatalogueSource) -> str:
    """The version that an erratum corrects. Raises RuleError when its manifest names none, or itself."""
    corrects, version = str(new.manifest.get(CORRECTS, "")), str(new.manifest.get("version", ""))
    if not corrects or corrects == version:
        raise RuleError(
            "manifest.toml 须以 corrects 写明所更正的已发布版本，并使用新的版本号。 An erratum names in manifest.toml "
            'the version that it corrects (corrects = "2026.1"), and has a version of its own.'
        )
    return corrects


def corrected_rules(old: CatalogueSource, new: CatalogueSource) -> frozenset[str]:
    """The codes of the old version's rules, rows and their parts whose cells differ; those of a row begin `R{row}`."""
    rows = {f"R{code}" for code in _differing(old, new, "rows", "row")}
    facts = _differing(old, new, "facts", "code")
    codes = rows | _differing(old, new, "rules", "code")
    for rule in _rules_of(compile_catalogue(old)):
        if any(isinstance(atom, Comparison) and atom.fact in facts for atom in atoms(rule.condition)):
            codes.add(rule.code)
    return frozenset(codes)


def corrections(published: Sequence[tuple[str, bytes]]) -> tuple[Correction, ...]:
    """The errata among published versions, in their order; each is a version's name and its packed files.

    Reads and compares whole catalogues: for the process pool, not for the event loop.
    """
    sources = {version: source_in(content) for version, content in published}
    found = []
    for version, new in sources.items():
        corrects = str(new.manifest.get(CORRECTS, ""))
        old = sources.get(corrects)
        if old is not None and corrects != version:
            rules = corrected_rules(old, new)
            found.append(Correction(version, corrects, tuple(diff(old, new)), tuple(sorted(rules))))
    return tuple(found)


async def impact(
    store: Reading, *, version: str, rules: Collection[str], visibility: Visibility = GUARD
) -> AsyncIterator[Affected]:
    """The referrals that may be seen, that rest on a version and of whose findings one is by such a rule."""
    async for page in referral_pages(store, visibility=visibility):
        for _, request in page:
            rested = rests_on(request)
            if rested is None or rested.version != version:
                continue
            overall, found = _findings(request)
            hit = tuple(dict.fromkeys(rule for rule in found if rule in rules or rule.partition("-")[0] in rules))
            if hit:
                is_open = request.get("status") in {"draft", "active", "on-hold"}
                yield Affected(str(request["id"]), is_open, overall, hit)


def _findings(request: JsonObject) -> tuple[str, list[str]]:
    parts = (extension_of(request, CATALOGUE_USED) or {}).get("extension", [])
    said = {str(part.get("url")): part for part in parts}
    kept = json.loads(str(said.get("decision", {}).get("valueString", "{}")))
    rules = [str(one["rule"]) for one in kept.get("findings", []) if one.get("result") != "not-applicable"]
    return str(said.get("overall", {}).get("valueCode", "")), rules


def _differing(old: CatalogueSource, new: CatalogueSource, table: str, key: str) -> set[str]:
    """The keys of records of a table that were changed, taken out, or put in."""
    before = {record[key]: dict(record.cells) for record in getattr(old, table)}
    after = {record[key]: dict(record.cells) for record in getattr(new, table)}
    return {code for code in before.keys() | after.keys() if before.get(code) != after.get(code)}


def _rules_of(catalogue: Catalogue) -> Iterator[Rule]:
    for rules in catalogue.rules.values():
        yield from rules
    for row in catalogue.rows:
        yield from (*row.up, *row.down, *row.exclusions)
        if row.qualifier is not None:
            yield row.qualifier
