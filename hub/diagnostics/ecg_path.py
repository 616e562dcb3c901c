"""A lead as SVG path data, in millimetres. https://www.w3.org/TR/SVG2/paths.html.

Coordinates are rounded to 0.01 mm (0.4 ms, 1 µV) before differences are taken, so rounding never adds up.
"""

from functools import cache
from math import ceil

from hub.diagnostics.ecg_waveform import Trace

MM_PER_SECOND = 25
MM_PER_MICROVOLT = 0.01
POINTS_PER_SECOND = 500


def trace_path(trace: Trace, *, start: float, seconds: float, left: float, baseline: float) -> str:
    """The path of a stretch of a lead; `left` and `baseline` are where it begins. A gap breaks the line.

    Above 500 samples a second, each run of samples is drawn by its lowest and highest in their order:
    finer than any printer, and no peak is lost.
    """
    first = round(start * trace.hertz)
    last = min(first + round(seconds * trace.hertz), len(trace.microvolts))
    points = _extremes(trace, first, last) if trace.hertz > POINTS_PER_SECOND else range(first, last)
    x_scale = MM_PER_SECOND * 100 / trace.hertz
    left_units, baseline_units = round(left * 100), round(baseline * 100)
    parts: list[str] = []
    at_x = at_y = 0
    is_drawing = False
    for point in points:
        value = trace.microvolts[point]
        if value is None:
            is_drawing = False
            continue
        x = left_units + round((point - first) * x_scale)
        y = baseline_units - round(value * MM_PER_MICROVOLT * 100)
        if is_drawing:
            parts.append(f"{_shown(x - at_x)} {_shown(y - at_y)}")
        else:
            parts.append(f"M{_shown(x)} {_shown(y)}l0 0")
            is_drawing = True
        at_x, at_y = x, y
    return " ".join(parts)


def line(path: str, *, stroke: str, width: float) -> str:
    """A path element that is a line."""
    return f'<path d="{path}" fill="none" stroke="{stroke}" stroke-width="{width:g}" stroke-linejoin="round"/>'


def _extremes(trace: Trace, first: int, last: int) -> list[int]:
    size = ceil(trace.hertz * 2 / POINTS_PER_SECOND)
    values = trace.microvolts
    chosen: list[int] = []
    for begin in range(first, last, size):
        run = range(begin, min(begin + size, last))
        known = [(value, at) for at in run if (value := values[at]) is not None]
        if len(known) < len(run):
            chosen += run
        else:
            chosen += sorted({min(known)[1], max(known)[1]})
    return chosen


@cache
def _shown(hundredths: int) -> str:
    """`-13` is `-.13`, `250` is `2.5`."""
    sign, size = ("-", -hundredths) if hundredths < 0 else ("", hundredths)
    whole, rest = divmod(size, 100)
    if not rest:
        return f"{sign}{whole}" if whole else "0"
    return f"{sign}{whole or ''}.{f'{rest:02d}'.rstrip('0')}"
