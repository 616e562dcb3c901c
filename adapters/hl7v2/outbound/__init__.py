"""FHIR to HL7 v2: the other way of this adapter. A folder of one file for each message, and one for each segment."""
