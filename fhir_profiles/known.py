"""The profiles and code tables that a resource is held to: ours, and those of packages that somebody brings.

`hub validate --package` gives packages in npm layout, as FHIR registries hand them out.
https://confluence.hl7.org/display/FHIR/NPM+Package+Specification
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from fhir_profiles import registry
from fhir_profiles.issue import JsonObject
from fhir_profiles.profile import Profile, read_profile
from terminology.load_package import package_files, taken_from
from terminology.registry import Loaded, Registry, package_registry


@dataclass(frozen=True, slots=True)
class Known:
    """Profiles by canonical URL without version, and the code systems and value sets of their bindings."""

    profiles: Mapping[str, Profile] = field(default_factory=dict)
    codes: Registry = field(default_factory=package_registry)

    def profile(self, url: str) -> Profile | None:
        """The profile or extension with this canonical URL, its version left aside; None when it is not known."""
        plain = url.partition("|")[0]
        return self.profiles.get(plain) or registry.profile(plain)


OWN: Final = Known()
"""What the hub brings."""


def read_packages(paths: Sequence[Path]) -> tuple[Known, list[str]]:
    """What the hub and these packages know, and a sentence for each profile that cannot be used.

    A profile needs its snapshot. Raises terminology's TableError for a file that is no package.
    """
    profiles: dict[str, Profile] = {}
    loaded: list[Loaded] = []
    notes: list[str] = []
    for path in paths:
        for name, resource in package_files(path):
            if resource.get("resourceType") == "StructureDefinition":
                notes += _take(resource, profiles, name)
                continue
            taken, note = taken_from(resource, name)
            loaded += [taken[1]] if taken is not None else []
            notes += [note] if note else []
    return Known(profiles, Registry(loaded) if loaded else package_registry()), notes


def _take(definition: JsonObject, profiles: dict[str, Profile], name: str) -> list[str]:
    """Add a profile or an extension; R4's own definitions, logical models and types are no profiles."""
    if definition.get("derivation") != "constraint" or definition.get("kind") == "logical":
        return []
    try:
        profiles[definition["url"]] = read_profile(definition)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as err:
        said = str(err) if isinstance(err, ValueError) else f"it is not shaped as R4 says ({type(err).__name__})"
        return [f"{name} is left out: {said}"]
    return []
