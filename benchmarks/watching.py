"""Running a child process and watching how much memory it takes."""

import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass

import psutil

WATCH_SECONDS = 0.05


@dataclass
class Peak:
    """The most memory that a process and its children held at one moment, in bytes.

    `resident` counts pages of mapped files too; `own` does not.
    """

    resident: int = 0
    own: int = 0

    def look(self, process: psutil.Process) -> None:
        """Take the present figures into account."""
        resident = own = 0
        for each in [process, *process.children(recursive=True)]:
            try:
                memory = each.memory_info()
            except psutil.NoSuchProcess:
                continue
            resident += memory.rss
            own += memory.rss - getattr(memory, "shared", 0)
        self.resident, self.own = max(self.resident, resident), max(self.own, own)


def watched(command: Sequence[str]) -> tuple[str, Peak]:
    """Run a command to its end; return what it printed, and the most memory that it held.

    Raises `RuntimeError` when it fails.
    """
    peak = Peak()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        process = psutil.Process(child.pid)
        while child.poll() is None:
            peak.look(process)
            time.sleep(WATCH_SECONDS)
        told = child.stdout.read() if child.stdout else ""
    if child.returncode:
        raise RuntimeError(f"{' '.join(command)} failed with exit code {child.returncode}.")
    return told, peak
