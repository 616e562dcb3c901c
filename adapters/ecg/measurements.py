"""What the machine measured and said: waveform annotations. DICOM PS3.3 C.10.10, PS3.16 CID 3227 to 3229."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from pydicom.dataset import Dataset

from adapters.ecg.dicom_text import is_untagged, text
from adapters.ecg.record import EcgMeasurement

_KEYS = {
    ("SCPECG", "5.10.2.5-1"): "heart-rate",
    ("MDC", "2:16770"): "heart-rate",
    ("LN", "8867-4"): "heart-rate",
    ("SCPECG", "5.10.2.1-3"): "rr",
    ("MDC", "2:16168"): "rr",
    ("MDC", "2:16000"): "rr",
    ("SCPECG", "5.13.5-7"): "pr",
    ("MDC", "2:15872"): "pr",
    ("SCPECG", "5.13.5-9"): "qrs",
    ("MDC", "2:16156"): "qrs",
    ("SCPECG", "5.13.5-11"): "qt",
    ("MDC", "2:16160"): "qt",
    ("SCPECG", "5.10.2.5-5"): "qtc",
    ("MDC", "2:15876"): "qtc",
    ("SCPECG", "5.10.3-11"): "p-axis",
    ("MDC", "2:16128"): "p-axis",
    ("SCPECG", "5.10.3-13"): "qrs-axis",
    ("MDC", "2:16132"): "qrs-axis",
    ("SCPECG", "5.10.3-15"): "t-axis",
    ("MDC", "2:16136"): "t-axis",
}
"""Coding scheme and code of an annotation to our key; both vocabularies are in use."""

UNITS = {"heart-rate": "/min", "p-axis": "deg", "qrs-axis": "deg", "t-axis": "deg"}
"""UCUM units by key; every other key is a time in ms."""


def read_measurements(dataset: Dataset) -> tuple[EcgMeasurement, ...]:
    """The global measurements, each once, in the order of `_KEYS`; heart rate from RR when not stated.

    A time or rate of 0 is how machines write "not measured" and is left out.
    """
    found: dict[str, Decimal] = {}
    for key, value in _annotated(dataset):
        if key not in found and (value > 0 or key.endswith("axis")):
            found[key] = value
    made = {key: EcgMeasurement(key=key, value=value, unit=UNITS.get(key, "ms")) for key, value in found.items()}
    if "heart-rate" not in made and "rr" in made:
        rate = (60_000 / made["rr"].value).quantize(Decimal(1))
        made["heart-rate"] = EcgMeasurement(key="heart-rate", value=rate, unit="/min", is_computed=True)
    order = list(dict.fromkeys(_KEYS.values()))
    return tuple(made[key] for key in order if key in made)


def read_statements(dataset: Dataset) -> tuple[str, ...]:
    """The machine's words, in file order."""
    untagged = is_untagged(dataset)
    annotations = dataset.get("WaveformAnnotationSequence") or []
    found = (text(item, "UnformattedTextValue", is_untagged=untagged) for item in annotations)
    return tuple(words for words in found if words)


def _annotated(dataset: Dataset) -> Iterator[tuple[str, Decimal]]:
    for item in dataset.get("WaveformAnnotationSequence") or []:
        names = item.get("ConceptNameCodeSequence") or []
        value = item.get("NumericValue")
        if not names or value is None:
            continue
        scheme = text(names[0], "CodingSchemeDesignator").upper()
        key = _KEYS.get((scheme, text(names[0], "CodeValue")))
        first = value[0] if isinstance(value, list) or hasattr(value, "append") else value
        if key:
            try:
                yield key, Decimal(str(first).strip())
            except InvalidOperation:
                continue
