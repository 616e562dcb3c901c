"""The body of a request: its type, its JSON, its conformance to R4. https://hl7.org/fhir/R4/http.html#mime-type."""

import asyncio
import re
from collections.abc import Callable
from typing import Final, TypeVar

from fhir_profiles.bundle_text import parse_bundle
from fhir_profiles.conformance_on_write import OFF, Modes, issues_on_write
from fhir_profiles.issue import Issue, JsonObject
from fhir_profiles.json_text import JsonTextError, parse
from fhir_profiles.registry import RESOURCE_TYPES
from hub.api.call import Call
from hub.api.http import Pairs, pairs_of
from hub.errors import BadRequestError, InvalidResourceError, MediaTypeError

JSON_TYPES = frozenset({"application/fhir+json", "application/json", "text/json", "application/json+fhir"})
FORM_TYPE = "application/x-www-form-urlencoded"
_VERSION: Final = re.compile(r"fhirversion\s*=\s*\"?([^\s;,\"]*)", re.IGNORECASE)
T = TypeVar("T")


def media_type_of(call: Call) -> str:
    """The content type without its parameters, in small letters."""
    return call.request.header(b"content-type").partition(";")[0].strip().lower()


def demand_json(call: Call) -> None:
    """Raise MediaTypeError for a body that is not JSON."""
    given = media_type_of(call)
    if given not in JSON_TYPES:
        raise MediaTypeError(
            f"The content type is {given or 'missing'}; expected application/fhir+json. XML and Turtle are not read."
        )
    if is_other_version(call.request.header(b"content-type")):
        raise MediaTypeError("The content type names another version of FHIR; expected fhirVersion=4.0, or none.")


def is_other_version(media_type: str) -> bool:
    """Whether a media type's parameter fhirVersion is another than 4.0. https://hl7.org/fhir/R4/http.html#version-parameter."""
    found = _VERSION.search(media_type)
    return found is not None and found[1] not in {"4.0", "4.0.1"}


async def read_resource(call: Call) -> tuple[bytes, JsonObject]:
    """The body as bytes and as a valid R4 resource of the path's type.

    Raises BadRequestError or InvalidResourceError. The type comes first: what is wrong with another one says nothing.
    """
    demand_json(call)
    data = await call.request.body()
    resource = await beside_the_loop(call, data, parse_body)
    demand_type(resource, call.type)
    await check_parsed(call, data, resource)
    return data, resource


def demand_type(resource: JsonObject, resource_type: str) -> None:
    """Raise InvalidResourceError when the body is of another type than the path; one of no type is for validation."""
    given = resource.get("resourceType")
    if isinstance(given, str) and given in RESOURCE_TYPES and given != resource_type:
        text = f"The body is of the type {given}; expected {resource_type}, as the path says."
        raise InvalidResourceError(text, issues=[Issue("error", "invalid", text, expression="resourceType")])


async def check_resource(call: Call, data: bytes) -> JsonObject:
    """Parse strictly and validate; a large body beside the loop, so that nobody else waits for it."""
    resource = await beside_the_loop(call, data, parse_body)
    await check_parsed(call, data, resource)
    return resource


async def check_parsed(call: Call, data: bytes, resource: JsonObject) -> None:
    """Validate a body that was parsed already; a large one in the process pool, since validating keeps the GIL."""
    is_large, modes = len(data) > call.hub.settings.offload_bytes, modes_of(call)
    found = await call.hub.offload.run(issues_of, data, modes) if is_large else find_issues(resource, data, modes=modes)
    refuse_errors(found)
    call.issues += found


def modes_of(call: Call) -> Modes:
    """How profiles are looked at. What would only warn is looked at when the caller wants to be told."""
    settings = call.hub.settings
    claims, alliance = settings.profile_validation, settings.alliance_validation
    if "return=OperationOutcome" in call.prefers:
        return Modes(claims, alliance)
    return Modes(claims if claims == "enforce" else "off", alliance if alliance == "enforce" else "off")


async def read_parameters(call: Call) -> tuple[bytes, JsonObject | None]:
    """The body of an operation: a resource, or nothing."""
    data = await call.request.body()
    if not data:
        return b"", None
    demand_json(call)
    return data, await check_resource(call, data)


async def read_form(call: Call) -> Pairs:
    """The pairs of a POST search. https://hl7.org/fhir/R4/http.html#search."""
    data = await call.request.body()
    if data and media_type_of(call) != FORM_TYPE:
        raise MediaTypeError(f"A POST search carries its parameters as {FORM_TYPE}.")
    return pairs_of(data) if data else ()


async def beside_the_loop(call: Call, data: bytes, read: Callable[[bytes], T]) -> T:
    """`read(data)`; of a large body in a thread: readers call back often, and others run each half millisecond."""
    if len(data) <= call.hub.settings.offload_bytes:
        return read(data)
    return await asyncio.get_running_loop().run_in_executor(None, read, data)


def parse_body(data: bytes) -> JsonObject:
    """The JSON object. Raises BadRequestError with line and column."""
    try:
        return parse(data)
    except JsonTextError as err:
        raise BadRequestError(err.issue.text, issues=(err.issue,)) from err


def parse_bundle_body(data: bytes) -> tuple[JsonObject, list[bytes | None]]:
    """The JSON object, and the exact bytes of each entry's resource. Raises BadRequestError with line and column."""
    try:
        return parse_bundle(data)
    except JsonTextError as err:
        raise BadRequestError(err.issue.text, issues=(err.issue,)) from err


def refuse_errors(issues: list[Issue]) -> None:
    """Raise InvalidResourceError when an issue is an error."""
    if any(issue.is_error for issue in issues):
        raise InvalidResourceError("The resource is not valid FHIR R4.", issues=issues)


def issues_of(data: bytes, modes: Modes = OFF) -> list[Issue]:
    """What is wrong with these bytes; runs in a worker."""
    try:
        resource = parse(data)
    except JsonTextError as err:
        return [err.issue]
    return find_issues(resource, data, modes=modes)


def find_issues(resource: JsonObject, data: bytes | None = None, *, modes: Modes = OFF) -> list[Issue]:
    """`issues_on_write`, also for a number of thousands of digits: the schema's engine gives up on it (ValueError)."""
    try:
        return issues_on_write(resource, data, modes=modes)
    except ValueError:
        text = "A number is too long to be read; expected at most 4,300 digits."
        return [Issue("error", "value", text, expression=str(resource.get("resourceType", "")))]
