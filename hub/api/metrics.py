"""Counts for /metrics in the text format of Prometheus. Labels come from closed lists; nothing personal."""

from collections import defaultdict
from dataclasses import dataclass, field

_BOUNDS = (0.005, 0.025, 0.1, 0.5, 2.5)


@dataclass(slots=True)
class Metrics:
    """What this process did since it started."""

    in_flight: int = 0
    refused: int = 0
    requests: defaultdict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    buckets: list[int] = field(default_factory=lambda: [0] * (len(_BOUNDS) + 1))
    seconds: float = 0.0

    def count(self, interaction: str, status: int, seconds: float) -> None:
        """Note one finished request of the FHIR API."""
        self.requests[interaction, status] += 1
        self.seconds += seconds
        for index, bound in enumerate(_BOUNDS):
            if seconds <= bound:
                self.buckets[index] += 1
                return
        self.buckets[-1] += 1

    def text(self) -> str:
        """The exposition text."""
        lines = ["# HELP hub_requests_total Requests of the FHIR API.", "# TYPE hub_requests_total counter"]
        lines += [
            f'hub_requests_total{{interaction="{interaction}",status="{status}"}} {number}'
            for (interaction, status), number in sorted(self.requests.items())
        ]
        lines += ["# HELP hub_request_seconds Time to answer.", "# TYPE hub_request_seconds histogram"]
        total = 0
        for bound, number in zip((*map(str, _BOUNDS), "+Inf"), self.buckets, strict=True):
            total += number
            lines.append(f'hub_request_seconds_bucket{{le="{bound}"}} {total}')
        lines += [f"hub_request_seconds_sum {self.seconds:.6f}", f"hub_request_seconds_count {total}"]
        lines += [
            "# HELP hub_in_flight Requests being answered now.",
            "# TYPE hub_in_flight gauge",
            f"hub_in_flight {self.in_flight}",
            "# HELP hub_refused_total Requests refused because too many were under way.",
            "# TYPE hub_refused_total counter",
            f"hub_refused_total {self.refused}",
        ]
        return "\n".join(lines) + "\n"
