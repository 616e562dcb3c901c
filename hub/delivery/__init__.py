"""Delivery: the outbox, its channels, and what is due at a time."""
