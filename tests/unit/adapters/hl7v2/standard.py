"""Messages made from the standard's own structures: every segment and every field filled, each text a word of its own.

hl7apy ships the structures of each version. A word that is neither in a resource nor in the residue report was lost.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from hl7apy import load_library

from tests.unit.adapters.hl7v2.guide import SPECIAL

VERSIONS = ("2.2", "2.3", "2.3.1", "2.4", "2.5", "2.5.1", "2.6", "2.7", "2.8")

_ADT = dict.fromkeys((1, 4, 8, 13), "A01") | dict.fromkeys((5, 14, 28, 31), "A05")
_ADT |= dict.fromkeys((6, 7), "A06") | dict.fromkeys((9, 10, 11), "A09")
_ADT |= dict.fromkeys((21, 22, 23, 25, 26, 27, 29, 32, 33), "A21") | {12: "A12", 2: "A02", 3: "A03", 38: "A38"}
_ADT |= dict.fromkeys((39, 40, 41, 42), "A39") | dict.fromkeys((50, 51), "A50")
_ADT |= dict.fromkeys((30, 34, 35, 36, 46, 47, 48, 49), "A30") | dict.fromkeys((43, 44), "A43")
_ADT |= {number: f"A{number}" for number in (15, 16, 17, 18, 20, 24, 37, 45, 52, 54, 60, 61)}
_ADT |= {53: "A52", 55: "A54", 62: "A61"}
_OTHERS = {
    "BAR": {"P01": "P01", "P02": "P02", "P05": "P05", "P06": "P06", "P10": "P10", "P12": "P12"},
    "DFT": {"P03": "P03", "P11": "P11"},
    "MDM": {f"T{number:02d}": "T02" if number % 2 == 0 else "T01" for number in range(1, 12)},
    "MFN": {f"M{number:02d}": f"M{number:02d}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15)},
    "MFK": {"M01": "M01", "M02": "M01"}, "QBP": {"Q21": "Q21", "Q22": "Q21", "Q11": "Q11"},
    "RSP": {"K21": "K21", "K22": "K22", "K11": "K11"}, "ADR": {"A19": "A19"},
    "PMU": {event: event for event in ("B01", "B03", "B04", "B07", "B08")} | {"B02": "B01", "B05": "B04", "B06": "B04"},
    "OMG": {"O19": "O19"}, "OMI": {"O23": "O23"}, "OML": {"O21": "O21", "O33": "O33", "O35": "O35"},
    "OMP": {"O09": "O09"}, "ORM": {"O01": "O01"}, "ORR": {"O02": "O02"}, "ORL": {"O22": "O22"}, "ORG": {"O20": "O20"},
    "ORU": {"R01": "R01", "R30": "R30", "R31": "R30", "R32": "R30"},
    "OUL": {"R21": "R21", "R22": "R22", "R23": "R23", "R24": "R24"},
    "PPR": {"PC1": "PC1", "PC2": "PC1", "PC3": "PC1"},
    "RAS": {"O17": "O17"}, "RDE": {"O11": "O11", "O25": "O11"}, "RDS": {"O13": "O13"}, "RGV": {"O15": "O15"},
    "REF": {f"I{number}": "I12" for number in (12, 13, 14, 15)},
    "RRI": {f"I{number}": "I12" for number in (12, 13, 14, 15)},
    "RQA": {f"I{number:02d}": "I08" for number in (8, 9, 10, 11)}, "RPA": {"I08": "I08"},
    "SIU": {f"S{number}": "S12" for number in (*range(12, 25), 26)},
    "SRM": {f"S{number:02d}": "S01" for number in range(1, 12)},
    "VXU": {"V04": "V04"},
}  # fmt: skip
MESSAGES = tuple(
    [("ADT", f"A{number:02d}", f"ADT_{structure}") for number, structure in sorted(_ADT.items())]
    + [(code, event, f"{code}_{found}") for code, events in _OTHERS.items() for event, found in events.items()]
)
"""Message code, event and structure (table 0354)."""

_WORDS = frozenset({"ST", "TX", "FT"})
_FIXED = {
    "DT": "20260301", "DTM": "20260301080000", "TS": "20260301080000", "TM": "0800", "NM": "3", "SI": "1", "ID": "Y",
    "varies": "words",
}  # fmt: skip
_BY_NAME = (
    (re.compile(r"UNIVERSAL_ID_TYPE"), "ISO"),
    (re.compile(r"UNIVERSAL_ID"), "1.2.3"),
    (re.compile(r"CODING_SYSTEM$"), "L"),
    (re.compile(r"CHECK_DIGIT_SCHEME|CODE_IDENTIFYING_THE_CHECK"), "M10"),
    (re.compile(r"CURRENCY|DENOMINATION"), "CNY"),
    (re.compile(r"IDENTIFIER_TYPE"), "MR"),
    (re.compile(r"NAME_TYPE"), "L"),
    (re.compile(r"ADDRESS_TYPE"), "H"),
    (re.compile(r"USE_CODE"), "PRN"),
    (re.compile(r"EQUIPMENT_TYPE"), "PH"),
    (re.compile(r"COUNTRY"), "CHN"),
    (re.compile(r"EXPIRATION|^END|_END|TO_DATE|TERMINATION"), "20270301"),
)
_MORE = {
    "PID-10": "",
    "OBX-2": "ST",
    "OBX-3": "",
    "OBX-5": "",
    "MFE-1": "MUP",
    "MFI-3": "UPD",
    "PRB-1": "AD",
    "GOL-1": "AD",
    "PTH-1": "AD",
    "PRD-1": "RP",
    "RF1-1": "A",
    "ARQ-10": "30",
    "ARQ-9": "MIN",
    "SCH-9": "30",
    "SCH-10": "MIN",
    "NPU-2": "O",
    "ORC-1": "NW",
    "OBR-25": "F",
    "OBX-11": "F",
    "RXA-6": "1",
    "RXA-20": "CP",
    "RXA-21": "A",
    "TXA-19": "AV",
    "TXA-17": "AU",
    "FT1-6": "CG",
    "IAM-6": "A",
    "DG1-6": "A",
    "DG1-21": "A",
    "ROL-2": "AD",
    "PRT-2": "AD",
    "RGS-2": "A",
    "AIS-2": "A",
    "AIG-2": "A",
    "AIL-2": "A",
    "AIP-2": "A",
    "SCH-25": "Booked",
    "PID-8": "F",
    "PID-24": "Y",
    "PID-25": "1",
    "NK1-15": "F",
    "TXA-2": "DS",
    "TXA-3": "TX",
    "PID-30": "Y",
    "STF-5": "F",
    "STF-7": "A",
    "PID-16": "M",
    "AL1-2": "DA",
    "IN1-17": "SPO",
    "OBX-4": "1",
    "PV1-2": "I",
}
_PLAIN = {place: value for place, value in (SPECIAL | _MORE).items() if value and not set(value) & set("^&~")}


@dataclass(slots=True)
class Made:
    """A message, and every word in it with the place where it stands: `PID-5.1`, `OBX[2]-3.2`."""

    lines: list[str] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, definition: Any) -> None:
        """One more segment with all its fields."""
        self._counts[name] = number = self._counts.get(name, 0) + 1
        fields = [self._field(name, number, at, one) for at, one in enumerate(definition, 1)]
        self.lines.append("|".join([name, *fields]).rstrip("|"))

    def text(self) -> bytes:
        """The message. Places of a segment that occurs once have no number."""
        for place in [one for one in self.words if "[1]" in one]:
            if self._counts[place[:3]] == 1:
                self.words[place.replace("[1]", "", 1)] = self.words.pop(place)
        return ("\r".join(self.lines) + "\r").encode()

    def _field(self, name: str, number: int, at: int, definition: Any) -> str:
        kind, parts, datatype, label = definition[1][:4]
        kind = "leaf" if not parts else kind
        place = f"{name}[{number}]-{at}"
        special = _PLAIN.get(f"{name}-{at}")
        if special is not None and (kind == "leaf" or datatype in {"CE", "CWE", "CNE", "CX", "EI", "TS"}):
            return special
        if kind == "leaf":
            return self._leaf(datatype, label or "", place, at=1)
        if datatype in {"TS", "CM_DIN", "DIN"}:
            return "20260301080000"
        return "^".join(self._component(part, f"{place}.{at}", at) for at, part in enumerate(parts, 1)).rstrip("^")

    def _component(self, part: Any, place: str, at: int) -> str:
        kind, parts, datatype, label = part[1][:4]
        if kind == "leaf" or not parts:
            return self._leaf(datatype, label or "", place, at=at)
        if datatype == "TS":
            return "20260301080000"
        return "&".join(
            self._leaf(one[1][2], one[1][3] or "", place, at=1) if one[1][0] == "leaf" else "" for one in parts
        )

    def _leaf(self, datatype: str, label: str, place: str, *, at: int) -> str:
        if datatype in {"ID", "IS", "ST"}:
            found = next((value for pattern, value in _BY_NAME if pattern.search(label)), None)
            if found is not None:
                return found
        if "DATE" in label or "TIME" in label:
            return next((value for pattern, value in _BY_NAME if pattern.search(label)), "20260301")
        if datatype in _WORDS or (datatype == "IS" and at == 1):
            word = f"w{len(self.words)}z"
            self.words[place if "." in place else f"{place}.1"] = word
            return word
        return _FIXED.get(datatype, "K1")


def has(version: str, structure: str) -> bool:
    """Whether the version knows the structure."""
    return structure in load_library(version).MESSAGES


def message(version: str, code: str, event: str, structure: str) -> Made:
    """The message with every segment of its structure once, groups with all their members."""
    library = load_library(version)
    made = Made()
    made.lines.append(f"MSH|^~\\&|HIS|H1|HUB|A|20260301083000||{code}^{event}^{structure}|M1|P|{version}")
    for name in _segments(library.get(structure, "Message")[1]):
        if name == "MSH":
            continue
        try:
            definition = library.get(name, "Segment")[1]
        except Exception:  # noqa: BLE001  hl7apy's own error class differs by version; a segment without fields is left out
            continue
        made.add(name, definition)
    return made


def _segments(children: Any) -> Iterator[str]:
    for name, definition, _, kind in children:
        if kind == "GRP":
            yield from _segments(definition[1])
        elif kind == "SEG" and re.fullmatch(r"[A-Z][A-Z0-9]{2}", name) and name not in {"DSC", "ADD"}:
            yield name
