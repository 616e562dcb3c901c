"""Examinations that one member records and another reads: the reading desk, the ECG sheet, the signed report."""
