"""The program `keyart`: error messages and exit codes.

Exit codes: 0 for success; 1 when a command failed; 2 for misuse: an unknown option, name or
setting, or a question that is not valid.
"""

import os
import sys
from collections.abc import Sequence
from typing import Any

import typer

from keyart.cli.group import CommandGroup
from keyart.core.errors import BadQuestion, BadSettings, KeyartError, TooManyGroups, UnknownName

FAILED = 1
MISUSED = 2
INTERRUPTED = 130
"""What typer makes of Ctrl-C."""


def exit_code(error: KeyartError) -> int:
    """Return the exit code of an error."""
    misused = isinstance(error, UnknownName | BadQuestion | BadSettings)
    return MISUSED if misused and not isinstance(error, TooManyGroups) else FAILED


MOST_PATH = 200
"""Errors repeat at most this many characters of a path."""

LESS_MEMORY = "Close other programs, or lower ingest_memory and query_memory in keyart.toml."


def _errors_of(module: str, error: str) -> tuple[type[Exception], ...]:
    """Return an error class of a module, if that module was imported."""
    return (getattr(sys.modules[module], error),) if module in sys.modules else ()


def _first_line(error: Exception) -> str:
    """Return the first line of an error, without a full stop."""
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")


def _misuse(error: typer.TyperException) -> str:
    """Return what is wrong with a command line, and where to find help."""
    message = error.format_message().replace("Value error, ", "")
    near: Sequence[str] = getattr(error, "possibilities", None) or ()
    if near:
        message = f"{error.message}. Did you mean {' or '.join(near)}?"
    if not message.endswith((".", "?")):
        message += "."
    context = getattr(error, "ctx", None)
    path = "keyart" if context is None else context.command_path
    return f"{message} See {path} --help."


def complain(text: str) -> None:
    """Print an error to stderr, as one line."""
    color = False if os.environ.get("NO_COLOR") else None
    typer.secho("error: ", nl=False, err=True, fg="red", bold=True, color=color)
    typer.echo(" ".join(text.splitlines()), err=True)


class Program(CommandGroup):
    """Commands whose errors become one line on stderr and an exit code."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command that `args` name, and exit with its code."""
        extra |= {"complete_var": complete_var, "windows_expand_args": windows_expand_args}
        try:
            code = super().main(args, prog_name or "keyart", standalone_mode=False, **extra)
        except typer.TyperException as error:
            complain(_misuse(error))
            code = error.exit_code
        except KeyartError as error:
            complain(str(error))
            code = exit_code(error)
        except typer.Abort:
            complain("not confirmed; nothing was done.")
            code = FAILED
        except BrokenPipeError:
            _forget_stdout()
            code = FAILED
        except OSError as error:
            complain(f"{str(error.filename or 'system')[:MOST_PATH]}: {error.strerror or error}.")
            code = FAILED
        except (MemoryError, *_errors_of("duckdb", "OutOfMemoryException")):
            complain(f"Out of memory; nothing was published. {LESS_MEMORY}")
            code = FAILED
        except (RecursionError, ArithmeticError, *_errors_of("pyarrow", "ArrowInvalid")) as error:
            # A number out of range that no check caught.
            complain(f"A value is too large or nested too deeply: {_first_line(error)}.")
            code = MISUSED
        if code == INTERRUPTED:
            complain("interrupted.")
            code = FAILED
        if standalone_mode:
            sys.exit(code)
        return code


def _forget_stdout() -> None:
    """Discard further output: nobody reads stdout any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
