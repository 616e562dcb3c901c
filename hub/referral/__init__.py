"""Referrals between members: the workflow and its rules."""
