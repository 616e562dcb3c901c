"""What became of one input, as the door that took it answers."""

from dataclasses import dataclass
from typing import Literal

from fhir_profiles.issue import Issue
from hub.store.port import Ref

State = Literal["stored", "refused", "duplicate", "failed", "ignored"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer and what stands behind it.

    `ack` goes back to the sender as it is: an HL7 v2 acknowledgement, or JSON for a file; it is empty when there
    must be no answer. `state`: stored and refused (in quarantine) are on the disk; duplicate was stored before;
    failed is not on the disk, and the sender must send again; ignored needs no storing. `key` is
    the message's number in the log, 0 when it is not there. The rows are those of a file.
    """

    ack: bytes
    state: State
    key: int = 0
    issues: tuple[Issue, ...] = ()
    resources: tuple[Ref, ...] = ()
    rows_stored: int = 0
    rows_refused: int = 0
