"""Commands of questions: their options are the fields of the request.

Each command's module formats its answer by hand.
"""

from collections.abc import Callable, Iterable
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any, TypeVar, cast, get_args

import typer
from typer.core import TyperCommand

from keyart import session
from keyart.cli import tables
from keyart.cli.arguments import AsJson, Store, share
from keyart.cli.asking import CONDITION_HELP, conditions, expressions, names
from keyart.cli.group import build_command
from keyart.cli.terminal import remark, remark_on_compiling, show, show_json
from keyart.core.request import Argument, arguments_of
from keyart.insights.questions import QUESTIONS, Answer, Question

R = TypeVar("R", bound=Answer)

MOST_ROWS = 30
"""The default of --limit; --json has all."""

Limit = Annotated[int, typer.Option(metavar="N", min=1, help="List at most N rows.")]

MOST_SHARE = 1000
"""Numbers up to this are shares or relative differences."""

_NONE = ["none"]
"""How the empty list is written."""


def question_command(
    question: Question[Any, Any, R], display: Callable[..., None], *, compiled: str = "native"
) -> Callable[..., None]:
    """Return the command of a question.

    `display(result)` prints the answer; its other parameters become options.
    `compiled` names the folder whose loops the question needs compiled.
    """
    arguments = arguments_of(question.kind)
    extra = list(signature(display).parameters.values())[1:]

    def command(store: Path, *, as_json: bool, **given: Any) -> None:
        shown = {parameter.name: given.pop(parameter.name) for parameter in extra}
        read = {argument.name: _read(argument, given[argument.name]) for argument in arguments}
        request = question.kind.from_dict(
            {name: value for name, value in read.items() if value is not None}
        )
        remark_on_compiling(compiled)
        with session.open(store) as opened:
            result = opened.answer(question, request)
        if as_json:
            show_json(result.to_dict())
        else:
            display(result, **shown)

    parameters = [
        Parameter("store", Parameter.KEYWORD_ONLY, annotation=Store),
        *(_parameter(argument) for argument in arguments),
        *(parameter.replace(kind=Parameter.KEYWORD_ONLY) for parameter in extra),
        Parameter("as_json", Parameter.KEYWORD_ONLY, annotation=AsJson, default=False),
    ]
    command.__signature__ = Signature(parameters)  # pyright: ignore[reportFunctionMemberAccess]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    command.__doc__ = question.kind.__doc__
    command.__name__ = question.command
    return command


def other_question(name: str) -> TyperCommand | None:
    """Return the derived command of a question without a command of its own, if there is one."""
    for question in QUESTIONS:
        if question.command == name:
            return build_command(name, question_command(question, show_answer), "")
    return None


def remark_on_rest(count: int, limit: int, notes: Iterable[str]) -> None:
    """Print how many rows are not listed, and the notes."""
    if count > limit:
        remark(f"{count - limit:,} more not shown: see --limit or --json.")
    for note in notes:
        remark(note)


def show_answer(result: Answer) -> None:
    """Print the fields of a result: rows as tables, notes dimmed."""
    for name, value in result.to_dict().items():
        if name == "notes":
            for note in value:
                remark(note)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            rows = cast(list[dict[str, Any]], value)
            drawn = tables.table(tuple(rows[0]), ())
            for row in rows:
                drawn.add_row(*map(str, row.values()))
            show(drawn)
        else:
            show(f"{name}: {value}")


def _parameter(argument: Argument) -> Parameter:
    """Return an argument as an option."""
    kind, metavar, default = _option(argument)
    option = f"--{argument.name.replace('_', '-')}"
    if argument.type is bool and argument.default:
        option += f"/--no-{argument.name.replace('_', '-')}"
    parser = share if argument.type is float else None
    help_text = argument.doc.replace("`", "")
    if argument.name == "where":
        help_text += f" Write {CONDITION_HELP}. Repeatable."
    if argument.is_list and argument.default:
        help_text += f" {', '.join(argument.default)} by default."
    made = typer.Option(option, metavar=metavar, help=help_text, parser=parser)
    return Parameter(
        argument.name,
        Parameter.KEYWORD_ONLY,
        annotation=Annotated[kind, made],
        default=Parameter.empty if argument.required else default,
    )


def _option(argument: Argument) -> tuple[Any, str | None, Any]:
    """Return an option's type, metavar and default."""
    default = argument.default
    if argument.name == "where":
        return list[str] | None, "CONDITION", None
    if argument.is_list:
        return list[str] | None, "A,B|none", None
    if argument.choices:
        return str | None, "|".join(argument.choices), None if default is None else str(default)
    if argument.type in {bool, int, float}:
        return _number(argument)
    if int in get_args(argument.type):
        return str, "N|A,B", str(default)
    return (str if argument.required else str | None), "TEXT", default


def _number(argument: Argument) -> tuple[Any, str | None, Any]:
    if argument.type is bool:
        return bool, None, argument.default
    share_like = argument.range is not None and argument.range.most <= MOST_SHARE
    return argument.type | None, "SHARE" if share_like else "N", argument.default


def _read(argument: Argument, given: Any) -> Any:
    """Read an option's value; None if it was not given."""
    if argument.name == "where":
        return conditions(given or (), "--where")
    if given is None:
        return None
    if argument.is_list:
        split = expressions if argument.name == "audiences" else names
        listed = [name for text in given for name in split(text) or ()]
        return [] if listed == _NONE else listed
    if int in get_args(argument.type):
        return int(given) if given.isdecimal() else names(given)
    return given
