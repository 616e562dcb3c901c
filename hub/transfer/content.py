"""What goes into one transfer document, before it is arranged."""

from dataclasses import dataclass

from fhir_profiles.issue import JsonObject
from hub.store.admin import Member


@dataclass(frozen=True, slots=True)
class TransferContent:
    """What goes into one document. `record` is the sender's view of the elder, newest first; `now` in microseconds.

    `last` is the last transfer document of the same elder that the sender knows, None when there was none; `told` are
    the lines of the call by which the elder was announced (SBAR), as they were said then.
    """

    request: JsonObject
    task: JsonObject
    patient: JsonObject
    record: tuple[JsonObject, ...]
    sender: Member
    receiver: Member
    now: int
    last: JsonObject | None = None
    told: tuple[str, ...] = ()
