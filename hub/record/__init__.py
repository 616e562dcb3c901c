"""One elder's record across the members, as far as the reader may see it."""
