"""docs/definitions.md: what was compiled, and what was not."""

from collections.abc import Iterable, Sequence

Gap = Sequence[str]

_HEAD = """# FHIR definitions

The hub does not read StructureDefinitions or FHIRPath when it runs. `make definitions` compiles the
official definitions of FHIR R4 4.0.1 into `fhir_profiles/compiled/`, which is committed:

- `schemas/`: a strict JSON Schema (draft 4) for each of the {types} resource types, and one file of
  datatypes. Run by `fhir_profiles.validate`.
- `checks/`: for each type a function that says whether it breaks an R4 invariant of severity error; the
  invariants whose FHIRPath has no short form in Python run as closures (`closures` in `gaps.json`).
- `elements.json`, `invariants.json`, `bindings.json`: elements with their types, invariants, extensible bindings,
  for the FHIRPath engine and for the findings of validation.
- `accessors/`: for each type one function that walks a resource once for all its search parameters,
  and one for the patients whose compartment holds it. Called by `fhir_profiles.accessors`.
- `parameters.json`: {parameters} search parameters, each with a number that stays the same for ever,
  because index rows hold it. Read by `fhir_profiles.registry`.
- `patient_compartment.json`: search parameters that put a resource into a patient's compartment.
- `compartments.json`: the same for the compartments of Device, Encounter, Practitioner and RelatedPerson.
- `link_names.py`: elements whose text is a link, for rewriting references in a transaction.
- `gaps.json`: the lists below, and `SearchParameter.has_accessor`.
- `digests.json`: SHA-256 of each artefact; `make test` compares.

`fhir_profiles/definitions/SOURCES.toml` names the two archives, their digests and licences, and the
commands that fetch them. The same archives give the same bytes. A number of a search parameter is
kept from the committed `parameters.json`; new parameters get the next free ones.

What is checked with them, and what is not, is in [validation.md](validation.md).

## Choices made here
- The patient compartment has Task (`patient`, `focus`) beside R4's own list, because a referral's Task
  is a part of the record. A Patient is in its own compartment alone; `Patient.link` opens nothing.
- The compartment of an Encounter has every type with the parameter `encounter` beside R4's own list.
- `Patient?deceased=false` finds patients about whom nothing is said, as the expression of R4 means.
- A ContactPoint is a token without a system; a code has the system of its required binding.
- A Range is everything from its low to its high, and open where it lacks one; two units make two open ranges.
- A Timing is the range from its first to its last event, or its bounds.

## Search parameters without an accessor
They are known (a search with one is answered as unsupported, not as unknown) and give no index values.
"""


def definitions_page(*, types: int, parameters: int, gaps: Iterable[Gap], bindings: Iterable[Gap]) -> str:
    """The whole page in Markdown."""
    by_reason: dict[tuple[str, str], list[str]] = {}
    composites: dict[str, list[str]] = {}
    for resource_type, name, reason in gaps:
        if reason.startswith("its part"):
            composites.setdefault(resource_type, []).append(name)
        else:
            by_reason.setdefault((name, reason), []).append(resource_type)
    lines = ["", "| parameter | of | why |", "|---|---|---|"]
    for (name, reason), owners in sorted(by_reason.items()):
        shown = ", ".join(sorted(owners)) if len(owners) < 9 else f"{len(owners)} types"
        lines.append(f"| `{name}` | {shown} | {reason} |")
    lines += [
        "",
        "Composite parameters, whose parts do not lie in one place:",
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
