"""Beds, slots and equipment on loan, whose entries the directory holds, and what the public sees of it."""
