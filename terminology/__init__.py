"""Code systems, value sets, concept maps and the disease catalogue, as data with their sources."""
