"""DICOM ECG waveform to EcgRecord. DICOM PS3.3 C.10.9 (waveform), C.10.10 (annotations); PS3.10.

Leads are known by code (SCP-ECG 5.6.3-9-N or MDC 2:N), never by the words beside it.
"""

import io
import re
import warnings
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

import pydicom
from pydicom.dataset import Dataset
from pydicom.errors import InvalidDicomError
from pydicom.uid import (
    AmbulatoryECGWaveformStorage,
    General32bitECGWaveformStorage,
    GeneralECGWaveformStorage,
    TwelveLeadECGWaveformStorage,
)
from pydicom.waveforms.numpy_handler import multiplex_array

from adapters.ecg.dicom_text import instant, is_untagged, patient, text
from adapters.ecg.measurements import read_measurements, read_statements
from adapters.ecg.record import INDEPENDENT_LEADS, LEAD_NAMES, EcgRecord, Lead
from adapters.port import Source

SOP_CLASSES = {
    str(TwelveLeadECGWaveformStorage): "12-lead ECG",
    str(GeneralECGWaveformStorage): "General ECG",
    str(AmbulatoryECGWaveformStorage): "Ambulatory ECG",
    str(General32bitECGWaveformStorage): "General 32-bit ECG",
}
_UID = re.compile(r"[0-9]+(?:\.[0-9]+)+")
_MICROVOLTS = {"uV": Decimal(1), "mV": Decimal(1000), "nV": Decimal("0.001"), "V": Decimal(1_000_000)}
_WORDS = (
    "Manufacturer",
    "ManufacturerModelName",
    "DeviceSerialNumber",
    "InstitutionName",
    "ReasonForStudy",
    "ReasonForTheRequestedProcedure",
)
MOST_SAMPLES = 200_000
"""Samples of one lead: 200 s at 1000 Hz. More would pass the 1 MB that FHIR allows a string."""
_LINEAR = {"SB", "UB", "SS", "US", "SL", "UL"}


class EcgError(ValueError):
    """The file is refused; the text says what was found and what was expected."""


def read_ecg(data: bytes, *, source: Source) -> EcgRecord:
    """The ECG in a DICOM Part 10 file; raises EcgError. Every sample is kept as it is."""
    dataset = _read_dataset(data)
    leads, left = _read_leads(dataset)
    if dataset.SOPClassUID == TwelveLeadECGWaveformStorage:
        names = {lead.name for lead in leads}
        missing = [name for name in INDEPENDENT_LEADS if name not in names]
        if missing:
            raise EcgError(f"The 12-lead ECG lacks the leads {', '.join(missing)}. Expected I, II and V1 to V6.")
    who, repaired = patient(dataset)
    if not who.number:
        raise EcgError("The file names no patient: Patient ID (0010,0020) is empty. Expected the clinic's number.")
    acquired = instant(dataset, timezone=source.timezone)
    if not acquired:
        raise EcgError("The file holds no readable time of acquisition. Expected Acquisition DateTime (0008,002A).")
    untagged = is_untagged(dataset)
    words = {keyword: text(dataset, keyword, is_untagged=untagged) for keyword in _WORDS}
    return EcgRecord(
        instance_uid=str(dataset.SOPInstanceUID),
        study_uid=text(dataset, "StudyInstanceUID"),
        patient=who,
        leads=leads,
        acquired_at=acquired,
        accession=text(dataset, "AccessionNumber"),
        device=" ".join(filter(None, (words["Manufacturer"], words["ManufacturerModelName"]))),
        device_serial=words["DeviceSerialNumber"],
        institution=words["InstitutionName"],
        indication=words["ReasonForStudy"] or words["ReasonForTheRequestedProcedure"],
        measurements=read_measurements(dataset),
        statements=read_statements(dataset),
        left_in_original=left,
        repaired_charset=repaired,
    )


def _read_dataset(data: bytes) -> Dataset:
    try:
        with warnings.catch_warnings():
            # pydicom warns of odd values; what matters here is checked below and refused with a reason.
            warnings.simplefilter("ignore")
            dataset = pydicom.dcmread(io.BytesIO(data))
            dataset.decode()
    except InvalidDicomError as err:
        raise EcgError(
            "This is not a DICOM Part 10 file: DICM is missing at byte 128. Expected a 12-lead ECG as DICOM; SCP-ECG, "
            "aECG and PDF are not read."
        ) from err
    except Exception as err:  # pydicom raises what its parser meets: EOFError, struct.error, KeyError, ValueError …
        raise EcgError(
            f"The DICOM file is damaged or cut off ({type(err).__name__}). Expected a whole file: export it again."
        ) from err
    sop_class = str(dataset.get("SOPClassUID", ""))
    if sop_class not in SOP_CLASSES:
        expected = ", ".join(SOP_CLASSES.values())
        raise EcgError(f"SOP class {sop_class or '(none)'} is no ECG waveform. Expected one of: {expected}.")
    if not _UID.fullmatch(str(dataset.get("SOPInstanceUID") or "")):
        raise EcgError("The file has no valid SOP Instance UID (0008,0018), so it could not be told from another.")
    return dataset


def _read_leads(dataset: Dataset) -> tuple[tuple[Lead, ...], tuple[str, ...]]:
    """The leads of all original multiplex groups, and words for each group or channel left alone."""
    groups = dataset.get("WaveformSequence") or []
    if not groups:
        raise EcgError("The file holds no waveform (5400,0100); it is cut off or was stripped. Expected 12 leads.")
    leads: dict[int, Lead] = {}
    left: list[str] = []
    for index, group in enumerate(groups):
        label = text(group, "MultiplexGroupLabel") or f"group {index + 1}"
        if group.get("WaveformOriginality") == "DERIVED":
            left.append(f"waveform group {label} (derived)")
            continue
        for number, lead in enumerate(_group_leads(dataset, index, group), start=1):
            if lead is None:
                left.append(f"waveform group {label}, channel {number}: its lead code is not known")
            elif lead.number not in leads or len(leads[lead.number].samples) < len(lead.samples):
                leads[lead.number] = lead
    if not leads:
        raise EcgError("No channel has a known lead code. Expected SCPECG 5.6.3-9-N or MDC 2:N.")
    return tuple(leads.values()), tuple(left)


def _group_leads(dataset: Dataset, index: int, group: Dataset) -> Iterator[Lead | None]:
    """The channels of one multiplex group in order; None for a channel whose lead code is not known."""
    definitions = _checked_definitions(group)
    hertz = _decimal(group, "SamplingFrequency")
    if not hertz or hertz < 0:
        raise EcgError("The sampling frequency (003A,001A) is missing or zero. Expected a number of Hz.")
    try:
        raw = multiplex_array(dataset, index, as_raw=True)
    # pydicom raises these for sample encodings that it does not decode and for elements that are missing
    except (ValueError, NotImplementedError, AttributeError) as err:
        raise EcgError("The waveform's samples cannot be decoded. Expected 8, 16 or 32 bit linear samples.") from err
    padding = _padding(group)
    for at, definition in enumerate(definitions):
        number = _lead_number(definition)
        if number is None:
            yield None
            continue
        values: list[int] = raw[:, at].tolist()
        kept = tuple(values) if padding is None else tuple(None if value == padding else value for value in values)
        yield _lead(definition, number=number, samples=kept, hertz=hertz)


def _checked_definitions(group: Dataset) -> list[Dataset]:
    """The channel definitions, once the group's own numbers agree with its bytes."""
    try:
        channels, samples = int(group.NumberOfWaveformChannels), int(group.NumberOfWaveformSamples)
        bits, interpretation = int(group.WaveformBitsAllocated), str(group.WaveformSampleInterpretation)
    except (AttributeError, TypeError, ValueError) as err:
        raise EcgError(
            "The waveform does not say its channels, samples and bits (module C.10.9). Export again."
        ) from err
    if interpretation not in _LINEAR:
        raise EcgError(f"Sample interpretation {interpretation} is not linear. Expected SS, US, SB, UB, SL or UL.")
    if samples > MOST_SAMPLES:
        raise EcgError(
            f"The record has {samples} samples a lead; at most {MOST_SAMPLES} are read. Export a part of it."
        )
    wanted, found = channels * samples * bits // 8, len(group.get("WaveformData") or b"")
    if found < wanted or not wanted:
        raise EcgError(f"The waveform is cut off: {found} bytes of {wanted}. Expected a whole file: export it again.")
    definitions = list(group.get("ChannelDefinitionSequence") or [])
    if len(definitions) != channels:
        raise EcgError(f"{channels} channels are announced, {len(definitions)} are defined. Expected the same number.")
    return definitions


def _lead(definition: Dataset, *, number: int, samples: tuple[int | None, ...], hertz: Decimal) -> Lead:
    sensitivity = _decimal(definition, "ChannelSensitivity")
    units = definition.get("ChannelSensitivityUnitsSequence") or []
    unit = _MICROVOLTS.get(text(units[0], "CodeValue")) if units else None
    if not sensitivity or unit is None:
        raise EcgError(
            f"Lead {LEAD_NAMES[number]} has no scale: expected a sensitivity (003A,0210) in uV or mV. "
            "Without it the height of a wave means nothing."
        )
    correction = _decimal(definition, "ChannelSensitivityCorrectionFactor") or Decimal(1)
    baseline = _decimal(definition, "ChannelBaseline") or Decimal(0)
    return Lead(
        number=number,
        samples=samples,
        hertz=hertz,
        microvolts_per_unit=sensitivity * correction * unit,
        baseline_microvolts=baseline * unit,
        high_pass_hertz=_decimal(definition, "FilterLowFrequency"),
        low_pass_hertz=_decimal(definition, "FilterHighFrequency"),
        notch_hertz=_decimal(definition, "NotchFilterFrequency"),
    )


def _lead_number(definition: Dataset) -> int | None:
    codes = definition.get("ChannelSourceSequence") or []
    if not codes:
        return None
    scheme, code = text(codes[0], "CodingSchemeDesignator").upper(), text(codes[0], "CodeValue")
    prefix = {"SCPECG": "5.6.3-9-", "MDC": "2:"}.get(scheme)
    if prefix is None or not code.startswith(prefix):
        return None
    number = code.removeprefix(prefix)
    return int(number) if number.isdigit() and int(number) in LEAD_NAMES else None


def _padding(group: Dataset) -> int | None:
    """The value that marks a gap (003A,020A is of the samples' own type)."""
    value = group.get("WaveformPaddingValue")
    if value is None:
        return None
    if isinstance(value, bytes):
        is_signed = str(group.WaveformSampleInterpretation).startswith("S")
        return int.from_bytes(value[: int(group.WaveformBitsAllocated) // 8], "little", signed=is_signed)
    return int(value)


def _decimal(dataset: Dataset, keyword: str) -> Decimal | None:
    value = dataset.get(keyword)
    if value is None or value == "":
        return None
    try:
        found = Decimal(str(getattr(value, "original_string", value)).strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
