"""Every error of the hub, with its FHIR issue code and HTTP status.

    HubError
    ├── BadRequestError        400 invalid       the request cannot be read
    │   ├── BadSearchError     400 value         a search parameter cannot be read
    │   └── TooCostlyError     400 too-costly    the answer would cost too much
    ├── NotSignedInError       401 login         no valid token or session
    ├── ForbiddenError         403 forbidden     the caller may not do this
    ├── NotFoundError          404 not-found     unknown, deleted or not visible: all three look the same
    ├── MethodNotAllowedError  405 not-supported
    ├── NotAcceptableError     406 not-supported only JSON is spoken
    ├── ConflictError          409 conflict      someone else was quicker, or a rule of the workflow
    ├── GoneError              410 deleted
    ├── PreconditionError      412 conflict      If-Match or a conditional interaction
    ├── TooLargeError          413 too-long
    ├── MediaTypeError         415 not-supported
    ├── InvalidResourceError   422 invalid       with the list of issues
    ├── RuleError              422 business-rule a rule of the alliance forbids it
    ├── MissingPackageError    501 not-supported the machine lacks a package
    ├── TooManyError           429 throttled     the client has too much under way
    └── OverloadError          503 throttled     try again later

One place turns them into an OperationOutcome (`operation_outcome`), an acknowledgement
(`hub.ingest`) or an exit status (`hub.cli`). Texts hold nothing personal.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from fhir_profiles.issue import Issue, operation_outcome

if TYPE_CHECKING:
    from fhir_profiles.compiled.types import OperationOutcome


class HubError(Exception):
    """Base of all. `text` says what happened, what was expected and what to do."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "exception"

    def __init__(self, text: str, *, issues: Sequence[Issue] = (), headers: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(text)
        self.text = text
        self.issues = tuple(issues) or (Issue(severity="error", code=self.code, text=text),)
        self.headers = tuple(headers)

    def outcome(self) -> "OperationOutcome":
        """The OperationOutcome of this error."""
        return operation_outcome(self.issues)


class BadRequestError(HubError):
    """The request cannot be read."""

    status, code = 400, "invalid"


class BadSearchError(BadRequestError):
    """A search parameter cannot be read."""

    code = "value"


class TooCostlyError(BadRequestError):
    """The answer would cost too much."""

    code = "too-costly"


class NotSignedInError(HubError):
    """No valid token or session."""

    status, code = 401, "login"
    client = ""
    """The client that a genuine token names, though it no longer counts."""


class ForbiddenError(HubError):
    """The caller may not do this."""

    status, code = 403, "forbidden"


class NotFoundError(HubError):
    """Unknown, deleted or not visible to the caller."""

    status, code = 404, "not-found"


class MethodNotAllowedError(HubError):
    """The path does not answer this method."""

    status, code = 405, "not-supported"


class NotAcceptableError(HubError):
    """The caller wants a format that the hub does not speak."""

    status, code = 406, "not-supported"


class ConflictError(HubError):
    """Someone else was quicker, or the state does not allow it."""

    status, code = 409, "conflict"


class GoneError(HubError):
    """The resource was deleted."""

    status, code = 410, "deleted"


class PreconditionError(HubError):
    """If-Match, or a conditional interaction with more than one match."""

    status, code = 412, "conflict"


class TooLargeError(HubError):
    """The body is over the limit."""

    status, code = 413, "too-long"


class MediaTypeError(HubError):
    """The body's content type is not one that the hub reads."""

    status, code = 415, "not-supported"


class InvalidResourceError(HubError):
    """The resource breaks FHIR R4; `issues` says where."""

    status, code = 422, "invalid"


class RuleError(HubError):
    """A rule of the alliance forbids it; `issues` says which."""

    status, code = 422, "business-rule"


class MissingPackageError(HubError):
    """The machine lacks a package that this needs."""

    status, code = 501, "not-supported"


class TooManyError(HubError):
    """The client has as much under way as one may have."""

    status, code = 429, "throttled"


class OverloadError(HubError):
    """The hub has too much to do; nothing was stored."""

    status, code = 503, "throttled"
