"""Examples in the documentation run as they stand, and answer what the page says."""

import io
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stdout
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from keyart.cli import app
from tests.docs.pages import PAGES, ROOT, Block, Page, page

RUN = ("docs/quickstart.md", "docs/concepts.md", "docs/audiences.md")
"""Pages whose `bash` and `python` blocks run here, one after the other, in one folder."""


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def _check_output(blocks: Iterable[Block], run: Callable[[Block], str]) -> None:
    """Run the blocks; a `text` block is how the output of the one before ends."""
    printed: list[str] = []
    for block in blocks:
        if block.language in {"bash", "python"}:
            printed = _lines(run(block))
        elif block.language == "text":
            said = _lines(block.text)
            assert printed[-len(said) :] == said


def _program(folder: Path) -> Path:
    """Return a folder with a `keyart` that is the one under test."""
    program = folder / "bin" / "keyart"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m keyart "$@"\n')
    program.chmod(0o755)
    return program.parent


def _shell(command: list[str], folder: Path, path: Path | None = None) -> str:
    environment = os.environ | ({"PATH": f"{path}:{os.environ['PATH']}"} if path else {})
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command[-1]}\n{done.stderr}"
    return done.stdout


def test_the_first_page_runs_as_it_stands(tmp_path: Path) -> None:
    """In processes of its own, as a reader would run it."""
    folder, path = tmp_path / "here", _program(tmp_path)
    folder.mkdir()
    programs = {
        "bash": ["bash", "-euo", "pipefail", "-c"],
        "python": [sys.executable, "-W", "error", "-c"],
    }
    _check_output(
        page("README.md").blocks,
        lambda block: _shell([*programs[block.language], block.text], folder, path),
    )


@pytest.mark.parametrize("name", RUN)
def test_blocks_run_and_answer(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process: a page of many commands would start Python many times."""
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}

    def run(block: Block) -> str:
        if block.language == "bash":
            return "".join(_run_commands(block.text, tmp_path))
        with redirect_stdout(io.StringIO()) as printed:
            exec(compile(block.text, name, "exec"), names)
        return printed.getvalue()

    _check_output(page(name).blocks, run)


def _run_commands(text: str, folder: Path) -> Iterator[str]:
    """Yield what the commands print: `keyart` in this process, the lines between in a shell."""
    for ours, lines in groupby(text.splitlines(), lambda line: line.startswith("keyart ")):
        if not ours:
            yield _shell(["bash", "-euo", "pipefail", "-c", "\n".join(lines)], folder)
            continue
        for line in lines:
            result = CliRunner().invoke(app, shlex.split(line)[1:])
            assert result.exit_code == 0, f"{line}\n{result.output}\n{result.exception}"
            yield result.stdout


def test_pages_that_run_have_something_to_run() -> None:
    for name in ("README.md", *RUN):
        assert any(block.language in {"bash", "python"} for block in page(name).blocks)


def _shown_commands() -> Iterator[str]:
    """Yield the command lines of all pages that are shown and not run."""
    for path in PAGES:
        for block in Page(path).blocks:
            if block.language == "sh":
                yield from block.text.replace("\\\n", " ").splitlines()


@pytest.mark.parametrize("line", sorted(set(_shown_commands())))
def test_shown_commands_exist(line: str) -> None:
    words = shlex.split(line, comments=True)
    if "|" in words:
        assert words[0] == "echo"
        words = words[words.index("|") + 1 :]
    if words[0] == "make":
        assert f"\n{words[1]}:" in (ROOT / "Makefile").read_text()
        return
    if words[0] == "curl":
        address = next(urlsplit(word) for word in words if word.startswith("http://"))
        assert address.path in {heading.split()[-1] for heading in page("docs/service.md").headings}
        return
    if words[0] in {"uv", "uvx"}:
        if "keyart" not in words:
            assert words == ["uv", "build", "--all-packages", "--wheel"]
            return
        words = words[words.index("keyart") :]
    if words[0] == "spark-submit":
        words = ["keyart", *words[words.index("build.py") + 1 :]]
    asked = {word for word in words if word.startswith("--")}
    if words[0] == "python":
        shown = subprocess.run(
            [sys.executable, *words[1:3], "--help"], capture_output=True, text=True, check=True
        )
        assert all(option in shown.stdout for option in asked)
        return
    assert words.pop(0) == "keyart"
    command = get_command(app)
    while isinstance(command, TyperGroup):
        command = command.commands[words.pop(0)]
    known = {
        option
        for parameter in command.params
        for option in (*parameter.opts, *parameter.secondary_opts)
    }
    assert asked <= known


def test_every_command_has_its_heading() -> None:
    headings = page("docs/cli.md").headings
    for name in _names(get_command(app), "keyart"):
        assert name in headings


def test_every_option_of_query_has_its_row() -> None:
    command = get_command(app)
    assert isinstance(command, TyperGroup)
    text = page("docs/cli.md").section("keyart query")
    for parameter in command.commands["query"].params:
        for option in parameter.opts:
            if option.startswith("--") and option != "--help":
                assert option in text


def _names(command: object, name: str) -> Iterator[str]:
    if isinstance(command, TyperGroup):
        for key, below in command.commands.items():
            yield from _names(below, f"{name} {key}")
    else:
        yield name
