"""Small tables and short ways to convert them."""

from pathlib import Path

from adapters.care_home.adapter import ADAPTER
from adapters.port import Conversion, Source
from fhir_profiles.issue import JsonObject

HOME = Source(name="N1")
SAMPLES = Path(__file__).resolve().parents[4] / "samples" / "care_home"
RESIDENTS = "编号,姓名,性别,出生日期,身份证号,房间,床号,入住日期,联系人,联系电话,护理等级,状态\n"
WANG = "R001,王大爷,男,1938-04-12,330105193804120014,301,1,2024-05-06,王小明,13800000001,二级护理,在住\n"


def convert(text: str, charset: str = "utf-8", source: Source = HOME) -> list[Conversion]:
    return list(ADAPTER.convert(text.encode(charset), source=source))


def only(text: str) -> Conversion:
    [conversion] = convert(text)
    return conversion


def by_type(conversion: Conversion) -> dict[str, JsonObject]:
    return {entry.resource["resourceType"]: entry.resource for entry in conversion.entries}


def texts(conversion: Conversion) -> list[str]:
    return [issue.text for issue in conversion.issues]
