"""Units that Chinese laboratories and wards write, as UCUM. Source: https://ucum.org/ucum."""

UCUM = "http://unitsofmeasure.org"

_SAME = """
_SAME = % mmol/L umol/L nmol/L pmol/L mol/L g/L mg/L ug/L ng/L pg/mL ng/mL ug/mL mg/mL mg/dL g/dL ug/dL
ng/dL U/L IU/L mU/L IU/mL U/mL mIU/L mIU/mL uIU/mL kU/L mm cm m mm[Hg] kPa Cel [degF] kg g mg ug ng L mL
uL fL pg mmol mol s min h d wk mo a /min {beats}/min 10*9/L 10*12/L 10*6/L 10*3/uL 10*6/uL /uL /L mL/min
mL/h L/min mosm/kg kg/m2 meq/L mm/h mV uV ms Hz dB cm2 m2 [pH] 1 {score} [lb_av] [in_i] [oz_av]
mL/min/{1.73_m2} g/mL mg/kg ug/kg
"""
"""Codes that are written as UCUM writes them."""

_OTHER = {
    "mmHg": "mm[Hg]",
    "℃": "Cel",
    "°C": "Cel",
    "C": "Cel",
    "度": "Cel",
    "μmol/L": "umol/L",
    "µmol/L": "umol/L",
    "μg/L": "ug/L",
    "µg/L": "ug/L",
    "μg/mL": "ug/mL",
    "μg": "ug",
    "μL": "uL",
    "μIU/mL": "uIU/mL",
    "umol/l": "umol/L",
    "mmol/l": "mmol/L",
    "10^9/L": "10*9/L",
    "10^12/L": "10*12/L",
    "10E9/L": "10*9/L",
    "10E12/L": "10*12/L",
    "×10^9/L": "10*9/L",
    "×10^12/L": "10*12/L",
    "x10^9/L": "10*9/L",
    "x10^12/L": "10*12/L",
    "bpm": "/min",
    "次/分": "/min",
    "次/min": "/min",
    "次/分钟": "/min",
    "L/min": "L/min",
    "千克": "kg",
    "公斤": "kg",
    "厘米": "cm",
    "毫米汞柱": "mm[Hg]",
    "分": "{score}",
    "分钟": "min",
    "小时": "h",
    "天": "d",
    "日": "d",
    "周": "wk",
    "月": "mo",
    "岁": "a",
    "lb": "[lb_av]",
    "in": "[in_i]",
    "years": "a",
    "kg/m^2": "kg/m2",
    "kg/㎡": "kg/m2",
    "mL/min/1.73m2": "mL/min/{1.73_m2}",
    "mm/hr": "mm/h",
    "M": "min",
    "MIN": "min",
}
_BY_TEXT = {unit: unit for unit in _SAME.split()} | _OTHER
_BY_LOWER = {text.lower(): code for text, code in _BY_TEXT.items() if len(text) > 2 and "/" in text}


def unit_to_ucum(text: str) -> str:
    """The UCUM code of a unit, or the empty string. Case is ignored in compound units only."""
    plain = text.strip()
    return _BY_TEXT.get(plain) or _BY_LOWER.get(plain.lower(), "")
