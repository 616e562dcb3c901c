import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pydicom.data
import pytest

from adapters.ecg.adapter import ADAPTER
from adapters.port import Source
from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import dump, parse
from hub.diagnostics.ecg import ecg_measurements, ecg_sheet_svg, lead_strip_svg
from hub.diagnostics.ecg_path import trace_path
from hub.diagnostics.ecg_waveform import Trace, ecg_filters, ecg_statements, ecg_traces
from hub.errors import InvalidResourceError

SVG = "{http://www.w3.org/2000/svg}"


@cache
def stored_bytes() -> bytes:
    path = pydicom.data.get_testdata_file("waveform_ecg.dcm")
    [conversion] = ADAPTER.convert(Path(str(path)).read_bytes(), source=Source(name="M1"))
    return dump(conversion.entries[-1].resource)


def observation() -> JsonObject:
    """The Observation of the real recording, as the store gives it back."""
    return parse(stored_bytes())


def sampled(name: str, code: str, data: str, *, period: float = 2.0, factor: float = 1.0) -> JsonObject:
    return {
        "code": {"coding": [{"system": "urn:iso:std:iso:11073:10101", "code": code}], "text": name},
        "valueSampledData": {
            "origin": {"value": 0, "code": "uV"},
            "period": period,
            "factor": factor,
            "dimensions": 1,
            "data": data,
        },
    }


def ends_of(path: str) -> list[tuple[float, float]]:
    """Each point of a drawn line in millimetres, by adding up its relative steps."""
    points: list[tuple[float, float]] = []
    for part in path.split("M")[1:]:
        start, _, steps = part.partition("l")
        x, y = map(float, start.split())
        numbers = [float(number) for number in steps.split()]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
    return points


def test_lead_one_and_three_add_up_to_lead_two_in_the_stored_observation() -> None:
    traces = ecg_traces(observation())

    worst = max(
        abs((one or 0) + (three or 0) - (two or 0))
        for one, two, three in zip(
            traces["I"].microvolts, traces["II"].microvolts, traces["III"].microvolts, strict=True
        )
    )
    assert worst == 0


def test_the_augmented_leads_are_what_goldberger_says_within_one_unit() -> None:
    traces = ecg_traces(observation())

    worst = max(
        abs((avr or 0) + ((one or 0) + (two or 0)) / 2)
        for one, two, avr in zip(traces["I"].microvolts, traces["II"].microvolts, traces["aVR"].microvolts, strict=True)
    )
    assert worst <= 1.25


def test_the_measurements_of_the_real_recording_are_the_devices_own() -> None:
    found = {measurement.key: (measurement.value, measurement.unit) for measurement in ecg_measurements(observation())}

    assert found == {
        "heart-rate": (61, "/min"),
        "rr": (982, "ms"),
        "pr": (161, "ms"),
        "qrs": (75, "ms"),
        "qt": (368, "ms"),
        "qtc": (370, "ms"),
        "p-axis": (74, "deg"),
        "qrs-axis": (52, "deg"),
        "t-axis": (57, "deg"),
    }


def test_measurements_are_worded_in_both_languages() -> None:
    found = {measurement.key: measurement for measurement in ecg_measurements(observation())}

    assert [found["heart-rate"].words(language) for language in ("zh", "en")] == ["心率 61 次/分", "Heart rate 61 bpm"]
    assert found["qrs-axis"].words("en") == "QRS axis 52°"


def test_statements_carry_the_mark_that_no_physician_confirmed_them() -> None:
    assert ecg_statements(observation()) == (
        "机器参考（未经医师审核）：RITMO SINUSALE",
        "机器参考（未经医师审核）：ECG NORMALE",
    )


def test_filters_are_the_recorders() -> None:
    assert ecg_filters(observation()) == {"high-pass": 0.05, "low-pass": 300}


def test_the_sheet_is_a4_across_with_one_unit_to_the_millimetre() -> None:
    root = ET.fromstring(ecg_sheet_svg(observation()))

    assert {name: root.get(name) for name in ("width", "height", "viewBox", "role")} == {
        "width": "297mm",
        "height": "210mm",
        "viewBox": "0 0 297 210",
        "role": "img",
    }


def test_every_row_has_a_calibration_pulse_of_ten_units_and_five_wide() -> None:
    pulses = re.findall(r"M13 [\d.]+h2v(-?[\d.]+)h([\d.]+)v([\d.]+)h2", ecg_sheet_svg(observation()))

    assert pulses == [("-10", "5", "10")] * 4


def test_a_millivolt_is_ten_units_high_and_a_second_twenty_five_wide() -> None:
    step = Trace(name="II", hertz=500, microvolts=(0.0,) * 250 + (1000.0,) * 251)

    points = ends_of(trace_path(step, start=0, seconds=2, left=20, baseline=100))

    assert [(round(x, 2), round(y, 2)) for x, y in (points[0], points[-1])] == [(20, 100), (45, 90)]


def test_the_rhythm_strip_of_ten_seconds_is_250_units_wide() -> None:
    trace = ecg_traces(observation())["II"]

    points = ends_of(trace_path(trace, start=0, seconds=10, left=24, baseline=100))

    assert points[0][0] == 24
    assert points[-1][0] == pytest.approx(274, abs=0.11)


def test_drawing_at_most_500_points_a_second_keeps_every_peak() -> None:
    trace = ecg_traces(observation())["V5"]
    values = [value for value in trace.microvolts if value is not None]

    points = ends_of(trace_path(trace, start=0, seconds=10, left=0, baseline=0))

    assert len(points) <= 5001
    assert min(y for _, y in points) == pytest.approx(-max(values) / 100, abs=0.006)
    assert max(y for _, y in points) == pytest.approx(-min(values) / 100, abs=0.006)


def test_a_gap_breaks_the_line() -> None:
    trace = Trace(name="I", hertz=500, microvolts=(0.0, 10.0, None, 20.0, 30.0))

    assert trace_path(trace, start=0, seconds=1, left=0, baseline=0) == "M0 0l0 0 .05 -.1 M.15 -.2l0 0 .05 -.1"


def test_a_gap_breaks_the_line_above_500_hertz_too() -> None:
    trace = Trace(name="I", hertz=1000, microvolts=(0.0, 10.0, None, 20.0))

    assert trace_path(trace, start=0, seconds=1, left=0, baseline=0) == "M0 0l0 0 .02 -.1 M.08 -.2l0 0"


def test_all_leads_and_the_rhythm_strip_are_named() -> None:
    root = ET.fromstring(ecg_sheet_svg(observation()))

    names = [text.text for text in root.iter(f"{SVG}text") if text.get("font-size") == "4"]
    assert names == ["I", "aVR", "V1", "V4", "II", "aVL", "V2", "V5", "III", "aVF", "V3", "V6", "II"]


def test_the_head_has_the_slots_in_chinese_and_marks_the_machines_words() -> None:
    heading = {"patient": "王大爷", "sex": "男", "number": "642341", "备注": "床旁"}

    root = ET.fromstring(ecg_sheet_svg(observation(), heading=heading))

    words = [text.text for text in root.iter(f"{SVG}text") if text.get("font-size") in {"3.4", "6"}]
    assert words == [
        "十二导联心电图",
        "姓名：王大爷",
        "性别：男",
        "编号：642341",
        "采集时间：2013-01-25 10:59 +08:00",
        "设备：Mortara Instrument, Inc. el250",
        "备注：床旁",
        "心率 61 次/分",
        "RR 间期 982 ms",
        "PR 间期 161 ms",
        "QRS 时限 75 ms",
        "QT 间期 368 ms",
        "QTc 间期 370 ms",
        "P 电轴 74°",
        "QRS 电轴 52°",
        "T 电轴 57°",
        "机器参考，未经医师审核",
        "RITMO SINUSALE",
        "ECG NORMALE",
    ]


def test_the_sheet_sums_itself_up_for_those_who_cannot_see_it() -> None:
    root = ET.fromstring(ecg_sheet_svg(observation(), language="en"))

    assert root.findtext(f"{SVG}title") == "ECG, 12 leads, 10 s, recorded 2013-01-25 10:59 +08:00"
    assert root.findtext(f"{SVG}desc") == (
        "Machine measurements: Heart rate 61 bpm, RR 982 ms, PR 161 ms, QRS 75 ms, QT 368 ms, QTc 370 ms, "
        "P axis 74°, QRS axis 52°, T axis 57°. "
        "机器参考（未经医师审核）：RITMO SINUSALE; 机器参考（未经医师审核）：ECG NORMALE"
    )
    assert (root.get("aria-label") or "").startswith("ECG, 12 leads, 10 s, recorded 2013-01-25 10:59 +08:00. Machine")


def test_the_sheet_stays_below_300_kilobytes_and_the_strip_below_30() -> None:
    assert len(ecg_sheet_svg(observation()).encode()) < 300_000
    assert len(lead_strip_svg(observation()).encode()) < 30_000


def test_the_sheet_holds_nothing_that_runs_or_loads() -> None:
    root = ET.fromstring(ecg_sheet_svg(observation()))

    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {
        "svg",
        "title",
        "desc",
        "rect",
        "path",
        "text",
    }
    names = {name for element in root.iter() for name in element.attrib}
    assert names & {"href", "style", "id", "class", "onload"} == set()


def test_what_a_sender_writes_cannot_break_out_of_the_text() -> None:
    heading = {"patient": '<script>alert("x")</script>', '"><b': "y"}

    root = ET.fromstring(ecg_sheet_svg(observation(), heading=heading))

    assert [element for element in root.iter() if element.tag not in {f"{SVG}{tag}" for tag in (
        "svg", "title", "desc", "rect", "path", "text")}] == []  # fmt: skip


def test_words_too_long_for_their_slot_are_cut_with_an_ellipsis() -> None:
    root = ET.fromstring(ecg_sheet_svg(observation(), heading={"institution": "示范" * 20}))

    words = [text.text or "" for text in root.iter(f"{SVG}text")]
    assert [word for word in words if word.startswith("检查机构")] == ["检查机构：示范示范示范示范示范示范示…"]


def test_a_sheet_without_measurements_says_so() -> None:
    bare = observation()
    bare["component"] = [part for part in bare["component"] if "valueSampledData" in part]
    bare.pop("note")

    root = ET.fromstring(ecg_sheet_svg(bare))

    assert root.findtext(f"{SVG}desc") == "无机器测量值"
    assert [text.text for text in root.iter(f"{SVG}text") if "采集滤波" in (text.text or "")] == [
        "25 mm/s · 10 mm/mV · 采集滤波未注明 · 显示未加滤波 · 采样 1000 Hz · 10 秒 · 按 100% 打印时 1 单位 = 1 毫米"
    ]


def test_limb_leads_that_were_not_recorded_are_computed_and_say_so() -> None:
    full = observation()
    derived = {"131389", "131390", "131391", "131392"}
    partial = dict(full)
    partial["component"] = [part for part in full["component"] if part["code"]["coding"][0]["code"] not in derived]

    traces = ecg_traces(partial)

    assert traces["III"].is_computed
    assert traces["III"].microvolts == ecg_traces(full)["III"].microvolts
    assert [
        text.text for text in ET.fromstring(ecg_sheet_svg(partial)).iter(f"{SVG}text") if "计算" in (text.text or "")
    ] == ["aVR (计算)", "aVL (计算)", "III (计算)", "aVF (计算)"]


def test_a_lead_that_is_missing_is_named_as_not_recorded() -> None:
    only_two = {"component": [sampled("II", "131330", "0 1 2 3")]}

    words = [text.text for text in ET.fromstring(ecg_sheet_svg(only_two, language="en")).iter(f"{SVG}text")]

    assert [word for word in words if "not recorded" in (word or "")] == [
        f"{name} (not recorded)" for name in ("I", "aVR", "V1", "V4", "aVL", "V2", "V5", "III", "aVF", "V3", "V6")
    ]


def test_leads_recorded_one_group_after_the_other_start_at_their_own_beginning() -> None:
    short = " ".join(["100"] * 1250)
    component = [sampled("I", "131329", short), sampled("V4", "131334", short)]

    svg = ecg_sheet_svg({"component": component})

    assert [path for path in re.findall(r'd="(M211\.5 [^"]*)"', svg) if len(path) > 100] != []


def test_millivolts_an_offset_and_gaps_are_read() -> None:
    component = sampled("II", "131330", "1 E 3", factor=0.5)
    component["valueSampledData"]["origin"] = {"value": 1, "code": "mV"}

    assert ecg_traces({"component": [component]})["II"].microvolts == (1500.0, None, 2500.0)


def test_the_strip_shows_lead_two_and_falls_back_to_the_first() -> None:
    strip = ET.fromstring(lead_strip_svg({"component": [sampled("V1", "131331", "0 1 2")]}, seconds=4))

    assert (strip.get("viewBox"), strip.findtext(f"{SVG}title")) == ("0 0 100 20", "心电图 V1 导联")
    assert ET.fromstring(lead_strip_svg(observation(), language="en")).findtext(f"{SVG}title") == "ECG lead II"


def test_an_observation_without_a_waveform_is_refused() -> None:
    with pytest.raises(InvalidResourceError, match="holds no ECG waveform"):
        ecg_sheet_svg({"resourceType": "Observation"})


@pytest.mark.parametrize(
    "broken",
    [{"data": "1 x"}, {"period": 0}, {"origin": {"code": "furlong"}}, {"data": None}],
)
def test_a_waveform_that_cannot_be_read_is_refused_with_its_lead(broken: JsonObject) -> None:
    component = sampled("II", "131330", "1 2")
    component["valueSampledData"] |= broken

    with pytest.raises(InvalidResourceError, match="lead II cannot be read"):
        ecg_traces({"component": [component]})
