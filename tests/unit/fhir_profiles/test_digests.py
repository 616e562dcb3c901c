"""The committed artefacts are those that the compiler wrote: nobody edited them by hand."""

from pathlib import Path

import orjson

import fhir_profiles
from fhir_profiles.compile.__main__ import digests

COMPILED = Path(fhir_profiles.__file__).parent / "compiled"


def test_each_artefact_is_as_it_was_compiled() -> None:
    assert digests(COMPILED) == orjson.loads((COMPILED / "digests.json").read_bytes())
