"""The machine and the versions that a result belongs to."""

import os
import platform
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PACKAGES = ("keyart", "numba", "numpy", "pyarrow", "duckdb", "polars", "chdb-core")


@dataclass(frozen=True)
class Machine:
    """What a reader needs to know of where figures come from."""

    cpu: str
    cores: int
    used_cores: int
    memory_gib: float
    system: str
    python: str
    versions: dict[str, str]

    def to_dict(self) -> dict[str, object]:
        """Return the fields as data that JSON can hold."""
        return asdict(self)


def use_cores(count: int) -> None:
    """Confine this process and its children to `count` cores, where the system can do that.

    Call it before an engine starts its threads: each then sees a machine of so many cores.
    """
    for name in ("POLARS_MAX_THREADS", "NUMBA_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ[name] = str(count)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:count])


def describe() -> Machine:
    """Return this machine and the versions of what is compared."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None
    cores = os.cpu_count() or 1
    return Machine(
        cpu=_cpu(),
        cores=cores,
        used_cores=usable or cores,
        memory_gib=round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        system=f"{platform.system()} {platform.release().split('-')[0]}",
        python=platform.python_version(),
        versions={name: _version(name) for name in PACKAGES},
    )


def sentence(machine: Mapping[str, Any]) -> str:
    """Return in a sentence what a result says of its machine."""
    cores = f"{machine['used_cores']} of {machine['cores']} cores"
    return f"{machine['cpu']}, {cores}, {machine['memory_gib']:.0f} GiB, {machine['system']}."


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = re.findall(r"model name\s*: (.*)", info.read_text())
        if names:
            return names[0].strip()
    return platform.processor() or platform.machine()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
