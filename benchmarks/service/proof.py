"""The service's part of the benchmarks: pages, people, a program that takes all, and the roads."""

from typing import Any

from benchmarks.options import Options
from benchmarks.service import pages, people, roads, taking


def measure(options: Options) -> dict[str, Any]:
    """Return what each kind of asking gave."""
    return {
        "pages": pages.measure(options),
        "people": people.measure(options),
        "taking": taking.measure(options),
        "roads": roads.measure(options),
    }
