"""Settings, from environment variables `HUB_*`. docs/settings.md lists them; a test compares."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any


def _setting(default: Any, meaning: str) -> Any:
    """A field with its documentation; docs/settings.md is generated from it."""
    return field(default=default, metadata={"meaning": meaning})


class SettingError(ValueError):
    """An environment variable that cannot be read; the text names it and what was expected."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set; the environment variable is `HUB_` and the name in capitals."""

    data: Path = _setting(Path("hub-data"), "Folder of the embedded database, the keys and the image store.")
    db: str = _setting("", "PostgreSQL URL instead of the embedded database, as in postgresql://hub@db.example/hub.")
    workers: int = _setting(1, "Server processes of `hub serve`; more than one needs PostgreSQL.")
    http: str = _setting("127.0.0.1:8000", "Address of the web server, HOST:PORT.")
    mllp: str = _setting("127.0.0.1:2575", "Address of the HL7 v2 listener, HOST:PORT; empty turns it off.")
    base_url: str = _setting(
        "", "Public address of the hub, as in https://hub.example; default is the web server's own."
    )
    language: str = _setting("zh_Hans", "Language of the console when the reader has not chosen: zh_Hans or en.")
    timezone: str = _setting("Asia/Shanghai", "Time zone of times that carry none.")
    log_level: str = _setting("INFO", "DEBUG, INFO, WARNING or ERROR.")
    lead_name: str = _setting("本机构", "Name of the first member, made when the data folder is new.")
    lead_code: str = _setting("H1", "Code of the first member, made when the data folder is new.")
    mllps: str = _setting("", "Address of the HL7 v2 listener with TLS, HOST:PORT; empty turns it off.")
    mllps_certificate: Path = _setting(
        Path("mllps.crt"), "Certificate (chain) of that listener, PEM; a relative path is inside the folder of keys."
    )
    mllps_key: Path = _setting(
        Path("mllps.key"), "Its private key, PEM, readable by the hub's user alone; relative as the certificate."
    )
    mllps_clients: str = _setting(
        "",
        "Certificates (PEM) of the authorities that sign the senders' certificates: with them every sender must show "
        "one (mutual TLS), and receivers over mllps must have one of theirs. Relative as the certificate.",
    )
    mllp_connections: int = _setting(8192, "HL7 v2 connections open at once; more are closed at once.")
    mllp_peer_connections: int = _setting(4096, "HL7 v2 connections of one address open at once.")
    folder: str = _setting(
        "",
        "Folder that is watched for files (HL7 v2, tables): one folder in it for each member, named by its code. "
        "Relative to the data folder; empty turns it off.",
    )
    folder_seconds: float = _setting(2.0, "Pause between two looks into the watched folder.")
    folder_settle_seconds: float = _setting(
        5.0, "A file in the watched folder that has not changed for so long is whole, and taken."
    )
    folder_bytes: int = _setting(200_000_000, "Largest file that is taken from the watched folder.")
    mllp_member: str = _setting(
        "",
        "Code of the member whose messages the HL7 v2 listener takes when no sender names it; default the first.",
    )
    senders: Path = _setting(
        Path("senders"), "Folder of the files that describe HL7 v2 senders; a relative path is inside the data folder."
    )
    sites: Path = _setting(
        Path("sites"),
        "Folder of the files that describe hospital tables and views; a relative path is inside the data folder.",
    )
    mllp_frame_limit: int = _setting(10_000_000, "Largest HL7 v2 frame in bytes.")
    mllp_frame_seconds: int = _setting(60, "An HL7 v2 frame that is not complete after so long closes its connection.")
    mllp_idle_seconds: int = _setting(600, "An HL7 v2 connection that is silent for so long is closed.")
    body_limit: int = _setting(20_000_000, "Largest HTTP body in bytes.")
    offload_bytes: int = _setting(256_000, "A body over this size is parsed and checked in the process pool.")
    pool_processes: int = _setting(1, "Processes for slow work.")
    pool_queue: int = _setting(64, "Slow jobs that may wait; more are refused with 503.")
    pool_seconds: int = _setting(60, "A slow job that takes longer is stopped.")
    pool_megabytes: int = _setting(1024, "Memory that a slow job may take, in megabytes; more stops it.")
    token_seconds: int = _setting(300, "Life of an access token.")
    session_hours: int = _setting(8, "Life of a console session.")
    in_flight: int = _setting(1024, "Requests served at once; more are refused with 503.")
    sms_gateway: str = _setting("", "URL that takes text messages to people on duty as JSON; empty: none are sent.")
    voice_gateway: str = _setting("", "URL that takes voice calls to people on duty as JSON; empty: none are made.")
    chat_gateway: str = _setting("", "URL that takes chat messages to people on duty as JSON; empty: none are sent.")
    referral_limits: str = _setting(
        "",
        "Time limits of referrals that differ from the built-in ones, in minutes as NAME=STAT/URGENT/ROUTINE, as in "
        "open=5/30/240 decide=15/120/1440 (names in docs/referral.md).",
    )
    transfer_receipt: str = _setting(
        "30/60/240",
        "Minutes within which the receiver confirms a transfer document, as STAT/URGENT/ROUTINE; routine runs in its "
        "service hours.",
    )
    service_hours: str = _setting(
        "1-5 08:00-17:30",
        "When referral desks are open that say nothing themselves, as in 1-5 08:00-12:00 13:30-17:30 (1 is Monday); "
        "routine limits run only then.",
    )
    holidays: Path = _setting(
        Path("holidays.csv"),
        "Table of holidays (date,kind,name; kind off or work); a relative path is in the data folder.",
    )
    delivery_retry_seconds: int = _setting(5, "Wait before the second try of a delivery; it doubles up to an hour.")
    export_jobs: int = _setting(4, "Bulk exports that one client may have under way; more are refused with 429.")
    export_hours: int = _setting(24, "How long the files of a bulk export can be fetched.")
    pdf_font: str = _setting(
        "Noto Sans CJK SC", "Font family of printed sheets (PDF); the machine must have it, and it is embedded."
    )
    profile_validation: str = _setting(
        "warn", "Profiles that a written resource claims in meta.profile: off, warn or enforce (422)."
    )
    alliance_validation: str = _setting(
        "warn", "The alliance's own profile of a written resource that claims none: off, warn or enforce (422)."
    )
    audit_reads: bool = _setting(True, "Write an audit entry for reads and searches (turn it off only to measure).")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Settings of this process. Raises SettingError for a value that cannot be read."""
        given: dict[str, Any] = {}
        for item in fields(cls):
            text = environment.get(f"HUB_{item.name.upper()}")
            if text is not None:
                given[item.name] = _read(item.name, text, type(item.default))
        return cls(**given)


_MODES = ("off", "warn", "enforce")
_CHOICES = {"profile_validation": _MODES, "alliance_validation": _MODES}


def _read(name: str, text: str, kind: type) -> Any:
    if kind is bool:
        if text.lower() in {"1", "true", "yes", "on", "0", "false", "no", "off"}:
            return text.lower() in {"1", "true", "yes", "on"}
        raise SettingError(f"HUB_{name.upper()} is {text!r}; expected true or false.")
    if text not in _CHOICES.get(name, (text,)):
        raise SettingError(f"HUB_{name.upper()} is {text!r}; expected one of {', '.join(_CHOICES[name])}.")
    try:
        return kind(text)
    except ValueError as err:
        raise SettingError(f"HUB_{name.upper()} is {text!r}; expected {kind.__name__}.") from err
