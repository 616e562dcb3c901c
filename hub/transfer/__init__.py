"""The signed transfer bundle: what goes with the elder."""
