"""FHIRPath for R4: expressions become Python functions. https://hl7.org/fhirpath/N1/.

`compile_path` gives closures, which also run what a client sends (FHIRPath Patch); the standard's own
invariants run as generated Python (`fhir_profiles.compile.checks`), with these closures as their long form.
"""

from fhir_profiles.fhirpath.closures import compile_path
from fhir_profiles.fhirpath.engine import CompiledPath
from fhir_profiles.fhirpath.nodes import Node, root_node
from fhir_profiles.fhirpath.syntax import FhirPathError

__all__ = ["CompiledPath", "FhirPathError", "Node", "compile_path", "root_node"]
