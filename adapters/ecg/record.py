"""The ECG as a value, whatever file it came from: leads, scale, time, device, what the machine said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

ECG_CODES = "urn:iso:std:iso:11073:10101"
"""Code system of leads and measurements (MDC)."""

_FIRST_LEAD = 131_328
"""SCP-ECG lead number N is MDC 131328 + N (MDC_ECG_ELEC_POTL_…)."""

LEAD_NAMES: Mapping[int, str] = {
    1: "I", 2: "II", 3: "V1", 4: "V2", 5: "V3", 6: "V4", 7: "V5", 8: "V6", 9: "V7", 10: "V2R", 11: "V3R",
    12: "V4R", 13: "V5R", 14: "V6R", 15: "V7R", 61: "III", 62: "aVR", 63: "aVL", 64: "aVF", 66: "V8", 67: "V9",
}  # fmt: skip
"""SCP-ECG lead number to name. EN 1064 table of leads; DICOM PS3.16 CID 3001."""

STANDARD_LEADS = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")
INDEPENDENT_LEADS = ("I", "II", "V1", "V2", "V3", "V4", "V5", "V6")
"""The eight that cannot be computed from each other; a 12-lead record without one is not a 12-lead record."""


@dataclass(frozen=True, slots=True)
class Lead:
    """One channel. A sample times `microvolts_per_unit` plus `baseline_microvolts` is the potential.

    None among the samples is a gap that the device marked. Filters are in Hz, None where not stated.
    """

    number: int
    samples: tuple[int | None, ...] = field(repr=False)
    hertz: Decimal
    microvolts_per_unit: Decimal
    baseline_microvolts: Decimal = Decimal(0)
    high_pass_hertz: Decimal | None = None
    low_pass_hertz: Decimal | None = None
    notch_hertz: Decimal | None = None

    @property
    def name(self) -> str:
        """`aVR`."""
        return LEAD_NAMES[self.number]

    @property
    def code(self) -> str:
        """The MDC code, `131390` for aVR."""
        return str(_FIRST_LEAD + self.number)


@dataclass(frozen=True, slots=True)
class EcgMeasurement:
    """One number that the machine measured; `unit` is UCUM. `is_computed` when we derived it from another."""

    key: str
    value: Decimal
    unit: str
    is_computed: bool = False


@dataclass(frozen=True, slots=True)
class EcgPatient:
    """Who the file says was recorded. `birth_date` and `gender` are FHIR values, or empty."""

    number: str
    name: str = ""
    family: str = ""
    given: str = ""
    birth_date: str = ""
    gender: str = ""


@dataclass(frozen=True, slots=True)
class EcgRecord:
    """One resting or ambulatory ECG. `acquired_at` is a FHIR dateTime with offset.

    `statements` are the machine's words, never a diagnosis until a physician signs one.
    """

    instance_uid: str
    study_uid: str
    patient: EcgPatient
    leads: tuple[Lead, ...]
    acquired_at: str
    accession: str = ""
    device: str = ""
    device_serial: str = ""
    institution: str = ""
    indication: str = ""
    measurements: tuple[EcgMeasurement, ...] = ()
    statements: tuple[str, ...] = ()
    left_in_original: tuple[str, ...] = ()
    repaired_charset: bool = False
