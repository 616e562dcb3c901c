"""Links inside a message to the stored resources, and to the sender's own institution. Pure."""

from collections.abc import Mapping
from operator import is_
from typing import Any

from fhir_profiles.compiled.link_names import LINK_NAMES
from fhir_profiles.issue import JsonObject


def linked(value: Any, links: Mapping[str, str], name: str = "") -> Any:
    """A resource with each link that is a key of `links` replaced. What holds no such link is shared, not copied."""
    if type(value) is dict:
        return _linked_object(value, links)
    if type(value) is list:
        made = [linked(item, links, name) for item in value]
        return value if all(map(is_, made, value)) else made
    if type(value) is str and name in LINK_NAMES:
        return links.get(value, value)
    return value


def _linked_object(value: JsonObject, links: Mapping[str, str]) -> JsonObject:
    changed: JsonObject = {}
    for key, item in value.items():
        kind = type(item)
        if kind is str:
            if key in LINK_NAMES and item in links:
                changed[key] = links[item]
        elif kind is dict:
            if (made := _linked_object(item, links)) is not item:
                changed[key] = made
        elif kind is list and (made := linked(item, links, key)) is not item:
            changed[key] = made
    if "identifier" in value and (found := _own_institution(value, links)):
        return {"reference": found, **value, **changed}
    return {**value, **changed} if changed else value


def _own_institution(value: JsonObject, links: Mapping[str, str]) -> str:
    """The Organization behind a logical reference to the sender itself."""
    identifier = value.get("identifier")
    if value.get("type") != "Organization" or "reference" in value or not isinstance(identifier, dict):
        return ""
    return links.get(f"{identifier.get('system')}|{identifier.get('value')}", "")
