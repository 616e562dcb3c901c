"""One file for each FHIR interaction."""
