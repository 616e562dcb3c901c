"""Rules of a referral: pure functions from a catalogue and facts to findings."""
