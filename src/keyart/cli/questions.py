"""Commands of questions: their options are the fields of the request.

Each command's module formats its answer by hand.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
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
from keyart.questions.question import Answer, Question
from keyart.questions.registry import QUESTIONS

R = TypeVar("R", bound=Answer)

MOST_ROWS = 30
"""The default of --limit; --json has all."""

Limit = Annotated[int, typer.Option(metavar="N", min=1, help="List at most N rows.")]

MOST_SHARE = 1000
"""Numbers up to this are shares or relative differences."""

_NONE = ["none"]
"""How the empty list is written."""


def question_command(
    question: Question[Any, Any, R],
    display: Callable[..., None],
    *,
    compiled: str = "native",
    data: Callable[[R], Any] = lambda result: result.to_dict(),
) -> Callable[..., None]:
    """Return the command of a question.

    `display(result)` prints an answer; its other parameters become options of the command.
    `compiled` is the folder whose loops may have to be compiled first. `data` returns what --json
    shows.
    """
    # Judgements take all arguments by name; audiences are given as `keyart audiences size` does.
    arguments = [
        replace(argument, positional=argument.positional and not question.is_judgement)
        for argument in arguments_of(question.kind)
    ]
    extra = list(signature(display).parameters.values())[1:]

    def command(store: Path, *, as_json: bool, **options: Any) -> None:
        shown = {parameter.name: options.pop(parameter.name) for parameter in extra}
        request = question.kind.from_dict(read_options(arguments, options))
        remark_on_compiling(compiled)
        with session.open(store) as opened:
            result = opened.answer(question, request)
        if as_json:
            show_json(data(result))
        else:
            display(result, **shown)

    parameters = [
        Parameter("store", Parameter.KEYWORD_ONLY, annotation=Store),
        *map(parameter_of, arguments),
        *(parameter.replace(kind=Parameter.KEYWORD_ONLY) for parameter in extra),
        Parameter("as_json", Parameter.KEYWORD_ONLY, annotation=AsJson, default=False),
    ]
    return with_parameters(command, parameters, question.command, question.kind)


def with_parameters(
    command: Callable[..., None], parameters: list[Parameter], name: str, described: type
) -> Callable[..., None]:
    """Return a function of keyword arguments as one that typer reads; its help is a class's."""
    command.__signature__ = Signature(parameters)  # pyright: ignore[reportFunctionMemberAccess]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    command.__doc__ = described.__doc__
    command.__name__ = name
    return command


def read_options(arguments: Iterable[Argument], options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments that are given as options."""
    read = {argument.name: _read(argument, options[argument.name]) for argument in arguments}
    return {name: value for name, value in read.items() if value is not None}


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


def parameter_of(argument: Argument) -> Parameter:
    """Return an argument as an option."""
    kind, metavar, default = _option(argument)
    option = f"--{argument.name.replace('_', '-')}"
    if argument.type is bool and argument.default:
        option += f"/--no-{argument.name.replace('_', '-')}"
    parser = share if argument.type is float else None
    help_text = argument.doc.replace("`", "")
    if argument.is_mapping:
        help_text += f" Write {CONDITION_HELP}. Repeatable."
    if argument.is_list and argument.default_text:
        help_text += f" {argument.default_text} by default."
    if argument.required and argument.positional:
        many = "..." if argument.is_list else ""
        made = typer.Argument(metavar=f"{argument.name.upper()}{many}", help=help_text)
    else:
        made = typer.Option(option, metavar=metavar, help=help_text, parser=parser)
    return Parameter(
        argument.name,
        Parameter.KEYWORD_ONLY,
        annotation=Annotated[kind, made],
        default=Parameter.empty if argument.required else default,
    )


def _option(argument: Argument) -> tuple[Any, str | None, Any]:
    """Return the type of an option, the name of its value, and its default."""
    default = argument.default
    if argument.is_mapping:
        return list[str] | None, "CONDITION", None
    if argument.is_list:
        is_argument = argument.required and argument.positional
        return (list[str] if is_argument else list[str] | None), "A,B|none", None
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


def _read(argument: Argument, value: Any) -> Any:
    """Return the argument from the value of its option; None if it was not given."""
    if argument.is_mapping:
        return conditions(value or (), f"--{argument.name}")
    if value is None or (argument.required and argument.positional):
        return value
    if argument.is_list:
        split = expressions if argument.name == "audiences" else names
        listed = [name for text in value for name in split(text) or ()]
        return [] if listed == _NONE else listed
    if int in get_args(argument.type):
        return int(value) if value.isdecimal() else names(value)
    return value
