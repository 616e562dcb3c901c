"""The ECG sheet as SVG: 25 mm/s, 10 mm/mV, three rows of four leads and a rhythm strip.

One user unit is one millimetre, on screen, in print and in PDF. Nothing is filtered or smoothed. There are
no scripts, no styles, no ids and no links, so the sheet can stand inside any page.
"""

from collections.abc import Mapping
from html import escape

from fhir_profiles.issue import JsonObject
from hub.diagnostics.ecg_path import line, trace_path
from hub.diagnostics.ecg_waveform import (
    Trace,
    ecg_filters,
    ecg_measurements,
    ecg_statements,
    ecg_traces,
    is_english,
)

__all__ = ["ecg_measurements", "ecg_sheet_svg", "lead_strip_svg"]

MM_PER_SECOND = 25.0
MM_PER_MILLIVOLT = 10.0
LAYOUT = (("I", "aVR", "V1", "V4"), ("II", "aVL", "V2", "V5"), ("III", "aVF", "V3", "V6"))
COLUMN_SECONDS = 2.5
_WIDTH, _HEIGHT = 297, 210
_LEFT, _TOP, _GRID_WIDTH, _GRID_HEIGHT = 11, 52, 275, 140
_CLIP = (
    f'x="{_LEFT}" y="{_TOP}" width="{_GRID_WIDTH}" height="{_GRID_HEIGHT}" '
    f'viewBox="{_LEFT} {_TOP} {_GRID_WIDTH} {_GRID_HEIGHT}"'
)
_FIRST_BASELINE, _ROW_HEIGHT = 69.5, 35.0
_TRACE_LEFT = 24.0
_FONT = "Noto Sans CJK SC, Noto Sans SC, Microsoft YaHei, sans-serif"
_INK, _FAINT, _STRONG = "#111111", "#f3c2bb", "#dd8c82"

_LABELS = {
    "patient": ("姓名", "Name"),
    "sex": ("性别", "Sex"),
    "age": ("年龄", "Age"),
    "birth_date": ("出生日期", "Born"),
    "number": ("编号", "No."),
    "institution": ("检查机构", "Recorded at"),
    "department": ("科室", "Department"),
    "indication": ("检查原因", "Reason"),
    "time": ("采集时间", "Recorded"),
    "device": ("设备", "Device"),
    "reader": ("报告医师", "Reader"),
}


def ecg_sheet_svg(observation: JsonObject, *, heading: Mapping[str, str] | None = None, language: str = "zh") -> str:
    """The sheet of one ECG Observation, A4 across, about 200 kB.

    `heading` fills the slots of the head by key (patient, sex, age, birth_date, number, institution,
    department, indication, reader; time and device overrule the Observation's); an unknown key is its own
    label. Raises InvalidResourceError where the Observation holds no waveform.
    """
    traces = ecg_traces(observation)
    parts = [
        _open(_WIDTH, _HEIGHT, _summary(observation, traces, language), language),
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        *_head(observation, dict(heading or {}), language),
        *_grid(_LEFT, _TOP, _GRID_WIDTH, _GRID_HEIGHT),
        # A nested svg clips what a very high wave would draw over the head, without needing an id.
        f"<svg {_CLIP}>",
        *_rows(traces, language),
        "</svg>",
        *_foot(observation, traces, language),
        "</svg>",
    ]
    return "".join(parts)


def lead_strip_svg(observation: JsonObject, *, lead: str = "II", seconds: float = 5.0, language: str = "zh") -> str:
    """A miniature of one lead (or the first one) for lists: 20 mm high, 25 mm for each second."""
    traces = ecg_traces(observation)
    trace = traces.get(lead) or next(iter(traces.values()))
    width = round(seconds * MM_PER_SECOND)
    path = trace_path(trace, start=0.0, seconds=seconds, left=0.0, baseline=14.0)
    words = f"ECG lead {trace.name}" if is_english(language) else f"心电图 {trace.name} 导联"
    return "".join(
        (
            _open(width, 20, (words, _measured(observation, language)), language),
            *_grid(0, 0, width, 20, only_strong=True),
            line(path, stroke=_INK, width=0.3),
            _text(1, 4, trace.name, size=3, bold=True),
            "</svg>",
        )
    )


def _open(width: int, height: int, words: tuple[str, str], language: str) -> str:
    title, description = words
    label = escape(f"{title}。{description}" if not is_english(language) else f"{title}. {description}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
        f'viewBox="0 0 {width} {height}" role="img" lang="{"en" if is_english(language) else "zh-CN"}" '
        f'aria-label="{label}" font-family="{_FONT}" fill="{_INK}">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    )


def _summary(observation: JsonObject, traces: Mapping[str, Trace], language: str) -> tuple[str, str]:
    time = _time(observation)
    longest = max(trace.seconds for trace in traces.values())
    said = "; ".join(ecg_statements(observation))
    if is_english(language):
        title = f"ECG, {len(traces)} leads, {longest:g} s, recorded {time}"
        return title, ". ".join(filter(None, (_measured(observation, language), said)))
    title = f"心电图，{len(traces)} 导联，{longest:g} 秒，采集于 {time}"
    return title, "。".join(filter(None, (_measured(observation, language), said)))


def _measured(observation: JsonObject, language: str) -> str:
    words = [measurement.words(language) for measurement in ecg_measurements(observation)]
    if not words:
        return "No machine measurements" if is_english(language) else "无机器测量值"
    return ("Machine measurements: " if is_english(language) else "机器测量：") + ", ".join(words)


def _head(observation: JsonObject, heading: dict[str, str], language: str) -> list[str]:
    english = is_english(language)
    heading.setdefault("time", _time(observation))
    if device := observation.get("device", {}).get("display"):
        heading.setdefault("device", str(device))
    parts = [_text(_LEFT, 14, "12-lead ECG" if english else "十二导联心电图", size=6, bold=True)]
    order = [*(key for key in _LABELS if key in heading), *(key for key in heading if key not in _LABELS)]
    for at, key in enumerate(key for key in order if heading[key]):
        label = _LABELS[key][english] if key in _LABELS else key
        x, y = _LEFT + (at % 2) * 66, 21 + (at // 2) * 5.2
        words = f"{label}: {heading[key]}" if english else f"{label}：{heading[key]}"
        parts.append(_text(x, y, _fitted(words, 65)))
    for at, measurement in enumerate(ecg_measurements(observation)):
        x, y = 145 + (at // 5) * 34, 14 + (at % 5) * 5.2
        parts.append(_text(x, y, measurement.words(language)))
    mark = "Machine reading, unconfirmed" if english else "机器参考，未经医师审核"
    parts.append(_text(213, 14, mark, bold=True))
    for at, statement in enumerate(_shown_statements(observation)):
        parts.append(_text(213, 19.2 + at * 5.2, statement))
    return parts


def _shown_statements(observation: JsonObject) -> list[str]:
    """The words without the mark, which stands above them; at most six lines."""
    words = [statement.partition("：")[2] or statement for statement in ecg_statements(observation)]
    lines = [_fitted(statement, 72) for statement in words]
    return lines if len(lines) <= 6 else [*lines[:5], f"… (+{len(lines) - 5})"]


def _grid(left: float, top: float, width: float, height: float, *, only_strong: bool = False) -> list[str]:
    """Lines each millimetre, strong ones each five; the first and last are strong."""
    strong = "".join(f"M{left + at:g} {top:g}v{height:g}" for at in range(0, int(width) + 1, 5))
    strong += "".join(f"M{left:g} {top + at:g}h{width:g}" for at in range(0, int(height) + 1, 5))
    lines = [line(strong, stroke=_STRONG, width=0.15)]
    if not only_strong:
        faint = "".join(f"M{left + at:g} {top:g}v{height:g}" for at in range(int(width)) if at % 5)
        faint += "".join(f"M{left:g} {top + at:g}h{width:g}" for at in range(int(height)) if at % 5)
        lines.insert(0, line(faint, stroke=_FAINT, width=0.1))
    return lines


def _rows(traces: Mapping[str, Trace], language: str) -> list[str]:
    parts: list[str] = []
    for row, names in enumerate(LAYOUT):
        baseline = _FIRST_BASELINE + row * _ROW_HEIGHT
        parts.append(_calibration(baseline))
        for column, name in enumerate(names):
            left = _TRACE_LEFT + column * COLUMN_SECONDS * MM_PER_SECOND
            parts += _segment(traces.get(name), name, column, left=left, baseline=baseline, language=language)
    baseline = _FIRST_BASELINE + len(LAYOUT) * _ROW_HEIGHT
    rhythm = traces.get("II") or next(iter(traces.values()))
    seconds = len(LAYOUT[0]) * COLUMN_SECONDS
    path = trace_path(rhythm, start=0.0, seconds=seconds, left=_TRACE_LEFT, baseline=baseline)
    parts += [_calibration(baseline), line(path, stroke=_INK, width=0.25)]
    parts.append(_text(_TRACE_LEFT + 1, baseline - 11, rhythm.name, size=4, bold=True))
    return parts


def _segment(trace: Trace | None, name: str, column: int, *, left: float, baseline: float, language: str) -> list[str]:
    english = is_english(language)
    if trace is None:
        return [_text(left + 1, baseline - 11, f"{name} ({'not recorded' if english else '未记录'})", size=3.5)]
    # Leads recorded one group after the other are shorter than the sheet: each starts at its own beginning.
    is_simultaneous = trace.seconds >= (column + 1) * COLUMN_SECONDS - 0.01
    start = column * COLUMN_SECONDS if is_simultaneous else 0.0
    path = trace_path(trace, start=start, seconds=COLUMN_SECONDS, left=left, baseline=baseline)
    label = f"{name} ({'computed' if english else '计算'})" if trace.is_computed else name
    tick = line(f"M{left:g} {baseline - 10.5:g}v-4", stroke=_INK, width=0.25) if column else ""
    words = _text(left + 1, baseline - 11, label, size=4, bold=True)
    return [tick, line(path, stroke=_INK, width=0.25), words]


def _calibration(baseline: float) -> str:
    """One millivolt for 0.2 s: 10 units high and 5 wide."""
    path = f"M{_LEFT + 2} {baseline:g}h2v{-MM_PER_MILLIVOLT:g}h{0.2 * MM_PER_SECOND:g}v{MM_PER_MILLIVOLT:g}h2"
    return line(path, stroke=_INK, width=0.25)


def _foot(observation: JsonObject, traces: Mapping[str, Trace], language: str) -> list[str]:
    english = is_english(language)
    filters = ecg_filters(observation)
    band = "–".join(f"{filters[key]:g}" for key in ("high-pass", "low-pass") if key in filters)
    rates = " / ".join(sorted({f"{trace.hertz:g}" for trace in traces.values()}))
    longest = max(trace.seconds for trace in traces.values())
    if english:
        words = [
            "25 mm/s",
            "10 mm/mV",
            f"recorder's filter {band} Hz" if band else "recorder's filter not stated",
            "no filter applied here",
            f"{rates} Hz",
            f"first 10 s of {longest:g} s" if longest > 10.01 else f"{longest:g} s",
            "1 unit = 1 mm at 100 % print size",
        ]
    else:
        words = [
            "25 mm/s",
            "10 mm/mV",
            f"采集滤波 {band} Hz" if band else "采集滤波未注明",
            "显示未加滤波",
            f"采样 {rates} Hz",
            f"显示前 10 秒，共 {longest:g} 秒" if longest > 10.01 else f"{longest:g} 秒",
            "按 100% 打印时 1 单位 = 1 毫米",
        ]
    return [_text(_LEFT, _TOP + _GRID_HEIGHT + 6, " · ".join(words), size=3.2)]


def _time(observation: JsonObject) -> str:
    """The wall-clock time as recorded, to the minute, with its offset."""
    value = str(observation.get("effectiveDateTime", ""))
    if len(value) < 16:
        return value
    offset = value[19:] if value[19:20] in {"+", "-", "Z"} else ""
    return f"{value[:10]} {value[11:16]} {offset}".strip()


def _fitted(words: str, millimetres: float, *, size: float = 3.4) -> str:
    """The words, cut with an ellipsis where they would run into the next slot; Chinese is as wide as it is high."""
    room = millimetres / size
    for at, char in enumerate(words):
        room -= 1.0 if char > "\u2e80" else 0.53
        if room < 0:
            return f"{words[: at - 1]}…"
    return words


def _text(x: float, y: float, words: str, *, size: float = 3.4, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}"{weight}>{escape(words)}</text>'
