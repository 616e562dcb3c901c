"""The trail of accesses: who saw or changed what."""
