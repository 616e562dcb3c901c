"""CodeSystems, ValueSets and ConceptMaps of a FHIR package (.tgz, npm layout) or of one JSON file.

https://confluence.hl7.org/display/FHIR/NPM+Package+Specification. Nothing is unpacked to the disk.
"""

import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from terminology.code_table_builder import TableError, TableFault
from terminology.definitions import JsonObject, TerminologyError
from terminology.fhir_json import resource_to_map, resource_to_table, resource_to_value_set
from terminology.registry import Loaded

_LARGEST_FILE = 200 << 20
_LARGEST = 1 << 30
_MOST_FILES = 20_000
_KINDS = {"CodeSystem": "code-system", "ValueSet": "value-set", "ConceptMap": "concept-map"}

Taken = tuple[str, Loaded, bytes]
"""Kind, value and the bytes that are stored."""


def package_resources(path: Path) -> tuple[list[Taken], list[str]]:
    """What a package or JSON file holds, and a sentence for each terminology resource that holds no codes.

    Raises TableError that names the file and what is wrong in it.
    """
    taken: list[Taken] = []
    notes: list[str] = []
    faults: list[TableFault] = []
    for name, resource in package_files(path):
        try:
            one, note = taken_from(resource, name)
        except TableError as err:
            faults += err.faults
            continue
        taken += [one] if one is not None else []
        notes += [note] if note else []
    if faults:
        raise TableError(faults[:100])
    if not taken:
        raise _refused(f"{path.name} holds no CodeSystem, ValueSet or ConceptMap with content; nothing was loaded.")
    return taken, notes


def taken_from(resource: JsonObject, name: str) -> tuple[Taken | None, str]:
    """What is to be kept of a file's resource, or a sentence why it holds no codes. Raises TableError that names it."""
    try:
        return _take(resource), ""
    except TableError as err:
        raise TableError([TableFault(one.row, one.column, f"{name}: {one.text}") for one in err.faults]) from err
    except TerminologyError as err:
        if err.code == "not-supported":
            return None, f"{name}: {err.text}"
        raise TableError([TableFault(0, "", f"{name}: {err.text}")]) from err


def _take(resource: JsonObject) -> Taken | None:
    kind = _KINDS.get(str(resource.get("resourceType")))
    if kind is None:
        return None
    try:
        if kind == "code-system":
            table = resource_to_table(resource)
            return kind, table, table.to_bytes()
        if not resource.get("url"):
            raise TerminologyError("invalid", f"The {resource['resourceType']} has no url; expected its canonical URL.")
        kept = {key: value for key, value in resource.items() if key not in {"text", "meta", "contained"}}
        content = json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()
        return kind, resource_to_value_set(kept) if kind == "value-set" else resource_to_map(kept), content
    except (AttributeError, KeyError, TypeError) as err:
        text = f"{resource.get('url', 'the resource')} is not shaped as FHIR R4 says ({type(err).__name__}: {err})."
        raise TerminologyError("invalid", text) from err


def package_files(path: Path) -> Iterator[tuple[str, JsonObject]]:
    """Name and JSON of each resource of a package, its examples left aside. Raises TableError."""
    if path.suffix.lower() == ".json":
        yield path.name, _parsed(path.read_bytes(), path.name)
        return
    total = 0
    try:
        with tarfile.open(path, "r:gz") as archive:
            for number, member in enumerate(archive):
                if number >= _MOST_FILES:
                    raise _refused(f"The package has more than {_MOST_FILES:,} files.")
                if not member.isfile() or not _is_resource(member.name):
                    continue
                total += member.size
                if member.size > _LARGEST_FILE or total > _LARGEST:
                    raise _refused(f"{member.name}: the package unpacks to more than is allowed; load it in parts.")
                file = archive.extractfile(member)
                assert file is not None
                yield member.name, _parsed(file.read(), member.name)
    except (tarfile.TarError, EOFError, OSError) as err:
        raise _refused(f"{path.name} is no FHIR package (.tgz); {type(err).__name__}.") from err


def _is_resource(name: str) -> bool:
    last = name.rsplit("/", 1)[-1]
    return last.endswith(".json") and not last.startswith(".") and last != "package.json" and "/examples/" not in name


def _parsed(data: bytes, name: str) -> JsonObject:
    try:
        value: Any = json.loads(data)
    except (ValueError, RecursionError) as err:
        raise _refused(f"{name}: is no JSON ({err}).") from err
    if not isinstance(value, dict):
        raise _refused(f"{name}: is no resource; expected a JSON object.")
    return value


def _refused(text: str) -> TableError:
    return TableError([TableFault(0, "", text)])
