"""One fact that rules may ask for: its code, unit (UCUM, https://ucum.org), age limit and who may state it."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["quantity", "count", "code", "boolean"]


@dataclass(frozen=True, slots=True)
class FactDefinition:
    """A row of facts.csv.

    `units` maps each accepted unit to the factor that turns it into `unit`. `codes` maps each code to its Chinese
    word, for kind code. `low` and `high` bound what is plausible; outside, a value counts as unknown. `age_hours`
    is how long a value stays usable (None: for ever). `default` is what silence means, when the committee has
    decided that (`false` for most statements nobody makes unless true; empty: silence is unknown).
    """

    code: str
    zh: str
    en: str
    kind: Kind
    unit: str = ""
    units: Mapping[str, float] = field(default_factory=dict)
    low: float | None = None
    high: float | None = None
    age_hours: float | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    loinc: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    group: str = ""
    stated_by: tuple[str, ...] = ()
    default: str = ""
    source: str = ""
    verified: bool = False

    @property
    def is_plain_number(self) -> bool:
        """Whether the unit says nothing (a score, a count, a ratio): such a number may come without one."""
        return self.unit in {"", "1"} or self.unit.startswith("{")

    def accepts_unit(self, written: str) -> bool:
        """Whether a value in this unit can be used."""
        return written in self.units or (self.is_plain_number and _is_annotation(written))

    def convert(self, value: float, written: str) -> float | None:
        """The value in `unit`, or None when the unit is not one that this fact accepts.

        Whole hours, days and times (kind count) carry their unit in their name, so that it may be left out.
        """
        if written in self.units:
            return value * self.units[written]
        if not written and self.kind == "count":
            return value
        return value if self.is_plain_number and _is_annotation(written) else None

    def read_code(self, written: str) -> str | None:
        """The code for a code or its Chinese word; None when this fact lacks it."""
        text = unicodedata.normalize("NFKC", written).strip()
        if self.kind == "boolean":
            return _YES_NO.get(text.lower())
        if text in self.codes:
            return text
        lowered = text.lower()
        return next((code for code, word in self.codes.items() if lowered in {code.lower(), word.lower()}), None)


_YES_NO = {
    **dict.fromkeys(("是", "有", "yes", "true", "y", "阳性"), "true"),
    **dict.fromkeys(("否", "无", "no", "false", "n", "阴性"), "false"),
}


def _is_annotation(unit: str) -> bool:
    return unit in {"", "1", "分"} or (unit.startswith("{") and unit.endswith("}"))
