"""Log events with stable ids, as JSON lines. A field that is not on the allow-list is dropped.

Never bodies, headers, names or identifiers of people.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any

ALLOWED_FIELDS = frozenset(
    {
        "address", "adapter", "attempts", "bytes", "channel", "client", "code", "control", "count", "error", "event",
        "file", "key", "kind", "limit", "member", "method", "milliseconds", "operation", "peer", "port", "receiver",
        "request", "resource_type", "rule", "state", "status", "version",
    }
)  # fmt: skip


class LogEvent(Enum):
    """Everything that the hub says in its log: (level, text)."""

    SERVER_STARTED = (logging.INFO, "The hub listens.")
    SERVER_STOPPED = (logging.INFO, "The hub has stopped.")
    REQUEST_FAILED = (logging.ERROR, "A request failed for a reason that the hub does not know.")
    STORE_COMMIT_FAILED = (logging.ERROR, "A commit failed; nothing of it was acknowledged.")
    WORKER_ENDED = (logging.ERROR, "A server process ended by itself and is started again.")
    STORE_TRIED_AGAIN = (logging.INFO, "A batch met another transaction, or lost its connection, and is decided again.")
    STORE_STOPPED = (logging.CRITICAL, "The disk did not confirm a write; the hub takes no more writes.")
    MLLP_CONNECTED = (logging.INFO, "An HL7 v2 peer connected.")
    MLLP_CLOSED = (logging.INFO, "An HL7 v2 peer's connection ended.")
    MLLP_TLS_REFUSED = (logging.WARNING, "A connection with TLS failed before any message; its reason is the error.")
    MLLP_FRAME_REFUSED = (logging.WARNING, "An MLLP frame was refused.")
    FILE_TAKEN = (logging.INFO, "A file of the watched folder was taken; its answer lies beside it.")
    FOLDER_UNUSABLE = (
        logging.WARNING,
        "A member's part of the watched folder cannot be used; the hub's user needs to read, write and rename there.",
    )
    MESSAGE_STORED = (logging.DEBUG, "A message was stored and acknowledged.")
    MESSAGE_QUARANTINED = (logging.WARNING, "A message was refused and put in quarantine.")
    ACKNOWLEDGEMENT_UNADDRESSED = (
        logging.WARNING,
        "A sender asks for application acknowledgements (MSH-16), and no endpoint is registered for them.",
    )
    SENDER_UNBOUND = (logging.WARNING, "A message came from a sender that no member has claimed.")
    SENDER_FILE_READ = (logging.INFO, "The file of a sender was read.")
    SENDER_FILE_REFUSED = (logging.WARNING, "The file of a sender has a fault; what it said before stays in force.")
    SITE_FILE_READ = (logging.INFO, "The file of a site's tables was read.")
    SITE_FILE_REFUSED = (logging.WARNING, "The file of a site has a fault; what it said before stays in force.")
    VIEW_READ = (logging.INFO, "New rows of a database view were taken in.")
    VIEW_FAILED = (logging.WARNING, "A database view cannot be read; it is tried again.")
    VIEW_ROWS_WITHOUT_PLACE = (
        logging.WARNING,
        "Rows of a database view have no watermark or no key: they are not read.",
    )
    DELIVERY_DONE = (logging.INFO, "A delivery was confirmed by its receiver.")
    DELIVERY_FAILED = (logging.WARNING, "A delivery failed and will be tried again.")
    DELIVERY_GIVEN_UP = (logging.WARNING, "A delivery was refused for good, or tried too long; it is not tried again.")
    ECHO_STOPPED = (
        logging.WARNING,
        "Two systems repeat each other's form of one record; the next one was not told. Align their formats.",
    )
    ACCESS_DENIED = (logging.WARNING, "A caller was refused.")
    REINDEX_STARTED = (logging.INFO, "A reindex of a type of resources begins or goes on.")
    REINDEX_DONE = (logging.INFO, "A reindex of a type of resources is through.")
    TIMER_FIRED = (logging.INFO, "A time limit was reached.")
    WORKER_KILLED = (logging.ERROR, "A worker process went over its limits and was stopped.")
    BACKGROUND_FAILED = (logging.ERROR, "A background task failed and goes on with its next turn.")


_LOGGER = logging.getLogger("hub")


def log(event: LogEvent, /, **fields: str | float | None) -> None:
    """Write one event."""
    level, _ = event.value
    if _LOGGER.isEnabledFor(level):
        _LOGGER.log(level, event.name, extra={"hub_event": event, "hub_fields": fields})


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, id, text and the allowed fields."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        event: LogEvent | None = getattr(record, "hub_event", None)
        line: dict[str, Any] = {
            "time": _instant(record.created),
            "level": record.levelname,
        }
        if event is None:
            line |= {"id": "LIBRARY", "logger": record.name, "text": record.getMessage()}
        else:
            fields: dict[str, Any] = getattr(record, "hub_fields", {})
            line |= {"id": event.name, "text": event.value[1]}
            line |= {name: value for name, value in fields.items() if name in ALLOWED_FIELDS}
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = self._where(record)
        return json.dumps(line, ensure_ascii=False)

    def _where(self, record: logging.LogRecord) -> str:
        """Type and place of an exception, without its text: that may be personal."""
        assert record.exc_info is not None
        kind, _, trace = record.exc_info
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else "?"
        return f"{kind.__name__ if kind else '?'} at {place}"


def _instant(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, tz=UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def configure_logging(level: str, *, path: Path | None = None) -> None:
    """Send the hub's log to standard error as JSON lines, or to the end of a file."""
    handler = logging.StreamHandler(sys.stderr) if path is None else logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
