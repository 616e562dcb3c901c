"""One file for each operation; each has `OPERATION`."""
