"""Run every check of the project, as many at once as there are cores, and print one table.

`make test` runs all of them, `make check` the quick ones that need no test (lint, format, types,
imports), and `python -m tests.run core query` those named. With CI=true or KEYART_FULL=1 the
long runs are part of it. What a step says is printed when it ends. The last line says how many
passed, failed and were skipped: a test counts as one, and so does each of the other checks.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from rich.console import Console
from rich.table import Table

from tests.steps import CACHE, CHECKS, FULL, TESTS, Step, unlisted

CORES = os.cpu_count() or 1
HANG_FACTOR = 8  # a step that takes so many times its budget is killed
SHOWN_FAILURES = 10  # tests that failed, of one step, that are named at the end
NO_TESTS = 5  # pytest's exit status when it found none
GLANCE = 0.1  # seconds between two looks at what runs


@dataclass(frozen=True)
class Outcome:
    """What came of a step."""

    step: Step
    passed: int
    failed: int
    skipped: int
    seconds: float

    @property
    def result(self) -> str:
        """One word for the table, with its colour."""
        if self.failed:
            return "[red]failed[/]"
        return "[green]ok[/]" if self.passed or self.skipped else "[dim]no tests[/]"


class Running:
    """A step that has begun; in a process group of its own, so that nothing of it outlives it."""

    def __init__(self, step: Step, processes: int) -> None:
        """Begin a step, its tests in so many processes if they may."""
        self._step = step
        self._seconds = 0.0
        self._began = time.monotonic()
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `outcome`
        step.junit.unlink(missing_ok=True)
        spread = ("-n", str(processes), "--dist", step.spread)
        options = spread if step.spread and processes > 1 else ()
        self._process = subprocess.Popen(
            (*step.command, *options, *step.folders),
            cwd=step.cwd,
            env={
                **os.environ,
                "KEYART_FULL": str(int(FULL)),
                "NUMBA_CACHE_DIR": str(CACHE / "numba"),
                **step.env,
            },
            stdout=self._said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def ended(self) -> bool:
        """Say whether it has ended; what takes far too long is ended here."""
        self._seconds = time.monotonic() - self._began
        if self._process.poll() is not None:
            return True
        if self._seconds > self._step.seconds * HANG_FACTOR:
            self.kill()
            self._said.write(f"killed after {self._seconds:.0f} s\n".encode())
        return self._process.returncode is not None

    def kill(self) -> None:
        """End it and all that it has begun."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def outcome(self) -> Outcome:
        """Print what it said, and return what came of it."""
        print(f"\n── {self._step.name} ".ljust(80, "─"), flush=True)
        with self._said:
            self._said.seek(0)
            shutil.copyfileobj(self._said, sys.stdout.buffer)
        sys.stdout.flush()
        return Outcome(self._step, *_counts(self._step, self._process.returncode), self._seconds)


def run(steps: Sequence[Step]) -> Generator[Outcome]:
    """Run steps, one for each core, and give what came of each as soon as it has ended.

    The checks come first, then the tests, those that take longest before the others, so that no
    core is idle for long at the end. What few steps leave free goes to the tests of each.
    """
    waiting = sorted(steps, key=lambda step: (bool(step.folders), -step.seconds))
    processes = CORES // min(CORES, len(waiting))
    running: list[Running] = []
    try:
        while waiting or running:
            while waiting and len(running) < CORES:
                running.append(Running(waiting.pop(0), processes))
            time.sleep(GLANCE)
            for one in [one for one in running if one.ended()]:
                running.remove(one)
                yield one.outcome()
    finally:
        for one in running:
            one.kill()


def _counts(step: Step, status: int) -> tuple[int, int, int]:
    """Return how many tests passed, failed and were skipped; a gap declared by xfail passed.

    A step without tests of its own is one. A pytest that ended badly without a failed test
    (killed, or unable to start) is one failure.
    """
    if not step.counts:
        return int(status == 0), int(status != 0), 0
    passed = failed = skipped = 0
    cases = ET.parse(step.junit).iter("testcase") if step.junit.exists() else ()
    for case in cases:
        marks = {mark.tag: mark.get("type") for mark in case}
        if marks.keys() & {"failure", "error"}:
            failed += 1
        elif marks.get("skipped", "pytest.xfail") != "pytest.xfail":
            skipped += 1
        else:
            passed += 1
    if status not in {0, NO_TESTS} and not failed:
        failed = 1
    return passed, failed, skipped


def report(outcomes: Sequence[Outcome]) -> None:
    """Print the table of all steps, and then the tests that failed: what is read first is last."""
    table = Table(title="\nKeyart: all checks", title_justify="left")
    for heading in ("step", "result"):
        table.add_column(heading)
    for heading in ("passed", "failed", "skipped", "seconds", "budget"):
        table.add_column(heading, justify="right")
    for one in outcomes:
        over = "[yellow]" if one.seconds > one.step.seconds else ""
        counts = (str(n) for n in (one.passed, one.failed, one.skipped))
        seconds = f"{over}{one.seconds:.1f}"
        table.add_row(one.step.name, one.result, *counts, seconds, f"{one.step.seconds:.0f}")
    Console().print(table)
    for one in outcomes:
        for name in failures(one)[:SHOWN_FAILURES]:
            print(f"{one.step.name} failed: {name}")


def failures(outcome: Outcome) -> list[str]:
    """Return which tests of a step failed; the step itself where it has no tests or hides them."""
    if not outcome.failed:
        return []
    step = outcome.step
    cases = ET.parse(step.junit).iter("testcase") if step.counts and step.junit.exists() else ()
    named = [
        f"{case.get('classname')}::{case.get('name')}"
        for case in cases
        if {mark.tag for mark in case} & {"failure", "error"}
    ]
    return named or [" ".join(step.command)]


def chosen(names: Sequence[str]) -> list[Step]:
    """Return the steps that the command line names: all of them if it names none."""
    steps = {step.name: step for step in (*CHECKS, *TESTS, *unlisted())}
    wanted = [step.name for step in CHECKS] if list(names) == ["check"] else names or list(steps)
    unknown = [name for name in wanted if name not in steps]
    if unknown:
        sys.exit(f"no step called {', '.join(unknown)}; there are: check, {', '.join(steps)}")
    return [steps[name] for name in wanted]


def main(names: Sequence[str]) -> int:
    """Run the named steps and return the exit status."""
    (CACHE / "junit").mkdir(parents=True, exist_ok=True)
    steps = chosen(names)
    outcomes = sorted(run(steps), key=lambda one: steps.index(one.step))
    passed, failed, skipped = (
        sum(getattr(one, count) for one in outcomes) for count in ("passed", "failed", "skipped")
    )
    report(outcomes)
    print(f"{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
