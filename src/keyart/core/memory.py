"""Free memory, and refusing work that needs more before it starts.

It is the least that the machine, its container (a cgroup, version 1 or 2) and a limit on addresses
(`ulimit -v`) leave. If a system does not report it, nothing is refused.
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
"""Addresses that libraries and the arenas of their threads reserve at their first use, in addition
to the memory that they use: 2 GB on 2 cores."""

STARTED = 850 << 20
"""Addresses of a process that has loaded the code and done nothing yet."""

UNLIMITED = 1 << 60
"""This and more mean no limit: version 1 of cgroups writes a number."""


@dataclass(frozen=True)
class Free:
    """Free bytes, and what limits them."""

    bytes: int
    limit: str


def free_memory(proc: Path = PROC, cgroups: Path = CGROUPS) -> Free | None:
    """Return how much more memory this process may use; None if the system does not report it."""
    limits = [*_machine_memory(proc), *_container_memory(proc, cgroups)]
    addresses = _free_addresses(proc)
    if addresses is not None:
        limits.append(Free(addresses, "ulimit -v"))
    return min(limits, key=lambda free: free.bytes, default=None)


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


def _machine_memory(proc: Path) -> Iterator[Free]:
    for line in _read_lines(proc / "meminfo"):
        if line.startswith("MemAvailable:"):
            yield Free(int(line.split()[1]) << 10, "of this machine")


def _container_memory(proc: Path, cgroups: Path) -> Iterator[Free]:
    """Yield what each cgroup of this process leaves, up to the outermost."""
    for line in _read_lines(proc / "self" / "cgroup"):
        _, controllers, path = line.split(":", 2)
        if controllers == "":
            root, names = cgroups, ("memory.max", "memory.current", "inactive_file")
        elif "memory" in controllers.split(","):
            root = cgroups / "memory"
            names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
        else:
            continue
        group = root / path.lstrip("/")
        for folder in (group, *group.parents):
            if folder == root or root in folder.parents:
                yield from _group_memory(folder, *names)


def _group_memory(folder: Path, limit: str, usage: str, reclaimed: str) -> Iterator[Free]:
    most, used = (" ".join(_read_lines(folder / name)) for name in (limit, usage))
    if not most.isdigit() or not used.isdigit() or int(most) >= UNLIMITED:
        return
    # The system frees unused pages of files before it refuses memory.
    cached = [
        line for line in _read_lines(folder / "memory.stat") if line.startswith(f"{reclaimed} ")
    ]
    free = int(most) - int(used) + sum(int(line.split()[1]) for line in cached)
    yield Free(free, "the limit of its container")


def _free_addresses(proc: Path) -> int | None:
    """Return what a limit on addresses leaves for memory; None without one."""
    limit = getrlimit(RLIMIT_AS)[0]
    pages = " ".join(_read_lines(proc / "self" / "statm")).split()
    if limit == RLIM_INFINITY or not pages:
        return None
    used = int(pages[0]) * os.sysconf("SC_PAGE_SIZE")
    reserved = ADDRESSES + ADDRESSES_PER_CORE * (os.cpu_count() or 1)
    return limit - max(used, STARTED + reserved)


def _read_lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
