"""From the cells of the catalogue's files to rules, rows and an index, with an issue for every cell that is wrong."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from types import MappingProxyType
from typing import cast

from terminology.catalogue import Row, Rule, Severity
from terminology.catalogue_source import CatalogueIssue, CatalogueSource, Record
from terminology.code_systems import load_code_system
from terminology.condition_language import ConditionError, Expression, Has, atoms, parse_condition
from terminology.condition_words import condition_in_chinese, condition_in_english
from terminology.fact_definitions import FactDefinition, Kind
from terminology.icd10 import Pattern, parse_pattern
from terminology.silence import silence_of

SETS = ("UP0", "DR0", "ST0", "EX0", "NEED")
DIMENSIONS = ("up", "stability", "exclusion", "infection", "carriage", "devices", "consult", "down")
RECEIVERS = ("home", "home-unit", "clinic-ward", "hospital")
_SEVERITIES = {"硬": "hard", "核实": "confirm", "软": "soft", "提示": "info"}
_YES = {"是": True, "true": True, "否": False, "false": False, "": False}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What manifest.toml says."""

    id: str
    version: str
    title: str
    banner: str
    experimental: bool
    effective_from: date
    effective_to: date
    signatures: tuple[str, ...]


@dataclass(slots=True)
class Parts:
    """The compiler's work: what could be read, and every issue."""

    issues: list[CatalogueIssue] = field(default_factory=list)
    manifest: Manifest | None = None
    facts: Mapping[str, FactDefinition] = field(default_factory=dict)
    names: dict[str, FactDefinition] = field(default_factory=dict)
    rules: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    index: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    capabilities: frozenset[str] = frozenset()


def compile_parts(source: CatalogueSource) -> Parts:
    """Read everything; an unreadable cell costs its own rule or row and nothing else."""
    parts = Parts(issues=list(source.issues))
    parts.capabilities = frozenset(load_code_system("capability").codes)
    parts.manifest = _read_manifest(source, parts)
    _read_facts(source, parts)
    _read_rules(source, parts)
    rows = [row for record in source.rows if (row := _read_row(record, parts)) is not None]
    parts.rows = tuple(rows)
    _check_repeated(source.rows, "row", parts)
    _check_replaced(source, parts)
    _check_overlap(source, parts)
    parts.index = _make_index(parts.rows)
    return parts


def _read_manifest(source: CatalogueSource, parts: Parts) -> Manifest | None:
    given = source.manifest
    wanted = ("id", "version", "title", "effective_from", "effective_to")
    missing = [name for name in wanted if not given.get(name)]
    if missing:
        text = f"The manifest lacks {', '.join(missing)}."
        parts.issues.append(CatalogueIssue("error", "required", text, "manifest.toml"))
        return None
    first, last = given["effective_from"], given["effective_to"]
    if not (isinstance(first, date) and isinstance(last, date)) or first > last:
        text = "effective_from and effective_to must be dates (2026-01-01), the first not after the last."
        parts.issues.append(CatalogueIssue("error", "value", text, "manifest.toml", None, "effective_from"))
        return None
    signatures = tuple(str(name) for name in given.get("signatures", ()))
    return Manifest(
        id=str(given["id"]),
        version=str(given["version"]),
        title=str(given["title"]),
        banner=str(given.get("banner", "")),
        experimental=bool(given.get("experimental", True)),
        effective_from=first,
        effective_to=last,
        signatures=signatures,
    )


def _read_facts(source: CatalogueSource, parts: Parts) -> None:
    facts: dict[str, FactDefinition] = {}
    for record in source.facts:
        fact = _read_fact(record, parts)
        if fact is None:
            continue
        for name in (fact.code, fact.zh, fact.en, *fact.aliases):
            other = parts.names.setdefault(unicodedata.normalize("NFKC", name), fact)
            if other is not fact:
                text = f"The name {name!r} is also that of {other.code}; names must differ."
                parts.issues.append(record.issue("zh", text, code="duplicate"))
        facts[fact.code] = fact
    parts.facts = MappingProxyType(facts)


def _read_fact(record: Record, parts: Parts) -> FactDefinition | None:
    kind = record["kind"]
    if kind not in {"quantity", "count", "code", "boolean"}:
        text = f"The kind is {kind!r}; expected quantity, count, code or boolean."
        parts.issues.append(record.issue("kind", text))
        return None
    if kind == "quantity" and not record["unit"]:
        text = f"{record['zh']} is a quantity without a unit; write its UCUM code, or {{score}} for a score."
        parts.issues.append(record.issue("unit", text, code="required"))
    codes = dict(_pairs(record, "codes", "=", parts))
    units = {record["unit"]: 1.0} if record["unit"] else {}
    for name, factor in _pairs(record, "units", "*", parts):
        try:
            units[name] = float(factor or 1)
        except ValueError:
            parts.issues.append(record.issue("units", f"{factor!r} is no factor; expected as in mg/dL*0.0555."))
    if kind == "code" and not codes:
        parts.issues.append(record.issue("codes", "A fact of kind code needs its values, as in II=II级|III=III级."))
    return FactDefinition(
        code=record["code"],
        zh=record["zh"],
        en=record["en"] or record["code"],
        kind=cast(Kind, kind),
        unit=record["unit"],
        units=MappingProxyType(units),
        low=_number(record, "low", parts),
        high=_number(record, "high", parts),
        age_hours=_number(record, "age_hours", parts),
        codes=MappingProxyType(codes),
        loinc=_list(record, "loinc"),
        aliases=_list(record, "aliases"),
        group=record["group"],
        stated_by=_list(record, "stated_by"),
        default=record["default"],
        source=record["source"],
        verified=_YES.get(record["verified"], False),
    )


def _read_rules(source: CatalogueSource, parts: Parts) -> None:
    sets: dict[str, list[Rule]] = {name: [] for name in SETS}
    for record in source.rules:
        if record["set"] not in sets:
            parts.issues.append(record.issue("set", f"{record['set']!r} is no rule set; expected {', '.join(SETS)}."))
            continue
        if record["dimension"] not in DIMENSIONS:
            text = f"{record['dimension']!r} is no dimension; expected one of {', '.join(DIMENSIONS)}."
            parts.issues.append(record.issue("dimension", text))
        severity = _SEVERITIES.get(record["severity"])
        if severity is None:
            text = f"{record['severity']!r} is no severity; expected 硬, 核实, 软 or 提示."
            parts.issues.append(record.issue("severity", text))
        condition = _condition(record, "condition", parts)
        when = _condition(record, "when", parts) if record["when"] else None
        if condition is None or severity is None or (record["when"] and when is None):
            continue
        rule = Rule(
            code=record["code"],
            set=record["set"],
            dimension=record["dimension"],
            severity=cast(Severity, severity),
            condition=condition,
            text=record["condition"],
            zh=record["zh"],
            en=record["en"],
            when=when,
            comfort=_YES.get(record["comfort"], False),
            silence=silence_of(condition, parts.facts.get),
            source=record["source"],
            verified=_YES.get(record["verified"], False),
        )
        sets[record["set"]].append(rule)
    _check_repeated(source.rules, "code", parts)
    parts.rules = MappingProxyType({name: tuple(rules) for name, rules in sets.items()})


def _read_row(record: Record, parts: Parts) -> Row | None:
    pattern = _pattern(record, parts)
    level = _whole(record, "level", parts)
    if level is None:
        parts.issues.append(record.issue("level", "The level is missing; expected a number, 1 for the lead hospital."))
    if record["minimum_receiver"] and record["minimum_receiver"] not in RECEIVERS:
        text = f"{record['minimum_receiver']!r} is no kind of receiver; expected one of {', '.join(RECEIVERS)}."
        parts.issues.append(record.issue("minimum_receiver", text))
    ability = _whole(record, "ability_max", parts)
    if ability is not None and not 0 <= ability <= 4:
        parts.issues.append(
            record.issue("ability_max", f"Ability level {ability} is outside 0 to 4 (GB/T 42195-2022).")
        )
    needs = _needs(record, parts)
    qualifier = _row_rule(record, "qualifier", "level", parts)
    up = _row_rules(record, ("up1", "up2", "up3"), "up", parts)
    down = _row_rules(record, ("down1", "down2", "down3", "down4"), "down", parts)
    exclusions = _row_rules(record, ("exclude1", "exclude2"), "exclusion", parts)
    priority = _whole(record, "priority", parts) or 0
    if pattern is None or level is None or (record["qualifier"] and qualifier is None):
        return None
    return Row(
        code=record["row"],
        entry=int("".join(filter(str.isdigit, record["entry"] or record["row"])) or 0),
        pattern=pattern,
        zh=record["zh"],
        en=record["en"],
        level=level,
        qualifier=qualifier,
        priority=priority,
        specialty=record["specialty"],
        minimum_receiver=record["minimum_receiver"],
        up=up,
        always_up=_YES.get(record["always_up"], False),
        down=down,
        exclusions=exclusions,
        needs=needs,
        ability_max=ability,
        replaces=frozenset(_list(record, "replaces")),
        note=record["note"],
        source=record["source"],
        verified=_YES.get(record["verified"], False),
    )


def _row_rules(record: Record, names: tuple[str, ...], dimension: str, parts: Parts) -> tuple[Rule, ...]:
    rules = (_row_rule(record, name, dimension, parts) for name in names)
    return tuple(rule for rule in rules if rule is not None)


def _row_rule(record: Record, name: str, dimension: str, parts: Parts) -> Rule | None:
    """A rule from a cell; a leading 软 or 核实 with a colon sets its severity (hard otherwise)."""
    text = record[name]
    if not text:
        return None
    severity: str = "confirm" if dimension == "exclusion" else "hard"
    mark, colon, rest = text.replace("：", ":").partition(":")
    if colon and mark.strip() in _SEVERITIES:
        severity, text = _SEVERITIES[mark.strip()], rest.strip()
    condition = _condition(record, name, parts, text=text)
    if condition is None:
        return None
    code = f"R{record['row']}-{name.upper()}"
    zh = f"{record['zh']}：{condition_in_chinese(condition, parts.facts)}"
    en = f"{record['en']}: {condition_in_english(condition, parts.facts)}"
    return Rule(
        code=code,
        set="ROW",
        dimension=dimension,
        severity=cast(Severity, severity),
        condition=condition,
        text=text,
        zh=zh,
        en=en,
        silence=silence_of(condition, parts.facts.get),
        source=record["source"],
    )


def _condition(record: Record, name: str, parts: Parts, *, text: str | None = None) -> Expression | None:
    try:
        expression = parse_condition(record[name] if text is None else text, parts.names.get)
    except ConditionError as err:
        parts.issues.append(record.issue(name, str(err), code="invalid"))
        return None
    for atom in atoms(expression):
        if isinstance(atom, Has) and atom.kind != "diagnosis" and atom.code not in parts.capabilities:
            text = f"{atom.code!r} is no capability; expected one of {', '.join(sorted(parts.capabilities))}."
            parts.issues.append(record.issue(name, text, code="code-invalid"))
    return expression


def _pattern(record: Record, parts: Parts) -> Pattern | None:
    try:
        return parse_pattern(record["icd10"])
    except ValueError as err:
        parts.issues.append(record.issue("icd10", str(err), code="invalid"))
        return None


def _needs(record: Record, parts: Parts) -> tuple[frozenset[str], ...]:
    needs = tuple(frozenset(item.split("/")) for item in _list(record, "needs"))
    for code in sorted(frozenset().union(*needs) - parts.capabilities):
        text = f"{code!r} is no capability; expected one of {', '.join(sorted(parts.capabilities))}."
        parts.issues.append(record.issue("needs", text, code="code-invalid"))
    return needs


def _list(record: Record, name: str) -> tuple[str, ...]:
    text = record[name].removeprefix("需").replace("，", ",").replace("、", ",").replace("|", ",")
    return tuple(item.strip() for item in text.split(",") if item.strip())


def _pairs(record: Record, name: str, mark: str, parts: Parts) -> list[tuple[str, str]]:
    pairs = []
    for item in filter(None, (item.strip() for item in record[name].split("|"))):
        first, _, second = item.rpartition(mark) if mark == "*" and mark in item else item.partition(mark)
        if not first:
            parts.issues.append(record.issue(name, f"{item!r} cannot be read; expected name{mark}value."))
            continue
        pairs.append((first.strip(), second.strip()))
    return pairs


def _number(record: Record, name: str, parts: Parts) -> float | None:
    if not record[name]:
        return None
    try:
        return float(record[name])
    except ValueError:
        parts.issues.append(record.issue(name, f"{record[name]!r} is no number."))
        return None


def _whole(record: Record, name: str, parts: Parts) -> int | None:
    number = _number(record, name, parts)
    return None if number is None else int(number)


def _check_repeated(records: tuple[Record, ...], name: str, parts: Parts) -> None:
    seen: dict[str, int] = {}
    for record in records:
        first = seen.setdefault(record[name], record.row)
        if first != record.row:
            text = f"{record[name]!r} stands in row {first} already; give each its own."
            parts.issues.append(record.issue(name, text, code="duplicate"))


def _check_replaced(source: CatalogueSource, parts: Parts) -> None:
    known = {rule.code for rules in parts.rules.values() for rule in rules}
    for record in source.rows:
        for code in _list(record, "replaces"):
            if code not in known:
                text = f"The replaced rule {code!r} is not in rules.csv."
                parts.issues.append(record.issue("replaces", text, code="not-found"))


def _check_overlap(source: CatalogueSource, parts: Parts) -> None:
    """Two rows that name a code equally exactly need different priorities or a qualifier each."""
    places = {record["row"]: record for record in source.rows}
    naming = _naming(parts.rows)
    pairs = {pair for found in naming.values() for pair in combinations(found, 2)}
    for one, other in sorted(pairs):
        first, second = parts.rows[one], parts.rows[other]
        if first.priority != second.priority or (first.qualifier is not None and second.qualifier is not None):
            continue
        shared = [key for key, exact in first.pattern.included.items() if second.pattern.included.get(key) == exact]
        shared = [key for key in shared if first.pattern.specificity(key) and second.pattern.specificity(key)]
        if shared:
            text = (
                f"{shared[0]} is also in row {first.code} with the same priority; give one of the two a higher "
                f"优先级 and a 分级条件, or take the code out."
            )
            parts.issues.append(places[second.code].issue("icd10", text, code="conflict"))


def _naming(rows: tuple[Row, ...]) -> dict[str, list[int]]:
    """The places of the rows that name a category or subcategory, in their order."""
    naming: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        for key in row.pattern.included:
            naming.setdefault(key, []).append(place)
    return naming


def _make_index(rows: tuple[Row, ...]) -> Mapping[str, tuple[Row, ...]]:
    """For each category and each subcategory that some row names: its rows in the order in which they are tried."""
    naming = _naming(rows)
    index = {}
    for key, places in naming.items():
        candidates = [rows[place] for place in sorted({*places, *naming.get(key[:3], ())})]
        matching = [(row.priority, exact, row) for row in candidates if (exact := row.pattern.specificity(key))]
        matching.sort(key=lambda item: (-item[0], -item[1]))
        index[key] = tuple(row for _, _, row in matching)
    return MappingProxyType(index)
