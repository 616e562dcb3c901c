"""The catalogue as FHIR R4: code systems of facts and rows, value sets of diagnoses, and a PlanDefinition.

https://hl7.org/fhir/R4/plandefinition.html. The PlanDefinition lists the rows with level, words and value set; its
conditions are FHIRPath over named facts (`terminology.catalogue_fhirpath`) beside the catalogue's own words, and hold
as the engine's do. Everything carries the version, the digest and whether it is experimental.
"""

from collections.abc import Iterable
from typing import Any

from terminology.catalogue import CANONICAL, Catalogue, Row, Rule
from terminology.catalogue_fhirpath import condition_to_fhirpath

JsonObject = dict[str, Any]

_TRIAGE = "http://terminology.hl7.org/CodeSystem/plan-definition-type"
_ICD10 = "http://hl7.org/fhir/sid/icd-10"
DIGEST_EXTENSION = f"{CANONICAL}/StructureDefinition/catalogue-digest"


def catalogue_to_resources(catalogue: Catalogue) -> tuple[JsonObject, ...]:
    """Every resource of one version, the PlanDefinition last; the same catalogue gives the same bytes."""
    value_sets = tuple(_value_set(catalogue, row) for row in catalogue.rows)
    return (_fact_system(catalogue), _row_system(catalogue), *value_sets, _plan_definition(catalogue))


def _head(catalogue: Catalogue, resource_type: str, name: str, title: str) -> JsonObject:
    return {
        "resourceType": resource_type,
        "id": name,
        "extension": [{"url": DIGEST_EXTENSION, "valueString": catalogue.digest}],
        "url": f"{CANONICAL}/{resource_type}/{name}",
        "version": catalogue.version,
        "name": "".join(part.capitalize() for part in name.split("-")),
        "title": title,
        "status": "active" if catalogue.signatures else "draft",
        "experimental": catalogue.experimental,
        "description": catalogue.banner or catalogue.title,
    }


def _fact_system(catalogue: Catalogue) -> JsonObject:
    concepts = [
        {
            "code": fact.code,
            "display": fact.zh,
            "designation": [{"language": "en", "value": fact.en}],
            "property": [
                {"code": "kind", "valueString": fact.kind},
                *([{"code": "unit", "valueString": fact.unit}] if fact.unit else []),
            ],
        }
        for fact in catalogue.facts.values()
    ]
    return {
        **_head(catalogue, "CodeSystem", "referral-fact", "目录所用事实"),
        "content": "complete",
        "caseSensitive": True,
        "property": [{"code": "kind", "type": "string"}, {"code": "unit", "type": "string"}],
        "concept": concepts,
    }


def _row_system(catalogue: Catalogue) -> JsonObject:
    concepts = [
        {
            "code": f"R{row.code}",
            "display": row.zh,
            "designation": [{"language": "en", "value": row.en}],
            "property": [
                {"code": "level", "valueInteger": row.level},
                *([{"code": "specialty", "valueString": row.specialty}] if row.specialty else []),
            ],
        }
        for row in catalogue.rows
    ]
    return {
        **_head(catalogue, "CodeSystem", "disease-catalogue-row", "两级疾病诊疗目录条目"),
        "content": "complete",
        "caseSensitive": True,
        "property": [{"code": "level", "type": "integer"}, {"code": "specialty", "type": "string"}],
        "concept": concepts,
    }


def _value_set(catalogue: Catalogue, row: Row) -> JsonObject:
    """The ICD-10 categories and subcategories that the row names; a category stands for all below it."""
    codes = sorted(code for code in row.pattern.included if row.pattern.specificity(code))
    include = {"system": _ICD10, "concept": [{"code": code} for code in codes]}
    compose: JsonObject = {"include": [include]}
    if row.pattern.excluded:
        compose["exclude"] = [{"system": _ICD10, "concept": [{"code": code} for code in sorted(row.pattern.excluded)]}]
    return {**_head(catalogue, "ValueSet", f"disease-catalogue-row-{row.code.lower()}", row.zh), "compose": compose}


def _plan_definition(catalogue: Catalogue) -> JsonObject:
    head = _head(catalogue, "PlanDefinition", catalogue.url.rsplit("/", 1)[1], catalogue.title)
    period = {"start": catalogue.effective_from.isoformat(), "end": catalogue.effective_to.isoformat()}
    shared = [rule for rules in catalogue.rules.values() for rule in rules]
    return {
        **head,
        "type": {"coding": [{"system": _TRIAGE, "code": "eca-rule"}]},
        "effectivePeriod": period,
        "action": [*(_row_action(row) for row in catalogue.rows), *(_rule_action(rule) for rule in shared)],
    }


def _row_action(row: Row) -> JsonObject:
    rules = (*((row.qualifier,) if row.qualifier is not None else ()), *row.up, *row.down, *row.exclusions)
    return {
        "prefix": f"R{row.code}",
        "title": row.zh,
        "description": f"{row.level}级病种；{row.en}, level {row.level}",
        "code": [{"coding": [{"system": f"{CANONICAL}/CodeSystem/disease-catalogue-row", "code": f"R{row.code}"}]}],
        **_nested(rules),
    }


def _nested(rules: Iterable[Rule]) -> JsonObject:
    actions = [_rule_action(rule) for rule in rules]
    return {"action": actions} if actions else {}


def _rule_action(rule: Rule) -> JsonObject:
    conditions = [(rule.text, rule.condition)]
    if rule.when is not None:
        conditions.insert(0, (getattr(rule.when, "text", ""), rule.when))
    return {
        "prefix": rule.code,
        "title": rule.zh,
        "description": rule.en,
        "condition": [
            {
                "kind": "applicability",
                "expression": {
                    "language": "text/fhirpath",
                    "description": text,
                    "expression": condition_to_fhirpath(condition),
                },
            }
            for text, condition in conditions
        ],
    }
