"""Consent, and the other lawful bases of a disclosure."""
