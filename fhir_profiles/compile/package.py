"""The FHIR package of the alliance: one .tgz in npm layout that other validators load.

https://confluence.hl7.org/display/FHIR/NPM+Package+Specification. `python -m fhir_profiles.compile.package FILE`. The
same sources give the same bytes: no clock, no user, files in order of name.
"""

import gzip
import io
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path

import orjson

from fhir_profiles import conformance
from fhir_profiles.guide import GUIDE_ID, example_resources, implementation_guide, published_resources
from fhir_profiles.issue import JsonObject

NAME = "example.alliance-hub.r4"
VERSION = "2026.1.0"

_INDEXED = ("resourceType", "id", "url", "version", "kind", "type", "supplements", "content", "valueSet", "derivation")
_DAY = 1_795_305_600
"""2026-11-22, seconds since 1970: when the files of this version say that they were changed."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the package to the one file that is named."""
    given = sys.argv[1:] if arguments is None else arguments
    if len(given) != 1:
        sys.exit("usage: python -m fhir_profiles.compile.package FILE.tgz")
    count = write_package(Path(given[0]))
    print(f"{count} resources in {given[0]}")


def write_package(path: Path) -> int:
    """Write the package; answers how many resources are in it, examples counted."""
    published, examples = list(published_resources()), list(example_resources())
    files = {"package/package.json": _json(_manifest())}
    files |= _folder("package", [{**implementation_guide(published, examples)}, *published])
    files |= _folder("package/example", examples)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_archive(files))
    return len(published) + len(examples) + 1


def _manifest() -> JsonObject:
    return {
        "name": NAME,
        "version": VERSION,
        "type": "IG",
        "canonical": conformance.CANONICAL,
        "url": f"{conformance.CANONICAL}/ImplementationGuide/{GUIDE_ID}",
        "title": "Alliance Hub 医养联盟互联互通平台",
        "description": "FHIR R4 profiles of a medical and elder care alliance: referral, assessment, diagnosis.",
        "fhirVersions": ["4.0.1"],
        "dependencies": {"hl7.fhir.r4.core": "4.0.1"},
        "author": "Alliance Hub",
        "license": "Apache-2.0",
        "directories": {"lib": "package", "example": "example"},
    }


def _folder(folder: str, resources: list[JsonObject]) -> dict[str, bytes]:
    """One file a resource, and the index that loaders read first."""
    files: dict[str, bytes] = {}
    entries: list[JsonObject] = []
    for resource in sorted(resources, key=_file_name):
        name = _file_name(resource)
        if f"{folder}/{name}" in files:
            raise ValueError(f"Two resources would be {folder}/{name}; give one another id.")
        files[f"{folder}/{name}"] = _json(resource)
        found = {key: resource[key] for key in _INDEXED if isinstance(resource.get(key), str)}
        entries.append({"filename": name, **found})
    files[f"{folder}/.index.json"] = _json({"index-version": 2, "files": entries})
    return files


def _file_name(resource: JsonObject) -> str:
    return f"{resource['resourceType']}-{resource['id']}.json"


def _json(value: JsonObject) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2) + b"\n"


def _archive(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name in ["package/package.json", *sorted(set(files) - {"package/package.json"})]:
            info = tarfile.TarInfo(name)
            info.size, info.mtime, info.mode = len(files[name]), _DAY, 0o644
            archive.addfile(info, io.BytesIO(files[name]))
    return gzip.compress(packed.getvalue(), compresslevel=9, mtime=_DAY)


if __name__ == "__main__":
    main()
