"""Bulk data: exports as resumable jobs, and loads of a member's records from NDJSON files."""
