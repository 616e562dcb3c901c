"""FHIR transaction and batch interactions. https://hl7.org/fhir/R4/http.html#transaction."""

from hub.api.call import Call
from hub.api.http import Answer
from hub.errors import MethodNotAllowedError


async def transaction(call: Call) -> Answer:
    """Not there yet."""
    call.principal.demand("*", "c")
    raise MethodNotAllowedError("Transactions are not served yet.")
