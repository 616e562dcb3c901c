"""What a PATCH does to a parsed resource; pure functions, one file for each language of patches."""
