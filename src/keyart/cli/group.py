"""Groups of commands that are imported only when called.

A table names the function of each command. Its docstring is the command's help; listing commands
reads it from the source, so that nothing is imported.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import get_data
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from keyart.core.errors import MissingExtra

PLAIN_TEXT: Mapping[str, Any] = {
    "add_completion": False,
    "rich_markup_mode": None,
    "pretty_exceptions_enable": False,
}
"""Options for help and errors as plain text."""

COMMANDS = "keyart.commands"
"""The entry point group for commands of other packages."""


@dataclass(frozen=True)
class Command:
    """One command.

    Attributes:
        module: the full name of its module.
        function: the function to call; its docstring is the help.
        example: the constant with the examples at the end of the help.
        described: the module and class whose docstring is the help, if not the function's.
    """

    module: str
    function: str
    example: str = "EXAMPLE"
    described: tuple[str, str] | None = None

    def load(self, name: str) -> TyperCommand:
        """Import the command."""
        module = import_module(self.module)
        return build_command(name, getattr(module, self.function), getattr(module, self.example))

    def help(self) -> str:
        """Return the help, without importing the command."""
        where, name = self.described or (self.module, self.function)
        package, _, module = where.partition(".")
        source = get_data(package, f"{module.replace('.', '/')}.py")
        for node in ast.parse(source or b"").body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
                return ast.get_docstring(node) or ""
        return ""


def build_command(name: str, function: Callable[..., None], epilog: str) -> TyperCommand:
    """Return the command that calls a function."""
    app = typer.Typer(**PLAIN_TEXT)
    app.command(name, epilog=epilog)(function)
    command = get_command(app)
    assert isinstance(command, TyperCommand)
    return command


@dataclass(frozen=True)
class Commands:
    """Several commands under one name.

    Attributes:
        summary: their help.
        example: the command whose example ends that help.
        commands: the commands by name.
        default: the command of a line that names none of them.
    """

    summary: str
    example: str
    commands: Mapping[str, Command]
    default: str | None = None

    def load(self, name: str) -> "CommandGroup":
        """Return the group, its commands not imported yet."""
        return CommandGroup(
            commands=CommandTable(self.commands),
            example=self.example,
            default=self.default,
            name=name,
            help=self.summary,
        )

    def help(self) -> str:
        """Return the help."""
        return self.summary


@dataclass(frozen=True)
class Plugin:
    """A command of another package, found by its entry point.

    Attributes:
        name: the name of the entry point.
        extra: the extra of Keyart that installs the package.
    """

    name: str
    extra: str

    def load(self, name: str) -> TyperCommand:
        """Import the command; raises `MissingExtra` if its package is not installed."""
        command = self._command()
        if command is None:
            raise MissingExtra(
                f"keyart {name} is not installed.", hint=f"Run: pip install 'keyart[{self.extra}]'."
            )
        return command.load(name)

    def help(self) -> str:
        """Return the help, or how to install the command."""
        command = self._command()
        return f"Install keyart[{self.extra}] to use it." if command is None else command.help()

    def _command(self) -> Command | None:
        for point in entry_points(group=COMMANDS, name=self.name):
            return Command(point.module, point.attr)
        return None


class CommandTable(Mapping[str, Any]):
    """Commands and groups by name; each is imported when it is looked up."""

    def __init__(
        self,
        places: Mapping[str, Command | Commands | Plugin],
        unlisted: Callable[[str], TyperCommand | None] = lambda _: None,
    ) -> None:
        """`unlisted` finds commands that the help does not list."""
        self.places = places
        self._unlisted = unlisted
        self._loaded: dict[str, TyperCommand | TyperGroup] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._loaded:
            self._loaded[name] = self.places[name].load(name)
        return self._loaded[name]

    def get(self, name: str, default: Any = None) -> Any:
        """Return the command of a name; errors while importing it are raised."""
        return self[name] if name in self.places else self._unlisted(name) or default

    def __contains__(self, name: object) -> bool:
        return name in self.places

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


class CommandGroup(TyperGroup):
    """Commands under one name; the name alone shows help."""

    def __init__(
        self,
        *,
        commands: Any,
        example: str | None = None,
        default: str | None = None,
        **options: Any,
    ) -> None:
        options.setdefault("rich_markup_mode", None)
        super().__init__(commands=commands, **options)
        self._table: CommandTable = commands
        self._example = example
        self._default = default

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read a command line."""
        named = not args or args[0] in self._table or args[0] in self.get_help_option_names(ctx)
        if self._default is not None and not named:
            args = [self._default, *args]
        return super().parse_args(ctx, args or ["--help"])

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - typer's
        """Write the list of commands, each with the first sentence of its help."""
        room = formatter.width - 6 - max(map(len, self._table))
        with formatter.section("Commands"):
            formatter.write_dl(
                [
                    (name, TyperCommand(name, help=place.help()).get_short_help_str(room))
                    for name, place in self._table.places.items()
                ]
            )

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the example of the group."""
        if self._example is not None:
            self.epilog = self._table[self._example].epilog
        super().format_epilog(ctx, formatter)
