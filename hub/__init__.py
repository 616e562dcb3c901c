"""Alliance Hub 医养联盟互联互通平台: the server, its workflow and its doors."""

__version__ = "0.1.0"
