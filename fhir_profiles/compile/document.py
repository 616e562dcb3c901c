"""docs/definitions.md: what was compiled, and what was not."""

from collections.abc import Iterable, Sequence

Gap = Sequence[str]

_HEAD = """# FHIR definitions

The hub does not read StructureDefinitions or FHIRPath when it runs. `make definitions` compiles the
official definitions of FHIR R4 4.0.1 into `fhir_profiles/compiled/`, which is committed:

- `schemas/`: a strict JSON Schema (draft 4) for each of the {types} resource types, and one file of
  datatypes. Run by `fhir_profiles.validate`.
- `accessors/`: for each type one function that walks a resource once for all its search parameters,
  and one for the patients whose compartment holds it. Called by `fhir_profiles.accessors`.
- `parameters.json`: {parameters} search parameters, each with a number that stays the same for ever,
  because index rows hold it. Read by `fhir_profiles.registry`.
- `patient_compartment.json`: search parameters that put a resource into a patient's compartment.
- `link_names.py`: elements whose text is a link, for rewriting references in a transaction.
- `gaps.json`: the lists below, and `SearchParameter.has_accessor`.

`fhir_profiles/definitions/SOURCES.toml` names the two archives, their digests and licences, and the
commands that fetch them. The same archives give the same bytes. A number of a search parameter is
kept from the committed `parameters.json`; new parameters get the next free ones.

## What validation checks
Unknown elements; cardinality; required elements, where a required primitive may be an extension
alone; one type of a choice; lexical rules of every primitive, with days that the calendar has;
32-bit integers; no null (but for padding beside `_name`), empty array, object or text; codes of
required bindings; a coding from the value set where a CodeableConcept has a required binding; types
that a reference may point to; `SimpleQuantity` without comparator; safe XHTML in narratives;
contained resources, entries of Bundles and resources in Parameters, each as its own type; `fullUrl`
unique and without version; a request on each entry of a transaction or batch.

Not yet: invariants (other than bdl-3, bdl-7, bdl-8, dom-2 and the narrative's), slices and profiles
of our own, bindings that are not required.

## Choices made here
- The patient compartment has Task (`patient`, `focus`) beside R4's own list, because a referral's Task
  is a part of the record. A Patient is in its own compartment alone; `Patient.link` opens nothing.
- `Patient?deceased=false` finds patients about whom nothing is said, as the expression of R4 means.
- A ContactPoint is a token without a system; a code has the system of its required binding.
- A Timing is the range from its first to its last event, or its bounds.

## Search parameters without an accessor
They are known (a search with one is answered as unsupported, not as unknown) and give no index values.
"""


def definitions_page(*, types: int, parameters: int, gaps: Iterable[Gap], bindings: Iterable[Gap]) -> str:
    """The whole page in Markdown."""
    by_reason: dict[tuple[str, str], list[str]] = {}
    composites: dict[str, list[str]] = {}
    for resource_type, name, reason in gaps:
        if reason == "composite parameter":
            composites.setdefault(resource_type, []).append(name)
        else:
            by_reason.setdefault((name, reason), []).append(resource_type)
    lines = ["", "| parameter | of | why |", "|---|---|---|"]
    for (name, reason), owners in sorted(by_reason.items()):
        shown = ", ".join(sorted(owners)) if len(owners) < 9 else f"{len(owners)} types"
        lines.append(f"| `{name}` | {shown} | {reason} |")
    lines += [
        "",
        "Composite parameters, which need both parts from one place:",
        "",
        "| type | parameters |",
        "|---|---|",
    ]
    lines += [
        f"| {owner} | {', '.join(f'`{name}`' for name in names)} |" for owner, names in sorted(composites.items())
    ]
    lines += ["", "## Required bindings that are not enumerable", ""]
    lines += ["Any code of the right form is accepted.", "", "| element | value set |", "|---|---|"]
    lines += [f"| `{path}` | {value_set} |" for path, value_set in bindings]
    return _HEAD.format(types=types, parameters=parameters) + "\n".join(lines) + "\n"
