"""The behavioural rules, their arguments and the arguments' values.

docs/audiences.md describes what each rule means; `keyart.query.membership.rules` evaluates it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from keyart.audiences.expression import Rule, RuleComparison, Value
from keyart.audiences.parsing import Problem, did_you_mean
from keyart.core.errors import BadQuestion
from keyart.core.zones import slot_bound

MAX_DAYS = 36_500

SPAN = ("since", "until", "days")
"""The arguments for the time range of a rule."""


@dataclass(frozen=True)
class RuleForm:
    """The form of one rule.

    At most one of `subjects` may be given (with `needs_subject`, exactly one). A rule that is
    `compared` is a number for each profile; other rules are true or false.
    """

    name: str
    subjects: tuple[str, ...]
    further: tuple[str, ...]
    example: str
    needs_subject: bool = False
    required: tuple[str, ...] = ()
    compared: bool = False

    @property
    def arguments(self) -> tuple[str, ...]:
        """All arguments, in order."""
        return (*self.subjects, *self.further)


_OF_TITLES = ("title", "genre", "tag")

RULES: Mapping[str, RuleForm] = {
    form.name: form
    for form in (
        RuleForm("saw", ("title", "asset"), ("at_least", *SPAN), "saw(title=t1, since=2026-01-01)"),
        RuleForm("viewed", _OF_TITLES, ("at_least", *SPAN), "viewed(genre=drama, at_least=3)"),
        RuleForm("completed", _OF_TITLES, ("at_least", *SPAN), "completed(title=t1)"),
        RuleForm("hours", _OF_TITLES, SPAN, "hours(days=28) >= 10", compared=True),
        RuleForm(
            "share", _OF_TITLES, SPAN, "share(genre=drama) >= 0.3",
            needs_subject=True, compared=True,
        ),
        RuleForm("new", (), ("days",), "new(days=28)", required=("days",)),
        RuleForm("lapsed", (), ("days",), "lapsed(days=28)", required=("days",)),
    )
}  # fmt: skip
"""All rules by name."""

OPERATORS = (">=", ">", "<=", "<")


@dataclass(frozen=True)
class SourceText:
    """A word or value in the text, with its position."""

    text: str
    at: int
    quoted: bool = False


@dataclass(frozen=True)
class SourceComparison:
    """A comparison in the text."""

    operator: SourceText
    number: SourceText


def build_rule(
    name: SourceText,
    pairs: Sequence[tuple[SourceText, SourceText]],
    comparison: SourceComparison | None,
) -> Rule:
    """Return a rule with its arguments read; raises `Problem`."""
    form = RULES.get(name.text)
    if form is None:
        hint = did_you_mean(name.text, RULES, f"The rules are {', '.join(RULES)}.")
        raise Problem(name.at, f"{name.text!r} is not a rule.", hint)
    arguments: dict[str, Value] = {}
    for argument, value in pairs:
        _check_argument(form, argument, arguments)
        arguments[argument.text] = _READERS[argument.text](value)
    _check_together(form, name, arguments)
    ordered = tuple((key, arguments[key]) for key in form.arguments if key in arguments)
    return Rule(form.name, ordered, _comparison(form, name, comparison), name.at)


def _check_argument(form: RuleForm, argument: SourceText, before: Mapping[str, Value]) -> None:
    word = argument.text
    if word not in form.arguments:
        otherwise = f"Its arguments are {', '.join(form.arguments)}."
        hint = did_you_mean(word, form.arguments, otherwise)
        raise Problem(argument.at, f"{form.name} has no argument {word!r}.", hint)
    if word in before:
        raise Problem(argument.at, f"{word} is given twice.", "Give it once.")
    others = [name for name in form.subjects if name in before]
    if word in form.subjects and others:
        message = f"{form.name} takes a {others[0]} or a {word}, not both."
        raise Problem(argument.at, message, "Write two rules and join them with and.")
    clashing = {"days": ("since", "until"), "since": ("days",), "until": ("days",)}.get(word, ())
    if any(name in before for name in clashing):
        message = "days counts back from the newest event and excludes since and until."
        raise Problem(argument.at, message, "Give either days, or since and until.")


def _check_together(form: RuleForm, name: SourceText, arguments: Mapping[str, Value]) -> None:
    for required in form.required:
        if required not in arguments:
            raise Problem(name.at, f"{form.name} needs {required}.", f"Example: {form.example}.")
    if form.needs_subject and not set(form.subjects) & set(arguments):
        message = f"{form.name} needs one of {', '.join(form.subjects)}."
        raise Problem(name.at, message, f"Example: {form.example}.")
    since, until = (arguments.get(bound) for bound in ("since", "until"))
    if since is None or until is None:
        return
    if slot_bound(since, "UTC") >= slot_bound(until, "UTC"):
        raise Problem(name.at, f"since ({since}) is not before until ({until}).", "Swap them.")


def _comparison(
    form: RuleForm, name: SourceText, source: SourceComparison | None
) -> RuleComparison | None:
    if not form.compared:
        if source is None:
            return None
        message = f"{form.name} is true or false and cannot be compared."
        more = "at_least" in form.further
        hint = (
            f"Write {form.name}(…, at_least={source.number.text})."
            if more
            else "Remove the comparison."
        )
        raise Problem(source.operator.at, message, hint)
    if source is None:
        message = f"{form.name} is a number and must be compared with one."
        raise Problem(name.at, message, f"Example: {form.example}.")
    number = _read_number(source.number)
    if form.name == "share" and number > 1:
        percent = f"Write {_number_text(number / 100)} for {_number_text(number)}%."
        hint = percent if number <= 100 else "Example: 0.3."
        raise Problem(source.number.at, "a share must be 0 to 1.", hint)
    return RuleComparison(source.operator.text, number)


def _number_text(number: Decimal) -> str:
    return f"{number.normalize():f}"


_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")
"""Numbers that can be compared with sums of milliseconds in 64 bits."""


def _read_number(source: SourceText) -> Decimal:
    if not _NUMBER.fullmatch(source.text):
        message = f"{source.text!r} is not a number that rules can be compared with."
        hint = "Write at most 9 digits before and 6 after the point, such as 0.3."
        raise Problem(source.at, message, hint)
    return Decimal(source.text).normalize()


def _read_text(source: SourceText) -> str:
    if source.text == "null" and not source.quoted:
        message = "a rule cannot look for a missing value."
        raise Problem(source.at, message, 'Write "null", in quotes, if that is the name.')
    if not source.text:
        raise Problem(source.at, "the value is empty.", "Write a name between the quotes.")
    return source.text


def _whole_number_reader(most: int) -> Callable[[SourceText], int]:
    def read(source: SourceText) -> int:
        if not re.fullmatch("[0-9]{1,9}", source.text) or not 1 <= int(source.text) <= most:
            message = f"{source.text!r} is not a whole number from 1 to {most:,}."
            raise Problem(source.at, message, "Example: 28.")
        return int(source.text)

    return read


def _read_time(source: SourceText) -> str:
    try:
        slot_bound(source.text, "UTC")
    except BadQuestion as error:
        message = error.message[:1].lower() + error.message[1:]
        raise Problem(source.at, message, error.hint) from error
    return source.text


_READERS: Mapping[str, Callable[[SourceText], Value]] = {
    "title": _read_text,
    "asset": _read_text,
    "genre": _read_text,
    "tag": _read_text,
    "at_least": _whole_number_reader(999_999_999),
    "since": _read_time,
    "until": _read_time,
    "days": _whole_number_reader(MAX_DAYS),
}
"""How the value of each argument is read."""
