"""What the condition of a write must say before anything is changed by it. https://hl7.org/fhir/R4/http.html#cond-update.

A search leaves out a parameter without a value, and gives everything where nothing is asked. As a condition the same
words would name whatever resource is there: `PUT Patient?identifier=` from a sender whose number was empty would write
one person's record over another's. So a condition with an empty value, or without any criterion, is refused.
"""

from collections.abc import Sequence

from hub.errors import BadSearchError
from hub.store.query import SearchQuery


def demand_values(criteria: Sequence[tuple[str, str]]) -> None:
    """Raise BadSearchError for a condition that is empty, or of which a part is."""
    if not criteria:
        raise BadSearchError("The condition is empty; expected search parameters, as in identifier=system|value.")
    for name, value in criteria:
        parts = value.split(",")
        if not all(part.strip() for part in parts):
            raise BadSearchError(f"{name} has no value in the condition, so that anything would meet it; expected one.")
        if name == "identifier" and any(part.strip().endswith("|") and not part.endswith("\\|") for part in parts):
            raise BadSearchError(
                "identifier has a system without a value in the condition, so that any number of that system would "
                "meet it; expected system|value."
            )


def demand_criterion(query: SearchQuery) -> None:
    """Raise BadSearchError for a condition that says how the answer should look and not what is meant."""
    if not (query.criteria or query.ids or query.updated or query.lists or query.filters):
        raise BadSearchError(
            "The condition has no criterion, so that any resource would meet it; expected search parameters, as in "
            "identifier=system|value."
        )
