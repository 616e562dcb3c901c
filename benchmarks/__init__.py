"""Figures with their physical limits, measured in the same run."""
