"""What the hospital's HIS and the home's office send in the story, on the story's days."""

from datetime import datetime, timedelta

from hub.demo.elder import HOME_NUMBER, HOSPITAL_NUMBER, NAME, RESIDENT_ID


def admission(now: datetime, *, control: str) -> bytes:
    """ADT^A01 in GB18030: the elder comes to the ward with pneumonia."""
    return _message(
        [
            _msh(now, "ADT^A01^ADT_A01", control),
            f"EVN|A01|{now:%Y%m%d%H%M%S}",
            _pid(),
            _segment(
                "PV1",
                {1: "1", 2: "I", 3: "老年科病区^301^2^示范老年病医院", 7: "D0012^陈^主任", 19: f"V{now:%y%m%d}01"}
                | {44: f"{now:%Y%m%d%H%M%S}"},
            ),
            f"DG1|1||J18.900^肺炎^ICD-10||{now:%Y%m%d}|A",
            "DG1|2||G20.x00^帕金森病^ICD-10|||W",
            "AL1|1|DA|^青霉素|SV|皮疹",
            "NK1|1|周小芳|CHD^女儿||13800000101",
        ]
    )


def laboratory(now: datetime, *, control: str) -> bytes:
    """ORU^R01 in GB18030: potassium, C-reactive protein and haemoglobin."""
    return _message(
        [
            _msh(now, "ORU^R01^ORU_R01", control),
            _pid(),
            _segment("PV1", {1: "1", 2: "I", 3: "老年科病区^301^2", 19: f"V{(now - timedelta(days=8)):%y%m%d}01"}),
            f"ORC|RE|P{now:%y%m%d}01|F{now:%y%m%d}01",
            _segment(
                "OBR",
                {1: "1", 2: f"P{now:%y%m%d}01", 3: f"F{now:%y%m%d}01", 4: "1990-1^生化与炎症指标^LN"}
                | {7: f"{now:%Y%m%d%H%M%S}", 22: f"{now:%Y%m%d%H%M%S}", 25: "F"},
            ),
            f"OBX|1|NM|2823-3^血钾^LN||4.10|mmol/L|3.5-5.5|N|||F|||{now:%Y%m%d%H%M%S}",
            f"OBX|2|NM|1988-5^C反应蛋白^LN||18.5|mg/L|0-8|H|||F|||{now:%Y%m%d%H%M%S}",
            f"OBX|3|NM|718-7^血红蛋白^LN||118|g/L|115-150|N|||F|||{now:%Y%m%d%H%M%S}",
        ]
    )


def wrong_identity(now: datetime, *, control: str) -> bytes:
    """An ADT^A01 whose resident ID has a wrong check digit."""
    return admission(now, control=control).replace(RESIDENT_ID.encode(), f"{RESIDENT_ID[:-1]}1".encode())


def resident(now: datetime) -> bytes:
    """The home's list with the new resident, as its office exports it: GBK, Chinese headings."""
    return (
        "编号,姓名,性别,出生日期,身份证号,楼层,房间,床号,入住日期,联系人,与老人关系,联系电话,护理等级,状态\r\n"
        f"{HOME_NUMBER},{NAME},女,1945年2月19日,{RESIDENT_ID},2F,206,1,{now:%Y/%m/%d},周小芳,女儿,13800000101,一级护理,在住\r\n"
    ).encode("gb18030")


def beds() -> bytes:
    """The home's bed list with prices; two of the eight are free."""
    rows = ["楼层/区,房间,床号,床位类型,状态,价格(元/月)"]
    rows += [
        f"2F,{room},{bed},双人间,{'空' if (room, bed) in _FREE else '占'},3200" for room in _ROOMS for bed in (1, 2)
    ]
    return ("\r\n".join(rows) + "\r\n").encode("gb18030")


_ROOMS = (205, 206, 207, 208)
_FREE = {(206, 1), (208, 2)}


def _msh(now: datetime, kind: str, control: str) -> str:
    return f"MSH|^~\\&|HIS|H1|HUB|ALLIANCE|{now:%Y%m%d%H%M%S}+0800||{kind}|{control}|P|2.5.1||||||GB18030"


def _segment(name: str, fields: dict[int, str]) -> str:
    """A segment with these fields at their numbers."""
    return "|".join([name, *(fields.get(number, "") for number in range(1, max(fields) + 1))])


def _pid() -> str:
    return (
        f"PID|1||{HOSPITAL_NUMBER}^^^H1^MR~{RESIDENT_ID}^^^^NI||{NAME}||19450219|2|||示范市拱墅区示范路 3 号^^^^^CHN"
        "||^PRN^PH^^^^13800000102"
    )


def _message(segments: list[str]) -> bytes:
    return ("\r".join(segments) + "\r").encode("gb18030")
