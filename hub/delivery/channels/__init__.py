"""One file for each way to deliver."""
