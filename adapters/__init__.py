"""Adapters: foreign messages and files to FHIR R4 Bundles, and back. They know no database and no network."""
