"""TLS of the HL7 v2 listener and of deliveries over mllps. RFC 8446; IHE ATNA (ITI-19) asks for mutual TLS."""

import ssl
from pathlib import Path
from typing import Any

from hub.bootstrap import KEYS
from hub.errors import BadRequestError
from hub.log import LogEvent, log
from hub.settings import Settings


def server_context(settings: Settings) -> ssl.SSLContext:
    """The listener's side: its certificate, and the authorities of senders where they must show one.

    Raises BadRequestError when a file is missing, is no PEM, or the key can be read by others.
    """
    certificate, key = _place(settings, settings.mllps_certificate), _place(settings, settings.mllps_key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.sslobject_class = _Told
    try:
        if key.stat().st_mode & 0o077:
            raise BadRequestError(f"{key} can be read by others; expected mode 0600. Run chmod 600 on it.")
        context.load_cert_chain(certificate, key)
        if settings.mllps_clients:
            context.load_verify_locations(_place(settings, Path(settings.mllps_clients)))
            context.verify_mode = ssl.CERT_REQUIRED
    except (OSError, ssl.SSLError) as err:
        raise BadRequestError(
            f"The HL7 v2 listener with TLS cannot use its certificate, key or authorities ({err}); expected PEM files "
            "at HUB_MLLPS_CERTIFICATE, HUB_MLLPS_KEY and HUB_MLLPS_CLIENTS."
        ) from err
    return context


class _Told(ssl.SSLObject):
    """Says in the log why a handshake failed: the event loop closes such a connection without a word."""

    def do_handshake(self) -> None:
        try:
            super().do_handshake()
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            raise
        except ssl.SSLError as err:
            reason = err.verify_message if isinstance(err, ssl.SSLCertVerificationError) else err.reason
            log(LogEvent.MLLP_TLS_REFUSED, error=reason or type(err).__name__)
            raise


def names_in(certificate: dict[str, Any] | None) -> frozenset[str]:
    """The common names and DNS names that a peer's certificate gives."""
    if not certificate:
        return frozenset()
    subject = [value for part in certificate.get("subject", ()) for name, value in part if name == "commonName"]
    others = [value for kind, value in certificate.get("subjectAltName", ()) if kind == "DNS"]
    return frozenset([*subject, *others])


def _place(settings: Settings, path: Path) -> Path:
    return path if path.is_absolute() else settings.data / KEYS / path
