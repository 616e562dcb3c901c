"""Subscriptions: who wants to hear of what, what has happened since, and how it is told."""
