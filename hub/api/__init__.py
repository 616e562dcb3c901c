"""The FHIR R4 API and the other HTTP interfaces of the hub."""
