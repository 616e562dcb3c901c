"""What an ECG Observation holds: leads, measurements, the machine's words.

https://hl7.org/fhir/R4/datatypes.html#SampledData. Leads and measurements are known by their MDC codes
(urn:iso:std:iso:11073:10101), which `adapters.ecg` writes and other senders of FHIR use too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fhir_profiles.issue import JsonObject
from hub.errors import InvalidResourceError

MDC_SYSTEMS = frozenset({"urn:iso:std:iso:11073:10101", "urn:oid:2.16.840.1.113883.6.24"})
OWN_CODES = "https://alliance-hub.example/fhir/CodeSystem/ecg"
_FIRST_LEAD = 131_328
_LEADS: Mapping[int, str] = {
    1: "I", 2: "II", 3: "V1", 4: "V2", 5: "V3", 6: "V4", 7: "V5", 8: "V6", 61: "III", 62: "aVR", 63: "aVL", 64: "aVF",
}  # fmt: skip
_MICROVOLTS = {"uV": 1.0, "mV": 1000.0, "nV": 0.001, "V": 1_000_000.0}


@dataclass(frozen=True, slots=True)
class EcgMeasurement:
    """One machine measurement. `unit` is UCUM (ms, /min, deg)."""

    key: str
    label: str
    label_en: str
    value: float
    unit: str

    def words(self, language: str) -> str:
        """`PR 间期 161 ms`."""
        units = {"/min": "bpm" if is_english(language) else "次/分", "deg": "°"}
        shown = units.get(self.unit, self.unit)
        space = "" if shown == "°" else " "
        return f"{self.label_en if is_english(language) else self.label} {self.value:g}{space}{shown}"


@dataclass(frozen=True, slots=True)
class Trace:
    """One lead in microvolts; None is a gap. `is_computed` when it was derived from leads I and II."""

    name: str
    hertz: float
    microvolts: tuple[float | None, ...] = field(repr=False)
    is_computed: bool = False

    @property
    def seconds(self) -> float:
        """How long the lead was recorded."""
        return len(self.microvolts) / self.hertz


_MEASUREMENTS: Mapping[str, tuple[str, str, str]] = {
    "147842": ("heart-rate", "心率", "Heart rate"),
    "147240": ("rr", "RR 间期", "RR"),
    "146944": ("pr", "PR 间期", "PR"),
    "147228": ("qrs", "QRS 时限", "QRS"),
    "147232": ("qt", "QT 间期", "QT"),
    "146948": ("qtc", "QTc 间期", "QTc"),
    "147200": ("p-axis", "P 电轴", "P axis"),
    "147204": ("qrs-axis", "QRS 电轴", "QRS axis"),
    "147208": ("t-axis", "T 电轴", "T axis"),
}
_ORDER = {key: at for at, (key, _, _) in enumerate(_MEASUREMENTS.values())}


def is_english(language: str) -> bool:
    """Whether the words are to be English; anything else is Chinese."""
    return language.casefold().startswith("en")


def ecg_measurements(observation: JsonObject) -> tuple[EcgMeasurement, ...]:
    """Heart rate, intervals and axes of the Observation, in the order in which a cardiologist reads them."""
    found: dict[str, EcgMeasurement] = {}
    for component in observation.get("component", ()):
        quantity = component.get("valueQuantity")
        known = _MEASUREMENTS.get(_mdc_code(component))
        if known and quantity and "value" in quantity:
            key, label, label_en = known
            unit = str(quantity.get("code") or quantity.get("unit") or "")
            found[key] = EcgMeasurement(key, label, label_en, float(quantity["value"]), unit)
    return tuple(sorted(found.values(), key=lambda measurement: _ORDER[measurement.key]))


def ecg_statements(observation: JsonObject) -> tuple[str, ...]:
    """The machine's words as the Observation marks them (机器参考 …)."""
    return tuple(str(note["text"]) for note in observation.get("note", ()) if note.get("text"))


def ecg_filters(observation: JsonObject) -> Mapping[str, float]:
    """The recorder's filters in Hz by code: high-pass, low-pass, notch."""
    found: dict[str, float] = {}
    for component in observation.get("component", ()):
        for coding in component.get("code", {}).get("coding", ()):
            if coding.get("system") == OWN_CODES and "valueQuantity" in component:
                found[str(coding.get("code"))] = float(component["valueQuantity"]["value"])
    return found


def ecg_traces(observation: JsonObject) -> Mapping[str, Trace]:
    """The leads by name; missing limb leads are computed from I and II (Einthoven, Goldberger) and say so.

    Raises InvalidResourceError where no lead can be read.
    """
    traces: dict[str, Trace] = {}
    for component in observation.get("component", ()):
        sampled = component.get("valueSampledData")
        name = _LEADS.get(int(code) - _FIRST_LEAD) if (code := _mdc_code(component)).isdigit() else None
        if sampled and name:
            traces[name] = _trace(name, sampled)
    if not traces:
        raise InvalidResourceError(
            "The Observation holds no ECG waveform. Expected components with MDC lead codes (131329 for lead I) "
            "and valueSampledData."
        )
    return traces | _computed(traces)


def _trace(name: str, sampled: Mapping[str, Any]) -> Trace:
    try:
        scale = _MICROVOLTS[str(sampled["origin"].get("code") or sampled["origin"].get("unit") or "uV")]
        zero = float(sampled["origin"].get("value", 0)) * scale
        factor = float(sampled.get("factor", 1)) * scale
        step = max(int(sampled.get("dimensions", 1)), 1)
        data = sampled["data"].split()[::step]
        values = tuple(None if part in {"E", "U", "L"} else float(part) * factor + zero for part in data)
        hertz = 1000 / float(sampled["period"])
    except (KeyError, ValueError, ZeroDivisionError, AttributeError) as err:
        raise InvalidResourceError(
            f"The waveform of lead {name} cannot be read. Expected an origin in uV or mV, a period in ms over 0, and "
            "numbers (or E, U, L) in data."
        ) from err
    return Trace(name=name, hertz=hertz, microvolts=values)


def _computed(traces: Mapping[str, Trace]) -> dict[str, Trace]:
    """III = II - I, aVR = -(I + II) / 2, aVL = I - II / 2, aVF = II - I / 2, where they are missing."""
    first, second = traces.get("I"), traces.get("II")
    if not first or not second or first.hertz != second.hertz:
        return {}
    weights = {"III": (-1.0, 1.0), "aVR": (-0.5, -0.5), "aVL": (1.0, -0.5), "aVF": (-0.5, 1.0)}
    pairs = list(zip(first.microvolts, second.microvolts, strict=False))
    return {
        name: replace(
            first,
            name=name,
            is_computed=True,
            microvolts=tuple(None if a is None or b is None else a * of_first + b * of_second for a, b in pairs),
        )
        for name, (of_first, of_second) in weights.items()
        if name not in traces
    }


def _mdc_code(component: Mapping[str, Any]) -> str:
    codings = component.get("code", {}).get("coding", ())
    return next((str(coding.get("code", "")) for coding in codings if coding.get("system") in MDC_SYSTEMS), "")
