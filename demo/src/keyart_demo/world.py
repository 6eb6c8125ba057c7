"""Write a demo world: `python -m keyart_demo.world FOLDER --size small --until 2026-06-01`."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from time import perf_counter

from keyart_demo.world_size import SIZES, Size, World
from keyart_demo.writing import WrittenWorld, write

__all__ = ["SIZES", "Size", "World", "WrittenWorld", "write"]


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("keyart_demo.world", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", choices=tuple(SIZES), default="small")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--until", type=date.fromisoformat, required=True)
    parser.add_argument("--processes", type=int, default=1)
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Write a world from command-line arguments; return the exit code."""
    arguments = _arguments(argv)
    began = perf_counter()
    world = World(SIZES[arguments.size], arguments.seed, arguments.until)
    result = write(world, arguments.folder, processes=arguments.processes)
    took = perf_counter() - began
    print(
        f"{result.impressions:,} impressions and {result.plays:,} plays "
        f"in {arguments.folder}, {took:.1f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
