"""How much memory there is, and refusing work that needs more before it begins.

What is free is the least of what the machine, its container (a cgroup, of either version) and a
limit on addresses (`ulimit -v`) leave. Where a system does not say, nothing is refused.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from resource import RLIM_INFINITY, RLIMIT_AS, getrlimit

from keyart.core.errors import TooLittleMemory

PROC, CGROUPS = Path("/proc"), Path("/sys/fs/cgroup")

ADDRESSES = 1200 << 20
ADDRESSES_PER_CORE = 400 << 20
"""Addresses that libraries and the arenas of their threads set aside at their first use, beside the
memory that they use: 2 GB were seen on 2 cores."""

STARTED = 850 << 20
"""Addresses of a process that has loaded the code and done nothing yet."""

UNLIMITED = 1 << 60
"""Limits from here on are none: the first version of cgroups writes a number."""


@dataclass(frozen=True)
class Free:
    """Bytes that are free, and what sets the limit."""

    bytes: int
    limit: str


def free_memory(proc: Path = PROC, cgroups: Path = CGROUPS) -> Free | None:
    """Return how much memory this process may still take; None where the system does not say."""
    found = [*_of_machine(proc), *_of_container(proc, cgroups)]
    addresses = _free_addresses(proc)
    if addresses is not None:
        found.append(Free(addresses, "ulimit -v"))
    return min(found, key=lambda free: free.bytes, default=None)


def require_memory(work: str, need: int, hint: str, free: Free | None) -> None:
    """Raise `TooLittleMemory` if `work`, such as "This ingest", needs more than is `free`."""
    if free is None or need <= free.bytes:
        return
    raise TooLittleMemory(
        f"{work} needs about {_megabytes(need)} of memory, and {_megabytes(max(free.bytes, 0))} "
        f"are free ({free.limit}); nothing was done.",
        hint=hint,
    )


def _megabytes(count: int) -> str:
    return f"{-(-count // (1 << 20)):,} MiB"


def _of_machine(proc: Path) -> Iterator[Free]:
    for line in _lines(proc / "meminfo"):
        if line.startswith("MemAvailable:"):
            yield Free(int(line.split()[1]) << 10, "of this machine")


def _of_container(proc: Path, cgroups: Path) -> Iterator[Free]:
    """Yield what each cgroup leaves that this process is in, up to the outermost."""
    for line in _lines(proc / "self" / "cgroup"):
        _, controllers, path = line.split(":", 2)
        if controllers == "":
            root, names = cgroups, ("memory.max", "memory.current", "inactive_file")
        elif "memory" in controllers.split(","):
            root = cgroups / "memory"
            names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
        else:
            continue
        own = root / path.lstrip("/")
        for folder in (own, *own.parents):
            if folder == root or root in folder.parents:
                yield from _left(folder, *names)


def _left(folder: Path, limit: str, usage: str, reclaimed: str) -> Iterator[Free]:
    most, used = (" ".join(_lines(folder / name)) for name in (limit, usage))
    if not most.isdigit() or not used.isdigit() or int(most) >= UNLIMITED:
        return
    # Pages of files that nobody uses are given back before anything is refused.
    cached = [line for line in _lines(folder / "memory.stat") if line.startswith(f"{reclaimed} ")]
    free = int(most) - int(used) + sum(int(line.split()[1]) for line in cached)
    yield Free(free, "the limit of its container")


def _free_addresses(proc: Path) -> int | None:
    """Return what a limit on addresses leaves for memory; None without one."""
    limit = getrlimit(RLIMIT_AS)[0]
    pages = " ".join(_lines(proc / "self" / "statm")).split()
    if limit == RLIM_INFINITY or not pages:
        return None
    taken = int(pages[0]) * os.sysconf("SC_PAGE_SIZE")
    set_aside = ADDRESSES + ADDRESSES_PER_CORE * (os.cpu_count() or 1)
    return limit - max(taken, STARTED + set_aside)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
