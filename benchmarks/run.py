"""`make bench`: run every figure beside its physical limit and write benchmarks/latest.json.

A figure is {"value", "unit", "limit", "ratio", "cpu_us"}: operations a second, the limit of the same kind measured in
the same run, their ratio, and the processor time of one operation. `python -m benchmarks.run --gate`
also compares the processor times with benchmarks/gates.json and exits 1 when one is over.

`--check` is for machines that nobody knows: it writes nothing, and compares the ratios with benchmarks/floors.json,
which a slower machine lowers in figure and limit alike. A figure under its floor is measured again, twice at most.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Figure = dict[str, Any]
FOLDER = Path(__file__).parent
TRIES = 3


def figures() -> dict[str, Callable[[], Figure]]:
    from benchmarks import (
        api,
        fhir_profiles,
        hl7v2,
        ingest,
        loop_hold,
        postgres,
        rehearsal,
        rules,
        start,
        submit_to_inbox,
        terminology,
    )

    on_postgres: dict[str, Callable[[], Figure]] = {
        "read.postgres": lambda: api.read("postgres"),
        "create.postgres": lambda: api.create("postgres"),
        "transaction100.postgres": lambda: api.transaction100("postgres"),
        "search_token.postgres": lambda: api.search_token("postgres"),
        "v2_ack.postgres": lambda: ingest.v2_ack("postgres"),
    }
    return {
        "tokenise_adt": hl7v2.tokenise_adt,
        "convert_adt": hl7v2.convert_adt,
        "convert_oru20": hl7v2.convert_oru20,
        "validate_resource": fhir_profiles.validate_resource,
        "validate_bundle100": fhir_profiles.validate_bundle100,
        "search_accessors": fhir_profiles.search_accessors,
        "evaluate_referral": rules.evaluate_referral,
        "evaluate_referral_5000": rules.evaluate_referral_5000,
        "rehearse_referrals": rehearsal.rehearse_referrals,
        "expand_icd40k": terminology.expand_icd40k,
        "start": start.start,
        "read.sqlite": api.read,
        "create.sqlite": api.create,
        "transaction100.sqlite": api.transaction100,
        "search_token.sqlite": api.search_token,
        "v2_ack.sqlite": ingest.v2_ack,
        "submit_to_inbox.sqlite": submit_to_inbox.in_short,
        **loop_hold.figures(),
        **(on_postgres if postgres.is_here() else {}),
    }


def check() -> int:
    """1 when a ratio stays under its floor."""
    floors: dict[str, float] = json.loads((FOLDER / "floors.json").read_text(encoding="utf-8"))
    measures = figures()
    under = 0
    for name, floor in floors.items():
        ratios: list[float] = []
        while len(ratios) < TRIES and max(ratios, default=0.0) < floor:
            ratios.append(float(measures[name]()["ratio"]))
        is_under = max(ratios) < floor
        under += is_under
        tried = ", ".join(f"{ratio:.3f}" for ratio in ratios)
        print(f"{name:24} ratio {tried}  floor {floor}{'  TOO SLOW' if is_under else ''}", flush=True)
    return 1 if under else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only these figures")
    parser.add_argument("--gate", action="store_true", help="fail when a figure costs more than its gate")
    parser.add_argument("--check", action="store_true", help="hold ratios against their floors; write nothing")
    arguments = parser.parse_args()
    if arguments.check:
        return check()
    gates: dict[str, float] = json.loads((FOLDER / "gates.json").read_text(encoding="utf-8"))
    path = FOLDER / "latest.json"
    known: dict[str, Figure] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    over = []
    for name, measure in figures().items():
        if arguments.names and name not in arguments.names:
            continue
        found = known[name] = measure()
        gate = gates.get(name)
        if gate is not None and found["cpu_us"] > gate:
            over.append(f"{name}: {found['cpu_us']:.0f} us of processor time, at most {gate:.0f} allowed")
        print(
            f"{name:24} {found['value']:>12,.0f} {found['unit']:<14} limit {found['limit']:>12,.0f}  "
            f"ratio {found['ratio']:.2f}  cpu {found['cpu_us']:,.1f} us  gate {gate if gate is not None else '-'}",
            flush=True,
        )
    path.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; the load generator shares them with the server.")
    for line in over:
        print(line, file=sys.stderr)
    return 1 if over and arguments.gate else 0


if __name__ == "__main__":
    sys.exit(main())
