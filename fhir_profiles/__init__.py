"""FHIR R4 as this project uses it: validation, search accessors, profiles and types."""
