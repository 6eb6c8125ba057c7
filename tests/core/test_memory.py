"""Free memory: of the machine, its container, and under a limit on addresses."""

from pathlib import Path

import pytest

from keyart.core.errors import TooLittleMemory
from keyart.core.memory import Free, free_memory, require_memory

GIB = 1 << 30


def machine(folder: Path, cgroup: str) -> tuple[Path, Path]:
    """Return folders like /proc, of a machine with 8 GiB free, and /sys/fs/cgroup."""
    proc, cgroups = folder / "proc", folder / "cgroup"
    (proc / "self").mkdir(parents=True)
    (proc / "meminfo").write_text(f"MemTotal: 1 kB\nMemAvailable:   {8 << 20} kB\n")
    (proc / "self" / "cgroup").write_text(cgroup)
    return proc, cgroups


def group(folder: Path, **files: object) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("memory_", "memory.", 1)).write_text(f"{text}\n")


def free(proc: Path, cgroups: Path) -> Free:
    found = free_memory(proc, cgroups)
    assert found is not None
    return found


def test_available_memory_of_a_machine(tmp_path: Path) -> None:
    assert free(*machine(tmp_path, "0::/\n")) == Free(8 * GIB, "of this machine")


def test_the_smallest_limit_of_nested_containers_counts(tmp_path: Path) -> None:
    proc, cgroups = machine(tmp_path, "0::/pod/box\n")
    group(cgroups / "pod" / "box", memory_max="max", memory_current=GIB)
    group(
        cgroups / "pod",
        memory_max=3 * GIB,
        memory_current=2 * GIB,
        memory_stat=f"anon {GIB}\ninactive_file {GIB // 2}",
    )
    assert free(proc, cgroups) == Free(3 * GIB // 2, "the limit of its container")


def test_version_1_of_cgroups(tmp_path: Path) -> None:
    proc, cgroups = machine(tmp_path, "5:cpu:/a\n4:memory:/box\n0::/\n")
    group(
        cgroups / "memory" / "box",
        memory_limit_in_bytes=2 * GIB,
        memory_usage_in_bytes=GIB,
        memory_stat="total_inactive_file 0",
    )
    group(cgroups / "memory", memory_limit_in_bytes=(1 << 63) - 4096, memory_usage_in_bytes=5)
    assert free(proc, cgroups).bytes == GIB


def test_inside_a_container_its_own_group_is_the_outermost(tmp_path: Path) -> None:
    """The path is the one outside; within, only the files at the root are there."""
    proc, cgroups = machine(tmp_path, "0::/somewhere/outside\n")
    group(cgroups, memory_max=GIB, memory_current=GIB // 4)
    assert free(proc, cgroups).bytes == 3 * GIB // 4


def test_if_nothing_is_reported_nothing_is_refused(tmp_path: Path) -> None:
    assert free_memory(tmp_path, tmp_path) is None
    require_memory("This", 100 * GIB, "", None)


def test_too_much_is_refused_with_both_figures() -> None:
    with pytest.raises(TooLittleMemory) as error:
        require_memory("This", GIB + 1, "Close other programs.", Free(GIB // 2, "ulimit -v"))
    assert str(error.value) == (
        "This needs about 1,025 MiB of memory, and 512 MiB are free (ulimit -v); nothing was done. "
        "Close other programs."
    )
