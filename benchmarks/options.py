"""What can be chosen for a run; the same for all parts."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Options:
    """The options of a run; numbers of rows are impressions."""

    rows: int
    rest: int
    sizes: tuple[int, ...]
    repetitions: int
    threads: int
    data: Path
    results: Path
    contenders: tuple[str, ...]
    plays: int
    synthetic: bool


def parser() -> argparse.ArgumentParser:
    """Return the parser of what `Options` holds."""
    parser = argparse.ArgumentParser("python -m benchmarks", description="See README.md.")
    add = parser.add_argument
    add("--rows", type=int, default=20_000_000, help="impressions of the title asked about")
    add("--rest", type=int, default=20_000_000, help="impressions of other titles, part catalogue")
    add("--sizes", type=_numbers, default=(20_000_000, 100_000_000), help="of part ingest, as 2,3")
    add("--plays", type=int, default=100_000_000, help="of part fitting")
    add("--repetitions", type=int, default=7, help="of each question")
    add("--threads", type=int, default=2, help="cores that every engine may use")
    add("--data", type=Path, default=HERE / "data", help="where events and stores are kept")
    add("--results", type=Path, default=HERE / "results")
    add("--contenders", type=_words, default=(), help="only labels that contain one of a,b")
    add("--synthetic", action="store_true", help="facts without a store: leaves out Keyart")
    return parser


def options(told: argparse.Namespace) -> Options:
    """Return what was told as `Options`."""
    return Options(
        told.rows,
        told.rest,
        told.sizes,
        told.repetitions,
        told.threads,
        told.data,
        told.results,
        told.contenders,
        told.plays,
        told.synthetic,
    )


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split(","))


def _words(text: str) -> Sequence[str]:
    return tuple(word.lower() for word in text.split(","))
