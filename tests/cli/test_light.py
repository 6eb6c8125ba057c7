"""What a process imports: nothing that it does not use."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ASKING = {"duckdb", "numba", "numpy", "pyarrow"}
"""What every question needs."""

OTHERS = {
    "PIL", "apprise", "av", "fastapi", "graphql", "httpx", "lark", "prometheus_client", "pydantic",
    "requests", "rich", "scipy.optimize", "scipy.sparse", "scipy.special",
    "scipy.stats", "skia", "sqlglot", "starlette", "strawberry", "typer", "uharfbuzz", "uvicorn",
    "websockets",
}  # fmt: skip
"""What only some calls need; numba itself imports some of scipy.linalg."""

REPORT = """
import atexit, json, sys
atexit.register(lambda: sys.stderr.write(json.dumps([*sys.modules])))
"""

COMMAND = "from keyart.cli import main\nsys.argv = ['keyart', *sys.argv[1:]]\nmain()"

QUESTION = """
import keyart
with keyart.open(sys.argv[1]) as store:
    assert store.query(measures=["reach", "take_rate"], by=["asset"]).to_dicts()
"""


def _imported(code: str, *words: str) -> set[str]:
    command = [sys.executable, "-c", REPORT + code, *words]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return {*json.loads(ran.stderr)}


def test_the_package_alone_imports_nothing_heavy() -> None:
    assert not _imported("import keyart") & (ASKING | OTHERS)


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_help_imports_no_command(option: str) -> None:
    imported = _imported(COMMAND, option)
    assert "keyart.cli.app" in imported
    assert not imported & (ASKING | OTHERS - {"typer"})
    assert not imported & {"keyart.cli.commands.query", "keyart.session"}


def test_a_question_imports_what_it_needs(store: Path) -> None:
    imported = _imported(QUESTION, str(store))
    assert imported >= ASKING
    assert not imported & OTHERS
