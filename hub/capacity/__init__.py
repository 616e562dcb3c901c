"""Beds and the public directory."""
