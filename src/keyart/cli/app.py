"""The commands of `keyart`, and what it does when one of them fails.

Exit codes: 0 when all went well; 1 when a command was understood and failed; 2 when it cannot
be understood: no such option, name or setting, or a question that does not fit together.
"""

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated, Any

import duckdb
import pyarrow as pa
import typer
from typer.core import TyperGroup

from keyart.cli import (
    affinities,
    audiences,
    authenticity,
    compare,
    demo,
    druid,
    facts,
    feed,
    imports,
    ingest,
    init,
    notices,
    outliers,
    plan,
    query,
    serve,
    spark,
    status,
    validate,
)
from keyart.cli.terminal import complain, show
from keyart.core.errors import BadQuestion, BadSettings, KeyartError, TooManyGroups, UnknownName

FAILED = 1
MISUSED = 2
INTERRUPTED = 130
"""What typer makes of Ctrl-C."""


def exit_code(error: KeyartError) -> int:
    """Return the exit code that an error means."""
    misused = isinstance(error, UnknownName | BadQuestion | BadSettings)
    return MISUSED if misused and not isinstance(error, TooManyGroups) else FAILED


class Group(TyperGroup):
    """Commands under one name; the name alone asks for help."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read a command line."""
        return super().parse_args(ctx, args or ["--help"])


class Commands(Group):
    """All commands: whatever fails, fails with one line on stderr and an exit code."""

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
            complain(_usage(error))
            code = error.exit_code
        except KeyartError as error:
            complain(str(error))
            code = exit_code(error)
        except typer.Abort:
            complain("nothing was done: it was not confirmed.")
            code = FAILED
        except BrokenPipeError:
            _forget_stdout()
            code = FAILED
        except OSError as error:
            complain(f"{str(error.filename or 'system')[:MOST_PATH]}: {error.strerror or error}.")
            code = FAILED
        except OUT_OF_MEMORY:
            complain(f"There is not enough memory; nothing was published. {LESS_MEMORY}")
            code = FAILED
        except (RecursionError, *ARITHMETIC) as error:
            complain(f"That is too large or nested too deeply to work with: {_first_line(error)}.")
            code = MISUSED
        if code == INTERRUPTED:
            complain("interrupted.")
            code = FAILED
        if standalone_mode:
            sys.exit(code)
        return code


MOST_PATH = 200
"""Characters of a path that an error repeats."""

OUT_OF_MEMORY = (MemoryError, duckdb.OutOfMemoryException)

LESS_MEMORY = "Close other programs, or lower ingest_memory and query_memory in keyart.toml."

ARITHMETIC = (ArithmeticError, pa.ArrowInvalid)
"""What fails because of a number. Ranges are checked first: these are the ones that were missed."""


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")


def _usage(error: typer.TyperException) -> str:
    """Return what is wrong with a command line, and where to read on."""
    message = error.format_message().replace("Value error, ", "")
    near: Sequence[str] = getattr(error, "possibilities", None) or ()
    if near:
        message = f"{error.message}. Did you mean {' or '.join(near)}?"
    if not message.endswith((".", "?")):
        message += "."
    context = getattr(error, "ctx", None)
    path = "keyart" if context is None else context.command_path
    return f"{message} See {path} --help."


def _forget_stdout() -> None:
    """Let nothing more be written where nobody reads any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_version(wanted: bool) -> None:
    if wanted:
        show(f"keyart {version('keyart')}")
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option("--version", callback=_print_version, is_eager=True, help="Say which version."),
]

app = typer.Typer(
    name="keyart",
    cls=Commands,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)


@app.callback()
def keyart(print_version: Version = False) -> None:
    """Which artwork, trailer or synopsis wins with which audience: exact answers from events."""


app.command("init", epilog=init.EXAMPLE)(init.init)
app.command("ingest", epilog=ingest.INGEST_EXAMPLE)(ingest.ingest)
app.command("query", epilog=query.EXAMPLE)(query.query)
app.command("compare", epilog=compare.EXAMPLE)(compare.compare)
app.command("plan", epilog=plan.EXAMPLE)(plan.plan)
app.command("authenticity", epilog=authenticity.EXAMPLE)(authenticity.authenticity)
app.command("outliers", epilog=outliers.OUTLIERS_EXAMPLE)(outliers.outliers)
app.command("norms", epilog=outliers.NORMS_EXAMPLE)(outliers.norms)
app.command("status", epilog=status.STATUS_EXAMPLE)(status.status)
app.command("check", epilog=status.CHECK_EXAMPLE)(status.check)
app.command("export", epilog=facts.EXPORT_EXAMPLE)(facts.export)
app.command("validate", epilog=validate.EXAMPLE)(validate.validate)
app.command("serve", epilog=serve.EXAMPLE)(serve.serve_)
app.command("demo", epilog=demo.EXAMPLE)(demo.demo)
app.command("refresh", epilog=ingest.REFRESH_EXAMPLE)(ingest.refresh)

_imports = typer.Typer(cls=Group, help="Make stores of public data, or of facts made elsewhere.")
for _data in imports.IMPORTABLE:
    _imports.command(_data.name, help=_data.says, epilog=_data.example)(imports.command(_data))
_imports.command("facts", epilog=facts.IMPORT_EXAMPLE)(facts.import_)
app.add_typer(_imports, name="import", epilog=imports.IMPORTABLE[0].example)

_audiences = typer.Typer(
    cls=Group, help="Infer affinities, put lists, save segments, and see how all of them overlap."
)
_audiences.command("put", epilog=audiences.PUT_EXAMPLE)(audiences.put)
_audiences.command("save", epilog=audiences.SAVE_EXAMPLE)(audiences.save)
_audiences.command("show", epilog=audiences.SHOW_EXAMPLE)(audiences.show_)
_audiences.command("list", epilog=audiences.LIST_EXAMPLE)(audiences.list_)
_audiences.command("size", epilog=audiences.SIZE_EXAMPLE)(audiences.size)
_audiences.command("overlap", epilog=audiences.OVERLAP_EXAMPLE)(audiences.overlap)
_audiences.command("remove", epilog=audiences.REMOVE_EXAMPLE)(audiences.remove)
_audiences.command("fit", epilog=affinities.FIT_EXAMPLE)(affinities.fit)
_audiences.command("why", epilog=affinities.WHY_EXAMPLE)(affinities.why)
_audiences.command("explore", epilog=affinities.EXPLORE_EXAMPLE)(affinities.explore)
_audiences.command("compare", epilog=affinities.COMPARE_EXAMPLE)(affinities.compare)
_audiences.command("rename", epilog=affinities.RENAME_EXAMPLE)(affinities.rename)
_audiences.command("card", epilog=affinities.CARD_EXAMPLE)(affinities.card)
_audiences.command("members", epilog=affinities.MEMBERS_EXAMPLE)(affinities.members)
app.add_typer(_audiences, name="audiences", epilog=audiences.PUT_EXAMPLE)

_feed = typer.Typer(cls=Group, help="See and choose which ready answers the service gives.")
_feed.command("list", epilog=feed.LIST_EXAMPLE)(feed.list_)
_feed.command("make", epilog=feed.MAKE_EXAMPLE)(feed.make)
_feed.command("rollback", epilog=feed.ROLLBACK_EXAMPLE)(feed.rollback)
_feed.command("forward", epilog=feed.FORWARD_EXAMPLE)(feed.forward)
app.add_typer(_feed, name="feed", epilog=feed.LIST_EXAMPLE)

_druid = typer.Typer(cls=Group, help="Let Apache Druid hold a store and answer its questions.")
_druid.command("init", epilog=druid.INIT_EXAMPLE)(druid.init)
_druid.command("load", epilog=druid.LOAD_EXAMPLE)(druid.load)
_druid.command("status", epilog=druid.STATUS_EXAMPLE)(druid.status)
_druid.command("drop", epilog=druid.DROP_EXAMPLE)(druid.drop)
app.add_typer(_druid, name="druid", epilog=druid.LOAD_EXAMPLE)

_spark = typer.Typer(cls=Group, help="Build facts by Apache Spark.")
_spark.command("build", epilog=spark.BUILD_EXAMPLE)(spark.build)
app.add_typer(_spark, name="spark", epilog=spark.BUILD_EXAMPLE)

_notices = typer.Typer(cls=Group, help="See what people should know, and try whether they hear.")
_notices.command("list", epilog=notices.LIST_EXAMPLE)(notices.list_)
_notices.command("seen", epilog=notices.SEEN_EXAMPLE)(notices.seen)
_notices.command("test", epilog=notices.TEST_EXAMPLE)(notices.try_)
app.add_typer(_notices, name="notices", epilog=notices.LIST_EXAMPLE)


def main() -> None:
    """Run `keyart`."""
    app()
