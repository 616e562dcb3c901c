"""The JSON of a gateway as readings: the hub's own shape, flat records of platforms, Open mHealth data points.

A file is an object with a list of readings, a list, one reading, or one a line (NDJSON). Numbers stay as they are
written. What a reading holds beyond what is known here is residue. Open mHealth: https://www.openmhealth.org, whose
metadata are those of IEEE 1752.1.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from adapters.device.kinds import Event, Measure, kinds, spelled

Members = Mapping[str, Any]


def _names(*names: str) -> frozenset[str]:
    return frozenset(map(spelled, names))


_LISTS: Final = _names("observations", "readings", "data", "records", "list", "items", "events", "数据")
_MEMBERS: Final[Mapping[str, frozenset[str]]] = {
    "id": _names("id", "message_id", "msg_id", "event_id", "record_id", "data_id", "uuid", "记录号"),
    "device": _names("device", "device_id", "device_no", "device_code", "device_sn", "sn", "serial", "imei", "mac",
                     "设备编号", "设备号"),
    "type": _names("device_type", "device_name", "设备类型", "设备名称"),
    "maker": _names("maker", "manufacturer", "vendor", "brand", "厂商", "品牌"),
    "model": _names("model", "device_model", "型号"),
    "firmware": _names("firmware", "firmware_version", "fw", "固件版本"),
    "udi": _names("udi", "udi_di", "医疗器械唯一标识"),
    "clock": _names("device_time", "device_clock", "设备时间"),
    "resident": _names("resident", "resident_no", "resident_id", "elder_id", "elder_no", "user_id", "老人编号",
                       "住户编号", "编号"),
    "id_card": _names("id_card", "id_card_no", "id_number", "身份证号"),
    "name": _names("name", "elder_name", "resident_name", "姓名"),
    "room": _names("room", "room_no", "房间", "房间号"),
    "bed": _names("bed", "bed_no", "bed_code", "床号", "床位"),
    "place": _names("place", "location", "area", "位置", "地点"),
    "kind": _names("kind", "code", "metric", "item", "data_type", "event_type", "alarm_type", "type", "项目", "类型"),
    "value": _names("value", "val", "result", "state", "数值", "结果"),
    "unit": _names("unit", "units", "单位"),
    "time": _names("time", "timestamp", "ts", "measured_at", "measure_time", "collect_time", "event_time", "alarm_time",
                   "date_time", "effective", "测量时间", "采集时间", "发生时间", "时间"),
    "ended": _names("end_time", "ended_at", "结束时间"),
    "status": _names("status", "状态"),
    "level": _names("level", "severity", "priority", "alarm_level", "级别"),
    "battery": _names("battery", "battery_level", "power", "电量"),
    "signal": _names("signal", "rssi", "signal_quality", "quality", "信号"),
    "note": _names("note", "remark", "description", "备注", "说明"),
}  # fmt: skip
_PAIRS: Final = _names("blood_pressure", "bp", "血压")
_INSIDE_DEVICE: Final[Mapping[str, str]] = {
    **dict.fromkeys(_names("id", "sn", "serial", "identifier"), "device"),
    **dict.fromkeys(_names("type", "kind", "name"), "type"),
    **dict.fromkeys(_names("maker", "manufacturer", "vendor"), "maker"),
    **dict.fromkeys(_names("model"), "model"),
    **dict.fromkeys(_names("firmware", "version"), "firmware"),
    **dict.fromkeys(_names("udi"), "udi"),
    **dict.fromkeys(_names("clock", "time"), "clock"),
    **dict.fromkeys(_names("battery"), "battery"),
}
_OF_ONE: Final = frozenset({"id", "kind", "value", "unit", "status"})
"""Members that the head of a file cannot say of all its readings."""
STATUS: Final = {
    **dict.fromkeys(("corrected", "amended", "更正"), "corrected"),
    **dict.fromkeys(("entered-in-error", "error", "void", "作废"), "entered-in-error"),
    "preliminary": "preliminary",
}
"""ObservationStatus of what gateways say; anything else is final."""
_SAID_STATUS: Final = frozenset({"", "final", "ok", "0", "normal", *STATUS})
_OF_FILE: Final = _names("gateway", "gateway_id", "sent", "sent_at", "send_time", "发送时间")
_SENT: Final = _OF_FILE - _names("gateway", "gateway_id")
_BINDINGS: Final = _names("assignments", "bindings", "绑定")
_OF_NAME: Final = {name: key for key, names in _MEMBERS.items() for name in names}


WHO: Final = ("resident", "id_card", "name", "room", "bed")
"""The members that say whose reading it is."""


FIRST: Final = "alliance-hub:first"
"""Member of the head of a part of a file: the number of its first reading."""


class ShapeError(ValueError):
    """The bytes are no readings; the text says what was expected."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One value as the reading states it: what it is called, the value and the unit as they are written."""

    name: str
    value: Any
    unit: str = ""

    @property
    def kind(self) -> Measure | Event | None:
        """What it is, where the name is known."""
        return kinds().get(spelled(self.name))


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading: its members by key, its values, and the paths of what is not read."""

    number: int
    members: Mapping[str, str]
    values: tuple[Stated, ...] = ()
    unread: tuple[str, ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file: the gateway that sent it and when, who wears what, and the readings."""

    readings: tuple[Reading, ...] = ()
    gateway: str = ""
    sent: str = ""
    worn: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_delivery(text: str) -> Delivery:
    """The file. Raises ShapeError for what holds no reading."""
    head, found = split(text)
    if not found:
        raise ShapeError('The JSON holds no reading. Expected {"observations": […]}, a list, or one object a line.')
    shared, values, unread = _sorted_out({name: value for name, value in head.items() if not _is_of_file(name)})
    defaults = {key: value for key, value in shared.items() if key not in _OF_ONE}
    readings = [_reading(number, value, defaults) for number, value in enumerate(found, int(head.get(FIRST, 1)))]
    lost = (*unread, *(stated.name for stated in values), *(key for key in shared if key in _OF_ONE))
    readings[0] = replace(readings[0], unread=(*readings[0].unread, *(f"head: {name}" for name in lost)))
    gateway, sent = _gateway(head)
    return Delivery(tuple(readings), gateway, sent, _worn(head))


def split(text: str) -> tuple[Members, list[Any]]:
    """The head of a file, and its readings as they stand. Raises ShapeError for what is no JSON."""
    try:
        whole = _loads(text)
    except RecursionError as err:
        raise ShapeError("The JSON is nested too deeply. Expected a list of plain readings.") from err
    except ValueError:
        return {}, [_line(line) for line in text.splitlines() if line.strip()]
    if isinstance(whole, list):
        return {}, whole
    if not isinstance(whole, Mapping):
        raise ShapeError("The JSON is no object and no list. Expected readings of devices.")
    key = next((name for name, value in whole.items() if spelled(name) in _LISTS and isinstance(value, list)), None)
    if key is None:
        return {}, [whole]
    return {name: value for name, value in whole.items() if name != key}, whole[key]


def _loads(text: str) -> Any:
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)


def _line(line: str) -> Any:
    try:
        return _loads(line)
    except (ValueError, RecursionError):
        return None


def _reading(number: int, value: Any, defaults: Mapping[str, str]) -> Reading:
    """One reading with what the head of its file says of all."""
    if not isinstance(value, Mapping):
        return Reading(number, {}, fault="is no JSON object; expected one object a reading")
    if isinstance(value.get("header"), Mapping) and isinstance(value.get("body"), Mapping):
        return _data_point(number, value["header"], value["body"])
    members, values, unread = _sorted_out(value)
    kind, unit, raw = members.pop("kind", ""), members.pop("unit", ""), members.pop("value", None)
    if kind and raw is None and values and kinds().get(spelled(kind)) is None:
        members.setdefault("type", kind)  # a record of many values: its `type` is that of the device
    elif kind:
        values = [*_pair_or_one(Stated(kind, _raw(value), unit)), *values]
    elif raw is not None:
        unread.append("value")
    if unit and not kind and len(values) == 1 and not values[0].unit:
        values = [replace(values[0], unit=unit)]
    elif unit and not kind:
        unread.append("unit")
    if members.get("status", "").casefold() not in _SAID_STATUS:
        unread.append("status")
    return Reading(number, {**defaults, **members}, tuple(values), tuple(unread))


def _sorted_out(value: Members) -> tuple[dict[str, str], list[Stated], list[str]]:
    """The members by key, the values of members that are named after what they measure, and what is not known."""
    members: dict[str, str] = {}
    values: list[Stated] = []
    unread: list[str] = []
    for name, member in value.items():
        key, plain = _OF_NAME.get(spelled(name)), not isinstance(member, Mapping | list)
        if key == "device" and isinstance(member, Mapping):
            unread += _device(member, members)
        elif key is not None and plain:
            if key in members and _text(member) != members[key]:
                unread.append(name)
            members.setdefault(key, _text(member))
        elif spelled(name) in _PAIRS or kinds().get(spelled(name)) is not None:
            values += _pair_or_one(_stated(name, member))
        elif key == "value":
            members["value"] = ""
        elif member not in (None, "", [], {}):
            unread.append(name)
    return {key: text for key, text in members.items() if text or key == "value"}, values, unread


def _raw(value: Members) -> Any:
    return next((member for name, member in value.items() if _OF_NAME.get(spelled(name)) == "value"), None)


def _device(device: Members, members: dict[str, str]) -> Iterator[str]:
    for name, value in device.items():
        key = _INSIDE_DEVICE.get(spelled(name))
        if key is None or isinstance(value, Mapping | list):
            yield f"device.{name}"
        else:
            members[key] = _text(value)


def _stated(name: str, member: Any) -> Stated:
    """`{"value": 72, "unit": "bpm"}` or the value alone."""
    if isinstance(member, Mapping) and "value" in member:
        return Stated(name, member["value"], _text(member.get("unit")))
    return Stated(name, member)


def _pair_or_one(stated: Stated) -> list[Stated]:
    """`120/80`, or an object with both, is two values."""
    if spelled(stated.name) not in _PAIRS:
        return [stated]
    if isinstance(stated.value, Mapping):
        return [_stated(name, member) for name, member in stated.value.items()]
    upper, mark, lower = _text(stated.value).partition("/")
    if not mark:
        return [stated]
    return [Stated("systolic", upper.strip(), stated.unit), Stated("diastolic", lower.strip(), stated.unit)]


def _data_point(number: int, header: Members, body: Members) -> Reading:
    """An Open mHealth data point: the schema's name is no more than the name of the value in the body."""
    members = {"id": _text(header.get("id") or header.get("uuid")), "resident": _text(header.get("user_id"))}
    origin = header.get("acquisition_provenance")
    if isinstance(origin, Mapping):
        members["type"] = _text(origin.get("source_name"))
        members["device"] = _text(origin.get("source_origin_id"))
    frame = body.get("effective_time_frame")
    frame = frame if isinstance(frame, Mapping) else {}
    interval = frame.get("time_interval")
    interval = interval if isinstance(interval, Mapping) else {}
    members["time"] = _text(frame.get("date_time") or interval.get("start_date_time"))
    members["ended"] = _text(interval.get("end_date_time"))
    values, unread = [], []
    for name, member in body.items():
        if kinds().get(spelled(name)) is not None:
            values.append(_stated(name, member))
        elif name != "effective_time_frame":
            unread.append(f"body.{name}")
    return Reading(number, {key: text for key, text in members.items() if text}, tuple(values), tuple(unread))


def _is_of_file(name: str) -> bool:
    return name == FIRST or spelled(name) in _OF_FILE | _BINDINGS


def _gateway(head: Members) -> tuple[str, str]:
    """The gateway's number and the time at which it sent the file, by its own clock."""
    said = {spelled(name): value for name, value in head.items()}
    about = said.get("gateway")
    if isinstance(about, Mapping):
        said |= {"gatewayid": about.get("id") or about.get("sn"), "gateway": ""} | {
            spelled(name): value for name, value in about.items() if spelled(name) in _OF_FILE
        }
    number = _text(said.get("gateway") or said.get("gatewayid"))
    return number, next((_text(said[name]) for name in said if name in _SENT and _text(said[name])), "")


def _worn(head: Members) -> dict[str, dict[str, str]]:
    """By the device's number, who wears it or which bed it is in, as the file's list of assignments says."""
    found: dict[str, dict[str, str]] = {}
    rows = [row for name, rows in head.items() if spelled(name) in _BINDINGS and isinstance(rows, list) for row in rows]
    for row in rows:
        members = _sorted_out(row)[0] if isinstance(row, Mapping) else {}
        if device := members.get("device"):
            found[device] = {key: members[key] for key in WHO if key in members}
    return found


def _text(value: Any) -> str:
    if value is None or isinstance(value, Mapping | list):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip()
