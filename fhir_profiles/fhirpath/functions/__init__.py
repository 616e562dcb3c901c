"""The functions of FHIRPath by name. https://hl7.org/fhirpath/N1/#functions, https://hl7.org/fhir/R4/fhirpath.html."""

from fhir_profiles.fhirpath.functions import collections, conversion, numbers, texts, tree
from fhir_profiles.fhirpath.functions.function import Function

FUNCTIONS: dict[str, Function] = {
    **collections.FUNCTIONS,
    **conversion.FUNCTIONS,
    **numbers.FUNCTIONS,
    **texts.FUNCTIONS,
    **tree.FUNCTIONS,
}

MATCHERS = frozenset({"matches", "replaceMatches"})
"""Functions that run a regular expression."""

TYPE_FUNCTIONS = frozenset({"is", "as", "ofType"})
"""Functions whose argument is the name of a type."""
