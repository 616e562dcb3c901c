"""Errors as answers: an OperationOutcome with the right status. https://hl7.org/fhir/R4/operationoutcome.html."""

from fhir_profiles.issue import Issue, operation_outcome
from fhir_profiles.json_text import JsonTextError, dump
from hub.api.http import Answer
from hub.errors import (
    BadRequestError,
    ConflictError,
    ForbiddenError,
    HubError,
    NotFoundError,
    PreconditionError,
    RuleError,
)
from hub.store.port import UnitConflictError

_CONFLICTS: dict[str, type[HubError]] = {
    "version": PreconditionError,
    "identifier": PreconditionError,
    "claim": ConflictError,
    "duplicate": ConflictError,
    "forbidden": ForbiddenError,
    "missing": NotFoundError,
}

UNKNOWN_TEXT = "There is no such resource, or it is not visible to you; check the type and the id."


def error_to_answer(err: HubError) -> Answer:
    """The answer for a known error."""
    return Answer(err.status, dump(err.outcome()), headers=err.headers)


def unexpected_answer(request_id: str) -> Answer:
    """The answer for an error that nobody foresaw: it says nothing but where to look."""
    issue = Issue(
        severity="fatal",
        code="exception",
        text=f"The hub failed on this request; nothing was stored. Tell the operator the request id {request_id}.",
    )
    return Answer(500, dump(operation_outcome([issue])))


def known_error(err: Exception) -> HubError | None:
    """A HubError for the errors of the layers below; None for one that is a fault of the hub."""
    if isinstance(err, HubError):
        return err
    if isinstance(err, UnitConflictError):
        return conflict_to_error(err)
    if isinstance(err, JsonTextError):
        return BadRequestError(err.issue.text, issues=(err.issue,))
    return None


def conflict_to_error(err: UnitConflictError) -> HubError:
    """A unit that was not stored, in the words of HTTP."""
    kind = _CONFLICTS.get(err.kind, RuleError)
    if kind is NotFoundError:
        return NotFoundError(UNKNOWN_TEXT)
    return kind(f"Nothing was stored: {err.detail}. Read the current state and try again.")


def not_found() -> NotFoundError:
    """One error for unknown and not visible, so that neither can be told from the other."""
    return NotFoundError(UNKNOWN_TEXT)
