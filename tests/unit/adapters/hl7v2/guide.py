"""The rows of the HL7 guide's segment maps, each filled in by itself, and what becomes of it in each kind of message.

The rows (`guide_rows.csv`) are the fields for which the HL7 v2-to-FHIR guide has a map, with names and data types:
https://github.com/HL7/v2-to-fhir, mappings/segments.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.unit.adapters.hl7v2.messages import convert, segment

HERE = Path(__file__).parent
ROWS = HERE / "guide_rows.csv"
_ROW = re.compile(r"([A-Z][A-Z0-9]{2})-(\d+)")

VALUES = {
    "AD": "1 路^^上海", "CE": "K1^词^L1", "CNE": "K1^词^L1", "CWE": "K1^词^L1", "CM": "K1^词^L1",
    "CQ": "5^mL&词&UCUM", "CX": "N1^^^AA^MR", "DLD": "N1", "DLN": "D1^CN^20301231", "DR": "20260301^20260302",
    "DT": "20260301", "DTM": "20260301080000", "TS": "20260301080000", "EI": "E1^NS^1.2.3^ISO", "EIP": "E1&NS^E2&NS",
    "FC": "F1", "FT": "文字", "HD": "NS^1.2.3^ISO", "ID": "Y", "IS": "K1", "MSG": "", "NDL": "D1&王&五", "NM": "3",
    "OG": "1", "PL": "W1^R1^B1^F1", "PLN": "L1^MD", "PT": "P", "RPT": "QD", "SI": "1", "SPS": "BLD&血&L1",
    "ST": "words", "TM": "0800", "TQ": "1^Q1H", "TX": "文字", "varies": "words", "XAD": "1 路^^上海",
    "XCN": "D1^王^五", "XON": "院^^O1", "XPN": "王^五", "XTN": "5550000^WPN^PH", "": "words",
}  # fmt: skip
"""A plain value for each data type."""

SPECIAL = {
    "AIG-9": "10", "AIP-12": "Booked^^HL70278", "AIS-10": "Booked^^HL70278", "DG1-6": "A", "DG1-21": "D",
    "EVN-1": "A01", "IAM-17": "C^Confirmed^L", "NK1-15": "F", "OBR-5": "S", "OBR-11": "A", "OBR-25": "F",
    "OBX-2": "ST", "OBX-11": "F", "OBX-8": "H^高^HL70078", "ORC-1": "NW", "ORC-5": "IP", "PD1-7": "Y^是^L",
    "PID-8": "F", "PID-16": "M", "PID-24": "Y", "PID-25": "2", "PID-30": "Y", "PID-31": "Y",
    "PID-13": "5550000^PRN^PH", "PV1-2": "I", "PRT-2": "AD", "PRT-4": "AT^主治^HL70443", "PV1-40": "O",
    "PV2-22": "Y", "ROL-2": "AD", "ROL-3": "AD^主管^HL70443", "RXA-20": "CP", "RXA-21": "A", "RXO-9": "G",
    "SCH-25": "Booked^^HL70278", "SPM-20": "Y", "TQ1-9": "S^急^HL70485", "TQ1-12": "S", "TXA-2": "DS", "TXA-3": "TX",
    "TXA-17": "AU", "TXA-19": "AV", "MSH-9": "ADT^A01^ADT_A01", "MSH-11": "P", "MSH-15": "AL", "MSH-16": "NE",
    "MSH-18": "UNICODE UTF-8", "MSH-12": "2.8", "AL1-4": "SV", "IAM-4": "SV", "AL1-2": "DA^药^HL70127",
    "IAM-2": "DA^药^HL70127", "IN1-17": "SEL", "TXA-18": "V", "MSA-1": "AA", "PV2-38": "A", "PID-29": "20260301",
    "IAM-6": "A", "TXA-12": "E1^NS^1.2.3^ISO", "SCH-11": "^^^20260301080000^20260301083000", "ORC-7": "1^Q1H",
    "RXA-22": "20260301080000", "RXA-6": "1", "AIS-6": "MIN", "AIG-10": "MIN", "AIL-8": "MIN", "AIP-8": "MIN",
    "AIG-12": "MIN", "AIL-10": "MIN", "AIP-10": "MIN", "PV1-22": "Y", "PID-27": "A^现役^L",
}  # fmt: skip
"""Where a plain value says nothing: codes of HL7's own tables."""

BASE = {
    "PID": {1: "1", 3: "ZY1^^^^MR", 5: "钱^阿婆", 7: "19411103"},
    "PV1": {1: "1", 2: "I", 19: "V1", 44: "20260301080000"},
    "NK1": {1: "1", 2: "王^五", 3: "SON^儿子^HL70063"},
    "DG1": {1: "1", 3: "I10^高血压^I10", 6: "A"},
    "PR1": {1: "1", 3: "P1^穿刺^L1", 5: "20260301080000"},
    "AL1": {1: "1", 2: "DA", 3: "A1^青霉素^L1"},
    "IAM": {1: "1", 2: "DA", 3: "A1^青霉素^L1", 6: "A", 7: "E1", 14: "王^五"},
    "IN1": {1: "1", 2: "P1", 3: "C1", 4: "医保"},
    "IN3": {1: "1"},
    "ROL": {1: "R1", 2: "AD", 3: "AT^主治^HL70443", 4: "D1^王^五"},
    "PRT": {1: "R1", 2: "AD", 4: "AT^主治^HL70443", 5: "D1^王^五"},
    "MRG": {1: "ZY2^^^^MR"},
    "SCH": {1: "A1", 2: "A2", 11: "^^^20260301080000^20260301083000", 25: "Booked"},
    "RGS": {1: "1"},
    "AIS": {1: "1", 3: "S1^检查^L1", 4: "20260301080000"},
    "AIG": {1: "1", 3: "G1^设备^L1", 4: "T1^类^L1", 8: "20260301080000"},
    "AIL": {1: "1", 3: "W1^R1", 6: "20260301080000"},
    "AIP": {1: "1", 3: "D1^王^五", 6: "20260301080000"},
    "ORC": {1: "RE", 2: "PL1", 3: "FI1", 21: "院"},
    "OBR": {1: "1", 2: "PL1", 3: "FI1", 4: "T1^甲^L1", 7: "20260301080000", 25: "F"},
    "OBX": {1: "1", 2: "ST", 3: "K1^甲^L1", 5: "words", 11: "F"},
    "SPM": {1: "1", 2: "E1^E2", 4: "BLD^血^HL70487"},
    "TQ1": {1: "1", 7: "20260301080000"},
    "NTE": {1: "1", 3: "words"},
    "RXE": {2: "M1^药^L1", 3: "1", 5: "mg"},
    "RXO": {1: "M1^药^L1", 2: "1", 4: "mg", 11: "10", 18: "5", 25: "2"},
    "RXR": {1: "PO^口服^HL70162"},
    "RXA": {1: "0", 2: "1", 3: "20260301080000", 5: "140^疫苗^CVX", 6: "1", 7: "mL"},
    "TXA": {1: "1", 2: "DS", 3: "TX", 12: "D1", 17: "AU", 19: "AV"},
    "EVN": {2: "20260301080000"},
    "MSA": {1: "AA", 2: "M0"},
    "SFT": {1: "厂", 2: "1", 3: "品"},
    "PD1": {},
    "PV2": {},
}  # fmt: skip
"""What a segment must have for its other fields to be read at all."""

FAMILIES = {
    "ADT^A01": "SFT EVN PID PD1 ROL NK1 PV1 PV2 DG1 PR1 AL1 IAM IN1 IN3 PRT",
    "ADT^A40": "EVN PID PD1 MRG PV1",
    "SIU^S12": "SCH TQ1 NTE PID PV1 RGS AIS AIG AIL AIP",
    "ORU^R01": "PID PV1 ORC OBR NTE TQ1 OBX SPM PRT",
    "OML^O21": "PID PV1 ORC OBR NTE TQ1 OBX SPM PRT",
    "ORR^O02": "MSA PID ORC OBR",
    "OMP^O09": "PID PV1 ORC RXO RXR TQ1 NTE",
    "RDE^O11": "PID PV1 ORC RXE RXR TQ1 NTE",
    "RAS^O17": "PID PV1 ORC RXA RXR",
    "VXU^V04": "PID PV1 ORC RXA RXR OBX NTE",
    "MDM^T02": "EVN PID PV1 TXA OBX NTE",
}
"""Messages, each with the segments that it may hold, in the order of the standard."""

_NEEDED = {
    "SIU^S12": "SCH PID RGS", "ORU^R01": "PID OBR OBX", "OML^O21": "PID ORC OBR", "ORR^O02": "MSA PID ORC OBR",
    "OMP^O09": "PID ORC RXO", "RDE^O11": "PID ORC RXE", "RAS^O17": "PID ORC RXA", "VXU^V04": "PID RXA",
    "MDM^T02": "EVN PID TXA OBX", "ADT^A40": "EVN PID MRG", "ADT^A01": "EVN PID PV1",
}  # fmt: skip
_ORDERS = frozenset({"OML^O21", "OMP^O09", "RDE^O11"})


@dataclass(frozen=True, slots=True)
class Row:
    """A field of the guide's maps."""

    id: str
    name: str
    datatypes: tuple[str, ...]

    @property
    def segment(self) -> str:
        """`PID`."""
        return self.id[:3]

    @property
    def field(self) -> int:
        """The number of the field."""
        return int(self.id[4:])

    @property
    def value(self) -> str:
        """Something to fill in."""
        return SPECIAL.get(self.id) or VALUES[self.datatypes[0]]


def rows() -> list[Row]:
    """The committed list."""
    with ROWS.open(encoding="utf-8", newline="") as file:
        return [Row(one["row"], one["name"], tuple(one["type"].split())) for one in csv.DictReader(file)]


def rows_of_the_maps(folder: Path) -> list[Row]:
    """The same from the guide's own files."""
    found: dict[str, tuple[str, dict[str, None]]] = {}
    for file in sorted(folder.glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as opened:
            for line in list(csv.reader(opened))[2:]:
                row = _ROW.match(line[1].strip()) if len(line) > 9 and line[9].strip() else None
                if row is None:
                    continue
                types = found.setdefault(row[0], (line[2].strip(), {}))[1]
                types.update(dict.fromkeys(re.findall(r"[A-Za-z]+", line[3])))
    ordered = sorted(found.items(), key=lambda item: (item[0][:3], int(item[0][4:])))
    return [Row(row, name, tuple(one for one in types if one in VALUES) or ("",)) for row, (name, types) in ordered]


def left_of(row: Row) -> dict[str, list[str]]:
    """Family to the paths of the filled field that neither a resource nor the steering of the message has."""
    found = {}
    for family, order in FAMILIES.items():
        if row.segment in order.split() or row.segment == "MSH":
            left = sorted(set(_left(row, family)))
            if left:
                found[family] = left
    return found


def occurs(row: Row) -> bool:
    """Whether any family holds the segment."""
    return row.segment == "MSH" or any(row.segment in order.split() for order in FAMILIES.values())


def _left(row: Row, family: str) -> Iterator[str]:
    conversion = convert(*_message(row, family))
    assert [issue.text for issue in conversion.issues if issue.is_error] == [], (row.id, family)
    assert conversion.entries
    here = re.compile(rf"{row.segment}(\[\d+\])?-{row.field}(?!\d)")
    for issue in conversion.residue:
        found = here.match(issue.expression)
        if found and issue.code == "not-supported":
            yield row.id + issue.expression[found.end() :]


def _message(row: Row, family: str) -> Iterator[str]:
    needed = [*_NEEDED[family].split(), row.segment]
    needed += ["RGS"] if row.segment in {"AIS", "AIG", "AIL", "AIP"} else []
    needed += ["OBX"] if row.segment == "NTE" and family == "VXU^V04" else []
    header = {
        1: "^~\\&", 2: "HIS", 3: "H1", 4: "HUB", 5: "A", 6: "20260301083000", 8: family, 9: "M1", 10: "P", 11: "2.8",
        17: "UNICODE UTF-8",
    }  # fmt: skip
    if row.segment == "MSH":
        header[row.field - 1] = family if row.field == 9 else row.value
    yield segment("MSH", header)
    for name in FAMILIES[family].split():
        if name in needed:
            fields = dict(BASE[name])
            if name == "ORC" and family in _ORDERS:
                fields[1] = "NW"
            if name == "SCH" and row.segment == "TQ1":
                del fields[11]
            if name == row.segment:
                fields[row.field] = row.value
            yield segment(name, fields or {1: ""})
