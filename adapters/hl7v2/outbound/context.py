"""One message on its way out: the receiver, the resources, the segments so far, and what could not be said."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from adapters.hl7v2.outbound.line import Line
from adapters.hl7v2.outbound.resources import Node, Resources
from adapters.hl7v2.outbound.target import Target
from fhir_profiles.issue import Issue


class Outgoing:
    """Lives as long as one rendering."""

    def __init__(self, resources: Resources, target: Target, *, code: str, event: str, time: datetime) -> None:
        self.resources = resources
        self.target = target
        self.code = code
        self.event = event
        self.time = time
        self.lines: list[Line] = []
        self.issues: list[Issue] = []
        self.zone = _zone(target.timezone)

    def add(self, line: Line) -> Line:
        """The next segment."""
        self.lines.append(line)
        return line

    def warn(self, expression: str, text: str, *, code: str = "value") -> None:
        """Say what the message cannot express as it stands."""
        self.issues.append(Issue("warning", code, text, expression=expression))

    def refuse(self, expression: str, text: str) -> None:
        """There can be no such message of these resources."""
        self.issues.append(Issue("error", "required", text, expression=expression))

    def needed(self, kind: str) -> Node | None:
        """The first resource of a type; the message is refused without one."""
        found = self.resources.first(kind)
        if found is None:
            self.refuse(kind, f"{self.code}^{self.event} tells of a {kind}, and the Bundle holds none; add it.")
        return found

    @property
    def is_refused(self) -> bool:
        """Whether an error was found."""
        return any(issue.is_error for issue in self.issues)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("Asia/Shanghai")
