"""What devices measure and report: names that gateways use, codes, units and plausible ranges.

LOINC for what is measured, the numbers of ISO/IEEE 11073-10101 (MDC) as further names, UCUM units. An event or alarm is
a code of `device-record`. Bounds say what a living person may have: outside them a value is kept, but is no result.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Final

from terminology.code_systems import load_code_system

LOINC: Final = "http://loinc.org"
MDC: Final = "urn:iso:std:iso:11073:10101"
RECORD: Final = "https://alliance-hub.example/fhir/CodeSystem/device-record"


@dataclass(frozen=True, slots=True)
class Scale:
    """How a value in another unit is brought to the usual one: value * factor + offset, to so many decimals."""

    factor: Decimal
    offset: Decimal = Decimal(0)
    places: int = 1


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is measured.

    `unit` is the UCUM code, `units` how it is also written, `scales` leads from other units (lower case, no spaces) to
    the usual one. `part_of` is `blood-pressure` for the parts of the panel. `guess` is the scale of a
    value without unit that is plausible in no other way (98.6 of a temperature).
    """

    key: str
    words: str
    codes: tuple[tuple[str, str], ...]
    unit: str
    lowest: Decimal
    highest: Decimal
    names: tuple[str, ...]
    mdc: tuple[str, ...] = ()
    units: frozenset[str] = frozenset()
    scales: Mapping[str, Scale] = field(default_factory=dict)
    category: str = "vital-signs"
    part_of: str = ""
    guess: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a device noticed; an alarm wants somebody to look."""

    key: str
    names: tuple[str, ...]
    is_alarm: bool = True

    @property
    def words(self) -> str:
        """The Chinese word of its code."""
        return load_code_system("device-record").display(self.key) or self.key


def _scale(factor: str, places: int = 1, offset: str = "0") -> Scale:
    return Scale(Decimal(factor), Decimal(offset), places)


_RATE: Final = frozenset({"/min", "次/分", "次/分钟", "bpm", "beats/min", "beat/min", "{beat}/min", "breaths/min",
                          "rpm", "1/min", "min-1"})  # fmt: skip
_MMHG: Final = frozenset({"mmhg", "mm[hg]", "毫米汞柱", "mm汞柱"})
_KPA: Final = {"kpa": _scale("7.50062", 0), "千帕": _scale("7.50062", 0)}
_OXYGEN: Final = (
    ("2708-6", "Oxygen saturation in Arterial blood"),
    ("59408-5", "Oxygen saturation in Arterial blood by Pulse oximetry"),
)
_POUND: Final = _scale("0.45359237", 1)
_FAHRENHEIT: Final = _scale("0.5555555556", 1, "-17.7777777778")


def _pressure(key: str, words: str, code: str, display: str, bounds: tuple[str, str], names: str, mdc: str) -> Measure:
    return Measure(
        key, words, ((code, display),), "mm[Hg]", Decimal(bounds[0]), Decimal(bounds[1]), tuple(names.split("|")),
        (mdc,), _MMHG, _KPA, part_of="blood-pressure",
    )  # fmt: skip


MEASURES: Final[tuple[Measure, ...]] = (
    Measure(
        "heart-rate", "心率", (("8867-4", "Heart rate"),), "/min", Decimal(20), Decimal(250),
        ("heart_rate", "hr", "pulse", "pulse_rate", "pr", "心率", "脉率", "脉搏"),
        ("147842", "149530", "149546"), _RATE,
    ),
    Measure(
        "respiration", "呼吸频率", (("9279-1", "Respiratory rate"),), "/min", Decimal(4), Decimal(80),
        ("respiration", "respiratory_rate", "respiration_rate", "resp", "rr", "breath", "breath_rate", "呼吸", "呼吸率",
         "呼吸频率"), ("151562",), _RATE,
    ),
    Measure(
        "saturation", "血氧饱和度", _OXYGEN, "%", Decimal(40), Decimal(100),
        ("saturation", "spo2", "oxygen_saturation", "blood_oxygen", "血氧", "血氧饱和度"), ("150456",),
        frozenset({"%", "percent", "%o2", "％"}), {"1": _scale("100", 0), "{fraction}": _scale("100", 0)},
        guess="1",
    ),
    Measure(
        "temperature", "体温", (("8310-5", "Body temperature"),), "Cel", Decimal(25), Decimal(45),
        ("temperature", "temp", "body_temperature", "体温"), ("150364", "188424"),
        frozenset({"cel", "c", "℃", "°c", "degc", "摄氏度"}),
        {"[degf]": _FAHRENHEIT, "f": _FAHRENHEIT, "℉": _FAHRENHEIT, "°f": _FAHRENHEIT, "degf": _FAHRENHEIT},
        guess="f",
    ),
    _pressure("systolic", "收缩压", "8480-6", "Systolic blood pressure", ("40", "300"),
              "systolic|sbp|sys|high_pressure|systolic_blood_pressure|收缩压|高压", "150021"),
    _pressure("diastolic", "舒张压", "8462-4", "Diastolic blood pressure", ("10", "200"),
              "diastolic|dbp|dia|low_pressure|diastolic_blood_pressure|舒张压|低压", "150022"),
    _pressure("mean-pressure", "平均压", "8478-0", "Mean blood pressure", ("20", "250"),
              "mean_pressure|map|mean_blood_pressure|平均压", "150023"),
    Measure(
        "glucose", "血糖", (("15074-8", "Glucose [Moles/volume] in Blood"),), "mmol/L", Decimal("0.5"), Decimal(60),
        ("glucose", "blood_glucose", "blood_sugar", "glu", "bg", "血糖"), ("160184",),
        frozenset({"mmol/l", "毫摩尔/升"}),
        {"mg/dl": _scale("0.0555", 1), "毫克/分升": _scale("0.0555", 1)}, "laboratory",
    ),
    Measure(
        "weight", "体重", (("29463-7", "Body weight"),), "kg", Decimal(15), Decimal(300),
        ("weight", "body_weight", "体重"), ("188736",), frozenset({"kg", "公斤", "千克"}),
        {"g": _scale("0.001", 2), "斤": _scale("0.5", 2), "[lb_av]": _POUND, "lb": _POUND},
    ),
    Measure(
        "steps", "步数", (("55423-8", "Number of steps"),), "{steps}", Decimal(0), Decimal(200_000),
        ("steps", "step_count", "step", "步数"), (), frozenset({"steps", "{steps}", "步"}), category="activity",
    ),
    Measure(
        "sleep", "睡眠时长", (("93832-4", "Sleep duration"),), "h", Decimal(0), Decimal(24),
        ("sleep", "sleep_duration", "total_sleep_time", "睡眠时长"), (), frozenset({"h", "hr", "小时"}),
        {"min": _scale("0.0166666667", 2), "分钟": _scale("0.0166666667", 2), "s": _scale("0.0002777778", 2)},
        "activity",
    ),
)  # fmt: skip
"""What is measured, in the order of a receipt."""

EVENTS: Final[tuple[Event, ...]] = (
    Event("fall", ("fall", "fall_alarm", "fall_down", "falldetected", "跌倒", "跌倒报警", "摔倒")),
    Event("sos", ("sos", "call", "help", "emergency_call", "panic", "一键呼叫", "呼叫", "紧急呼叫", "求助")),
    Event("bed-exit", ("bed_exit", "out_of_bed", "leave_bed", "off_bed", "离床", "离床报警"), is_alarm=False),
    Event("bed-return", ("bed_return", "in_bed", "back_to_bed", "on_bed", "回床", "在床", "上床"), is_alarm=False),
    Event("long-absence", ("long_absence", "bed_exit_timeout", "long_out_of_bed", "离床过久", "离床未归")),
    Event("no-movement", ("no_movement", "no_motion", "immobility", "长时间无体动", "无体动", "久未活动")),
    Event("apnoea", ("apnoea", "apnea", "breath_stop", "呼吸暂停", "呼吸停止")),
    Event("wander", ("wander", "wandering", "geofence", "out_of_fence", "越界", "走失", "电子围栏")),
    Event("wet", ("wet", "incontinence", "enuresis", "尿湿", "失禁")),
    Event("heart-rate-alarm", ("heart_rate_alarm", "hr_alarm", "tachycardia", "bradycardia", "心率异常", "心率报警")),
    Event("respiration-alarm", ("respiration_alarm", "resp_alarm", "breath_alarm", "呼吸异常", "呼吸报警")),
    Event("saturation-alarm", ("saturation_alarm", "spo2_alarm", "血氧异常", "血氧报警", "低血氧")),
    Event("pressure-alarm", ("pressure_alarm", "bp_alarm", "blood_pressure_alarm", "血压异常", "血压报警")),
    Event("temperature-alarm", ("temperature_alarm", "temp_alarm", "体温异常", "体温报警", "发热报警")),
    Event("other-alarm", ("alarm", "other_alarm", "报警", "其他报警")),
    Event("lead-off", ("lead_off", "sensor_off", "not_worn", "脱落", "未佩戴", "导联脱落"), is_alarm=False),
    Event("low-battery", ("low_battery", "battery_low", "低电量", "电量低"), is_alarm=False),
    Event("offline", ("offline", "disconnected", "离线", "设备离线"), is_alarm=False),
    Event("online", ("online", "connected", "上线", "在线", "设备上线"), is_alarm=False),
    Event("tamper", ("tamper", "removed", "拆除", "防拆"), is_alarm=False),
)
"""What devices notice."""


def spelled(name: str) -> str:
    """A name without what people write differently: `heartRate`, `heart_rate` and `Heart-Rate` are one."""
    return "".join(letter for letter in name.casefold() if letter not in " _-.")


@cache
def kinds() -> Mapping[str, Measure | Event]:
    """Each name and code, as `spelled`, with what it stands for."""
    found: dict[str, Measure | Event] = {}
    for measure in MEASURES:
        codes = [code for code, _ in measure.codes]
        found |= dict.fromkeys(map(spelled, (measure.key, *measure.names, *codes, *measure.mdc)), measure)
    for event in EVENTS:
        found |= dict.fromkeys(map(spelled, (event.key, *event.names)), event)
    return found
