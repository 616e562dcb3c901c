"""The residue report: every populated input value that stands in no resource."""

from functools import lru_cache

from adapters.hl7v2.tokenizer import Message
from fhir_profiles.issue import Issue


def residue(message: Message) -> tuple[Issue, ...]:
    """One informational issue for each populated field, repetition or component that was not mapped.

    Texts hold the path alone, nothing of a value.
    """
    return tuple([_issue(path, kept) for segment in message.segments for path, kept in segment.unmapped()])


@lru_cache(maxsize=8192)
def _issue(path: str, kept: bool) -> Issue:
    if kept:
        return Issue(
            severity="information",
            code="informational",
            text=f"{path} is only kept with the message: it steers the conversion.",
            expression=path,
        )
    return Issue(
        severity="information",
        code="not-supported",
        text=f"{path} is not mapped; it is kept with the message.",
        expression=path,
    )
