"""The `hub` command: one module for each noun."""
