"""Writers of stores that are killed at any instant: a warm process forks one for each store.

To import and load compiled loops takes a writer longer than to write, so that a kill of a new
process would nearly always hit that. `python -m tests.killing MODULE FOLDER` calls
`MODULE.write(FOLDER, STORE)`: once itself for the first line of input, a store, then in a fork for
each further one, `{"store": …, "seconds": …}`, which it kills after so many seconds.
"""

import importlib
import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from keyart.store.catalogue import database
from keyart.store.catalogue.connections import connect
from keyart.store.paths import Paths

REPOSITORY = Path(__file__).parents[1]

Write = Callable[[Path, Path], None]


class Ended(NamedTuple):
    """How a writer ended, and after how many seconds."""

    status: int
    seconds: float


class Writers:
    """The process that forks writers."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def tell(self, line: str) -> str:
        """Send a line, and return the line that answers it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()

    def write(self, store: Path, seconds: float | None = None) -> Ended:
        """Let one write into a store, for so long; it must not fail by itself."""
        ended = Ended(*json.loads(self.tell(json.dumps({"store": f"{store}", "seconds": seconds}))))
        assert ended.status in {0, -signal.SIGKILL}
        return ended


@contextmanager
def writers(module: str, folder: Path, warm: Path) -> Generator[Writers]:
    """Start the process; it writes into the store `warm` first."""
    command = [sys.executable, "-m", "tests.killing", module, str(folder)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=REPOSITORY) as process:
        made = Writers(process)
        assert made.tell(str(warm)) == "ready\n"
        yield made
        assert process.stdin is not None
        process.stdin.close()


def kill_everywhere(
    module: str, folder: Path, base: Path, kills: int, check: Callable[[Path], None]
) -> None:
    """Kill writers into copies of the store `base`, early and late, and check each copy."""
    copies, chance = base.parent / "copies", random.Random(20260103)
    killed = left = 0
    shutil.copytree(base, copies / "warm")
    shutil.copytree(base, copies / "whole")
    with writers(module, folder, copies / "warm") as made:
        whole = made.write(copies / "whole").seconds
        for number in range(kills):
            store = copies / f"{number}"
            shutil.copytree(base, store)
            ended = made.write(store, (number + chance.random()) / kills * whole)
            if ended.status:
                killed += 1
            else:
                whole = ended.seconds
            left += bool(leftovers(store))
            check(store)
            assert leftovers(store) == set()
            shutil.rmtree(store)
    assert killed > kills / 2
    assert left > 0


def leftovers(store: Path) -> set[str]:
    """Return the files of a store that none of its versions names."""
    paths = Paths(store)
    with connect(paths) as connection:
        known = database.file_names(connection)
        known |= {f"versions/{row.version}.lock" for row in database.versions(connection)}
    files = {str(p.relative_to(paths.data)) for p in paths.data.rglob("*") if p.is_file()}
    return files - known | {str(path) for path in paths.scratch.iterdir()}


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _forked(write: Write, folder: Path, store: Path, seconds: float | None) -> Ended:
    began = time.monotonic()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            write(folder, store)
            status = 0
        finally:
            os._exit(status)
    process = os.pidfd_open(pid)
    ended, _, _ = select.select([process], [], [], seconds)
    if not ended:
        signal.pidfd_send_signal(process, signal.SIGKILL)
    os.close(process)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return Ended(status, time.monotonic() - began)


def _main(module: str, folder: Path) -> None:
    write: Write = importlib.import_module(module).write
    write(folder, Path(sys.stdin.readline().strip()))
    _say("ready")
    for line in sys.stdin:
        told = json.loads(line)
        _say(json.dumps(_forked(write, folder, Path(told["store"]), told["seconds"])))


if __name__ == "__main__":
    _main(sys.argv[1], Path(sys.argv[2]))
