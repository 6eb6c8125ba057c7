"""The behavioural rules: which there are, what arguments each takes, and what these may be.

What each means is written in docs/audiences.md, and done by `keyart.query.membership.lowering`.
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
"""The arguments that say which time a rule looks at."""


@dataclass(frozen=True)
class RuleForm:
    """What one rule looks like.

    `subjects` say of what: one of them may be given (`needs_subject`: must be). A rule that is
    `compared` is a number of each profile; the others are true or false.
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
        """All arguments, in the order in which they are written."""
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
    """A word or a value as it stands in the text."""

    text: str
    at: int
    quoted: bool = False


@dataclass(frozen=True)
class SourceComparison:
    """A comparison as it stands in the text."""

    operator: SourceText
    number: SourceText


def build_rule(
    name: SourceText,
    given: Sequence[tuple[SourceText, SourceText]],
    comparison: SourceComparison | None,
) -> Rule:
    """Return the rule that is written, its arguments read; raises `Problem`."""
    form = RULES.get(name.text)
    if form is None:
        hint = did_you_mean(name.text, RULES, f"The rules are {', '.join(RULES)}.")
        raise Problem(name.at, f"there is no rule {name.text!r}.", hint)
    arguments: dict[str, Value] = {}
    for argument, value in given:
        _check_argument(form, argument, arguments)
        arguments[argument.text] = _READERS[argument.text](value)
    _check_together(form, name, arguments)
    ordered = tuple((key, arguments[key]) for key in form.arguments if key in arguments)
    return Rule(form.name, ordered, _comparison(form, name, comparison), name.at)


def _check_argument(form: RuleForm, argument: SourceText, before: Mapping[str, Value]) -> None:
    word = argument.text
    if word not in form.arguments:
        otherwise = f"It takes {', '.join(form.arguments)}."
        hint = did_you_mean(word, form.arguments, otherwise)
        raise Problem(argument.at, f"{form.name} has no argument {word!r}.", hint)
    if word in before:
        raise Problem(argument.at, f"{word} is given twice.", "Give it once.")
    others = [name for name in form.subjects if name in before]
    if word in form.subjects and others:
        says = f"{form.name} is about one thing, here a {others[0]} and a {word}."
        raise Problem(argument.at, says, "Write two rules and join them with and.")
    clashing = {"days": ("since", "until"), "since": ("days",), "until": ("days",)}.get(word, ())
    if any(name in before for name in clashing):
        says = "days counts back from the newest event, so it goes with neither since nor until."
        raise Problem(argument.at, says, "Give either days, or since and until.")


def _check_together(form: RuleForm, name: SourceText, arguments: Mapping[str, Value]) -> None:
    for required in form.required:
        if required not in arguments:
            says = f"{form.name} needs {required}."
            raise Problem(name.at, says, f"Write for example {form.example}.")
    if form.needs_subject and not set(form.subjects) & set(arguments):
        says = f"{form.name} needs one of {', '.join(form.subjects)}."
        raise Problem(name.at, says, f"Write for example {form.example}.")
    since, until = (arguments.get(bound) for bound in ("since", "until"))
    if since is None or until is None:
        return
    if slot_bound(since, "UTC") >= slot_bound(until, "UTC"):
        raise Problem(name.at, f"since ({since}) is not before until ({until}).", "Swap them.")


def _comparison(
    form: RuleForm, name: SourceText, written: SourceComparison | None
) -> RuleComparison | None:
    if not form.compared:
        if written is None:
            return None
        says = f"{form.name} is true or false and cannot be compared."
        more = "at_least" in form.further
        hint = (
            f"Write {form.name}(…, at_least={written.number.text})."
            if more
            else "Leave the comparison away."
        )
        raise Problem(written.operator.at, says, hint)
    if written is None:
        says = f"{form.name} is a number and must be compared with one."
        raise Problem(name.at, says, f"Write for example {form.example}.")
    number = _read_number(written.number)
    if form.name == "share" and number > 1:
        percent = f"Write {_number_text(number / 100)} for {_number_text(number)}%."
        hint = percent if number <= 100 else "Write for example 0.3."
        raise Problem(written.number.at, "a share lies between 0 and 1.", hint)
    return RuleComparison(written.operator.text, number)


def _number_text(number: Decimal) -> str:
    return f"{number.normalize():f}"


_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")
"""As much as sums of milliseconds can be compared with in 64 bits."""


def _read_number(written: SourceText) -> Decimal:
    if not _NUMBER.fullmatch(written.text):
        says = f"{written.text!r} is not a number as rules are compared with."
        hint = "Write it with at most 9 digits before and 6 behind the point, such as 0.3."
        raise Problem(written.at, says, hint)
    return Decimal(written.text).normalize()


def _read_text(written: SourceText) -> str:
    if written.text == "null" and not written.quoted:
        says = "a rule cannot look for what is missing."
        raise Problem(written.at, says, 'Write "null", in quotes, if it is called so.')
    if not written.text:
        raise Problem(written.at, "the value is empty.", "Write a name between the quotes.")
    return written.text


def _whole_number_reader(most: int) -> Callable[[SourceText], int]:
    def read(written: SourceText) -> int:
        if not re.fullmatch("[0-9]{1,9}", written.text) or not 1 <= int(written.text) <= most:
            says = f"{written.text!r} is not a whole number from 1 to {most:,}."
            raise Problem(written.at, says, "Write for example 28.")
        return int(written.text)

    return read


def _read_time(written: SourceText) -> str:
    try:
        slot_bound(written.text, "UTC")
    except BadQuestion as error:
        says = error.message[:1].lower() + error.message[1:]
        raise Problem(written.at, says, error.hint) from error
    return written.text


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
