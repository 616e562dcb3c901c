"""Which tokens are asked for within one patient, and so stand in the compartment index (DESIGN D15).

`patient=X&code=Y` is the commonest search of the field. What nearly every record of a patient has, such as a final
status, and what is found by itself, such as an identifier, is tested on the patient's rows instead.
"""

from functools import cache
from typing import Final

from fhir_profiles.registry import search_parameters

_NAMES: Final = frozenset({"category", "class", "clinical-status", "code", "component-code", "type", "vaccine-code"})


@cache
def within_patient(resource_type: str) -> frozenset[int]:
    """Numbers of the token parameters whose rows carry their patient."""
    parameters = search_parameters(resource_type)
    return frozenset(parameters[name].number for name in _NAMES & parameters.keys() if parameters[name].type == "token")
