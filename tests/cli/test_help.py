"""Help: every command has an example, and every example is a command that exists."""

import shlex
from collections.abc import Iterator

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from keyart.cli import app
from tests.cli.commands import fail, succeed


def _commands(group: TyperGroup, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from _commands(command, (*path, name))
        else:
            yield (*path, name)


_root = get_command(app)
assert isinstance(_root, TyperGroup)
COMMANDS = list(_commands(_root))


def _examples(command: tuple[str, ...]) -> list[list[str]]:
    text = succeed(*command, "--help").out
    _, example = text.split("Example:\n")
    return [shlex.split(line) for line in example.splitlines() if line.strip()]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_has_an_example(command: tuple[str, ...]) -> None:
    examples = _examples(command)
    assert examples
    for words in examples:
        assert tuple(words[: 1 + len(command)]) == ("keyart", *command)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_examples_name_options_that_exist(command: tuple[str, ...]) -> None:
    text = succeed(*command, "--help").out.split("Example:")[0]
    for words in _examples(command):
        for word in words:
            if word.startswith("--"):
                assert word in text


def test_the_name_alone_asks_for_help() -> None:
    assert succeed().out == succeed("--help").out
    assert "put" in succeed("audiences").out


def test_every_command_is_listed() -> None:
    text = succeed("--help").out
    for command in COMMANDS:
        assert command[0] in text


def test_the_version_is_said() -> None:
    assert succeed("--version").out.startswith("keyart 0.")


def test_unknown_commands_and_missing_arguments() -> None:
    assert "Did you mean 'query'? See keyart --help." in fail(2, "qery")
    assert fail(2, "query") == "Missing argument 'STORE'. See keyart query --help."
    assert "Did you mean --quarantine" in fail(2, "status", "x", "--quarantene")
    assert "See keyart audiences put --help." in fail(2, "audiences", "put")
