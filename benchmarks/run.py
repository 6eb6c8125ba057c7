"""Run the benchmarks: `python -m benchmarks [PART …] [--rows N …]`. What `make bench` calls.

Each part runs in a process of its own and leaves a JSON file in the results folder, from which
the report is made; so parts can be repeated one by one.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any

from benchmarks import report
from benchmarks.machine import describe, use_cores
from benchmarks.options import HERE, Options, options, parser

PARTS = {
    "title": "compare",
    "catalogue": "compare",
    "scaling": "scaling",
    "startup": "startup",
    "checksums": "checksums",
    "ingest": "ingest",
    "audiences": "audiences",
    "judging": "judging",
    "outliers": "outliers",
    "feed": "feed",
    "service": "service.proof",
    "policies": "policies",
    "handover": "service.policies",
    "druid": "druid.proof",
    "spark": "spark",
    "fitting": "fitting",
    "resonance": "resonance",
    "exporting": "exporting",
    "tastes": "tastes",
    "names": "names",
    "recommendations": "recommendations",
}
"""The module of each part, imported where it is measured: each needs packages of its own."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the parts that are named, all by default, then the report; return the exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    told = _arguments(given)
    if told.inside:
        _measure(told.inside, options(told))
        return 0
    parts = told.parts or (["title"] if told.synthetic else list(PARTS))
    use_cores(told.threads)
    _print_machine()
    for part in parts:
        print(f"{part} …", flush=True)
        command = [sys.executable, "-m", "benchmarks.run", *given, f"--inside={part}"]
        status = subprocess.run(command, check=False).returncode
        if status:
            print(f"{part} failed with exit code {status}.", file=sys.stderr)
            return 1
    written = report.write(told.results)
    if told.readme:
        report.put_into(HERE / "README.md", written)
    print(f"See {written}")
    return 0


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    known = parser()
    known.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    known.add_argument("--only", type=lambda text: text.split(","), help="the same, as a,b")
    known.add_argument("--readme", action="store_true", help="put the report into README.md too")
    known.add_argument("--inside", choices=PARTS, help=argparse.SUPPRESS)
    told = known.parse_args(argv)
    told.parts = [*told.parts, *(told.only or ())]
    unknown = sorted(set(told.parts) - set(PARTS))
    if unknown:
        known.error(f"there is no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    return told


def _measure(part: str, told: Options) -> None:
    """Measure one part inside its own process and write its results."""
    measure: Callable[[Options], dict[str, Any]] = import_module(
        f"benchmarks.{PARTS[part]}"
    ).measure
    measured = measure(replace(told, rest=0) if part == "title" else told)
    document = {"part": part, "machine": describe().to_dict(), **measured}
    told.results.mkdir(parents=True, exist_ok=True)
    (told.results / f"{part}.json").write_text(json.dumps(document, indent=1) + "\n")


def _print_machine() -> None:
    for name, value in describe().to_dict().items():
        print(f"{name}: {value}")


if __name__ == "__main__":
    sys.exit(main())
