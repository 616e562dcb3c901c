"""Search by place: `near=latitude|longitude|distance|units`. https://hl7.org/fhir/R4/location.html#search.

A position is indexed as a point on a sphere of radius one: its height above the equator's plane leads the row, the
two other coordinates stand beside it in whole millionths of a millionth. So a distance needs no trigonometry in SQL,
and neither the date line nor a pole is special. The earth is taken as a sphere: a distance is right to half a percent.
"""

from math import cos, degrees, radians, sin
from typing import Any, Final

from fhir_profiles.issue import JsonObject
from fhir_profiles.registry import SearchParameter, search_parameters
from hub.errors import BadSearchError
from hub.store.query import Criterion
from hub.store.search.condition import Condition, Context, alternatives

NEAR: Final = "near"
_RADIUS_KM: Final = 6371.0088
"""Mean radius of the earth (IUGG)."""

_KM: Final = {"": 1.0, "km": 1.0, "m": 0.001, "[mi_i]": 1.609344, "[mi_us]": 1.609347218694, "[nmi_i]": 1.852}
"""Units by their UCUM codes. https://ucum.org/ucum."""

_NEAR_KM: Final = 10.0
"""What is near where no distance is given: a part of a large city."""

_SCALE: Final = 1e12
_SLACK: Final = 1e-12
"""Rounding of the height: six micrometres."""

Point = tuple[float, float, float]


def position_rows(resource: JsonObject) -> list[tuple[int, float, int, int]]:
    """The row among the quantities of a Location that has a position: parameter, height, and the two others.

    A position that is nowhere on earth is found nowhere, and is stored as it was sent.
    """
    position = resource.get("position")
    if not isinstance(position, dict) or "latitude" not in position or "longitude" not in position:
        return []
    latitude, longitude = float(position["latitude"]), float(position["longitude"])
    if not _is_on_earth(latitude, longitude):
        return []
    x, y, z = _point(latitude, longitude)
    return [(search_parameters("Location")[NEAR].number, z, round(x * _SCALE), round(y * _SCALE))]


def near_condition(criterion: Criterion, context: Context) -> Condition:
    """Rows of places that are not further away than is asked. Raises BadSearchError."""
    parts = [_part(value.text, context) for value in criterion.values]
    return Condition(
        table="index_quantity",
        where=f"x.parameter = {criterion.parameter.number} AND {alternatives(parts)}",
        resource_index="quantity_resource",
    )


def is_near(parameter: SearchParameter) -> bool:
    """Whether it is the special parameter that is served; the others have no definition of their own."""
    return parameter.type == "special" and parameter.name == NEAR


def read_near(text: str) -> tuple[float, float, float]:
    """Latitude, longitude (degrees, WGS84) and distance (kilometres). Raises BadSearchError."""
    parts = text.split("|")
    north, east, far, unit = (*parts, "", "", "")[:4]
    try:
        latitude, longitude, distance = float(north), float(east), float(far or _NEAR_KM)
    except ValueError:
        latitude = longitude = distance = -1000.0
    is_place = _is_on_earth(latitude, longitude) and 0 <= distance < float("inf")
    if not is_place or unit not in _KM or len(parts) > 4:
        raise BadSearchError(
            f"The value of near is {text[:60]!r}; expected latitude|longitude|distance|units in degrees, with units "
            "km, m, [mi_i], [mi_us] or [nmi_i], as in 30.2741|120.1551|5|km. Without units the distance is in km, "
            f"without a distance it is {_NEAR_KM:.0f} km."
        )
    return latitude, longitude, distance * (_KM[unit] if far else 1.0)


def chord(distance: float) -> float:
    """The straight line, in radii, between two points that are so many kilometres apart on the ground."""
    angle = distance / _RADIUS_KM
    return 2 * sin(min(angle / 2, radians(90)))


def _part(text: str, context: Context) -> str:
    latitude, longitude, distance = read_near(text)
    x, y, z = _point(latitude, longitude)
    reach = degrees(distance / _RADIUS_KM)
    low = _height(latitude - reach) - _SLACK
    high = _height(latitude + reach) + _SLACK
    bind: Any = context.names.bind
    east, north, up = bind(x * _SCALE), bind(y * _SCALE), bind(z)
    aside = f"(x.system - {east}) * (x.system - {east}) + (x.code - {north}) * (x.code - {north})"
    square = f"({aside}) * {bind(_SCALE**-2)} + (x.value - {up}) * (x.value - {up})"
    most = bind((chord(distance) + _SLACK) ** 2)
    return f"(x.value >= {bind(low)} AND x.value <= {bind(high)} AND {square} <= {most})"


def _is_on_earth(latitude: float, longitude: float) -> bool:
    """Whether these are degrees of a place; numbers beyond every float are none."""
    return abs(latitude) <= 90 and abs(longitude) <= 180


def _point(latitude: float, longitude: float) -> Point:
    """On a sphere of radius one."""
    up, around = radians(latitude), radians(longitude)
    return cos(up) * cos(around), cos(up) * sin(around), sin(up)


def _height(latitude: float) -> float:
    """Above the plane of the equator; beyond a pole, that of the pole."""
    return sin(radians(max(-90.0, min(90.0, latitude))))
