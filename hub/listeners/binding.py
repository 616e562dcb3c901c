"""A sender whose file names a certificate is believed only behind that certificate."""

from fhir_profiles.issue import Issue
from hub.clock import Clock
from hub.conversion import acknowledge, header
from hub.ingest.inbox import local_time
from hub.ingest.sender_folder import SenderFolder
from hub.log import LogEvent, log
from hub.settings import Settings

_SECONDS = 2.0


class CertificateBinding:
    """Looks at MSH-3 and MSH-4 of a message and at the names of its peer's certificate."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._folder = SenderFolder(settings.data / settings.senders, is_silent=True)
        self._clock = clock
        self._timezone = settings.timezone
        self._looked = float("-inf")

    def refusal(self, content: bytes, names: frozenset[str], *, peer: str) -> bytes | None:
        """The acknowledgement that refuses the message; None when it may pass."""
        now = self._clock.monotonic()
        if now - self._looked > _SECONDS:
            self._folder.refresh()
            self._looked = now
        if not self._folder.has_certificates:
            return None
        head = header(content)
        separator = head.delimiters.component
        application, facility = head.sending_application, head.sending_facility
        file = self._folder.find(application, facility) or self._folder.find(
            application.partition(separator)[0], facility.partition(separator)[0]
        )
        if file is None or not file.certificate or file.certificate in names:
            return None
        log(LogEvent.ACCESS_DENIED, kind="message", peer=peer, code="certificate")
        text = (
            "The sender in MSH-3 and MSH-4 sends only with the certificate that its file names; this connection showed "
            "none, or another. Connect to the listener with TLS by that certificate, or correct the file."
        )
        moment = self._clock.now()
        return acknowledge(
            head,
            code="CR" if head.accept_acknowledgement not in {"", "NE"} else "AR",
            control_id=str(moment),
            time=local_time(moment, self._timezone),
            issues=(Issue("error", "forbidden", text, expression="MSH-3"),),
            text=text[:200],
        )
