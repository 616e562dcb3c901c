"""A view's position as JSON, with the types of the other database kept: a time stays a time, a number a number."""

import json
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hub.errors import HubError
from hub.store.views import Position

_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(\.\d+)?")


def to_json(position: Position) -> bytes:
    """The position as it is kept."""
    return json.dumps({"watermark": _tagged(position.watermark), "key": _tagged(position.key)}).encode()


def from_json(data: bytes) -> Position:
    """The position that was kept. Raises HubError for a file that is damaged: nothing is skipped by guessing."""
    try:
        found = json.loads(data)
        return Position(_value(found["watermark"]), _value(found["key"]))
    except (ValueError, KeyError, TypeError) as err:
        raise HubError(
            "The position of a view cannot be read. Remove its file from the folder `views` to read the view anew: "
            "rows that are stored already stay as they are."
        ) from err


def before(position: Position | None, seconds: int) -> Position | None:
    """Where a turn begins: so many seconds earlier, where the watermark is a time."""
    if position is None or not seconds:
        return position
    mark = position.watermark
    if isinstance(mark, datetime):
        return Position(mark - timedelta(seconds=seconds), None)
    if isinstance(mark, str) and (match := _TIME.fullmatch(mark)):
        earlier = datetime.fromisoformat(f"{match[1]} {match[2]}") - timedelta(seconds=seconds)
        return Position(earlier.isoformat(sep=mark[10]), None)
    return position


def _tagged(value: Any) -> list[str]:
    if isinstance(value, datetime):
        return ["datetime", value.isoformat()]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal, str)):
        return ["none", ""] if value is None else ["str", str(value)]
    return [type(value).__name__, str(value)]


def _value(tagged: list[str]) -> Any:
    kind, text = tagged
    readers: dict[str, Any] = {
        "datetime": datetime.fromisoformat, "date": date.fromisoformat, "int": int, "float": float,
        "Decimal": Decimal, "str": str, "none": lambda _: None,
    }  # fmt: skip
    return readers[kind](text)
