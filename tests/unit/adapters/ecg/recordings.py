"""The real recording in pydicom's wheel, changed in one thing at a time."""

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pydicom
import pydicom.data
from pydicom.dataset import Dataset

from adapters.ecg.adapter import ADAPTER
from adapters.port import Conversion, Source
from fhir_profiles.issue import JsonObject

CLINIC = Source(name="M1")


@cache
def real_file(name: str = "waveform_ecg.dcm") -> bytes:
    return Path(str(pydicom.data.get_testdata_file(name))).read_bytes()


def changed(change: Callable[[Dataset], None]) -> bytes:
    """The real recording with something else in it."""
    dataset = pydicom.dcmread(io.BytesIO(real_file()))
    change(dataset)
    written = io.BytesIO()
    dataset.save_as(written)
    return written.getvalue()


def convert(data: bytes, source: Source = CLINIC) -> Conversion:
    [conversion] = ADAPTER.convert(data, source=source)
    return conversion


def resources(data: bytes, source: Source = CLINIC) -> dict[str, JsonObject]:
    return {entry.resource["resourceType"]: entry.resource for entry in convert(data, source).entries}


def refusal(data: bytes) -> str:
    conversion = convert(data)
    assert (conversion.entries, len(conversion.issues), conversion.issues[0].severity) == ((), 1, "error")
    return conversion.issues[0].text
