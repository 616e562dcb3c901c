"""FHIR transaction and batch interactions. https://hl7.org/fhir/R4/http.html#transaction."""
