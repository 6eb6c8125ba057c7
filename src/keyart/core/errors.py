"""Every error that Keyart raises on purpose. Each has a stable ``code`` and a ``hint``."""

from collections.abc import Iterable
from difflib import get_close_matches
from unicodedata import category, combining, east_asian_width


class KeyartError(Exception):
    """The base of Keyart's errors: ``message`` says what is wrong, ``hint`` what to do."""

    code = "error"

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Return the message and the hint as one line."""
        return f"{self.message} {self.hint}".strip()


class UnknownName(KeyartError):
    """A measure, dimension, grain, zone, setting, column, or audience that does not exist."""

    code = "unknown_name"

    def __init__(
        self,
        kind: str,
        name: str,
        valid_names: Iterable[str],
        *,
        hint: str = "",
        position: int | None = None,
    ) -> None:
        """`position` is the offset of the name in the text that contains it, if any."""
        near = _nearest(name, valid_names)
        guess = f"Did you mean {' or '.join(repr(n) for n in near)}?" if near else ""
        super().__init__(f"There is no {kind} {_shorten(name)!r}.", hint=f"{guess} {hint}".strip())
        self.kind = kind
        self.name = name
        self.nearest = tuple(near)
        self.position = position


MOST_COMPARED = 20_000
"""If there are more names, none is suggested: comparing them would take seconds."""

MOST_NAME = 200
"""Characters of a name that an error shows; for a longer name, none is suggested."""


def _nearest(name: str, valid_names: Iterable[str]) -> list[str]:
    names = list(valid_names)
    if len(name) > MOST_NAME or len(names) > MOST_COMPARED:
        return []
    return get_close_matches(name, names, n=3, cutoff=0.5)


def _shorten(name: str) -> str:
    return name if len(name) <= MOST_NAME else f"{name[:MOST_NAME]}…"


class BadQuestion(KeyartError):
    """A question whose parts exist but do not fit together."""

    code = "bad_question"


class TooFewPeople(KeyartError):
    """A question about fewer people than the client may see, or about nobody."""

    code = "too_few_people"

    def __init__(self, *, hint: str = "Ask about more people.") -> None:
        super().__init__("Too few people to show.", hint=hint)


class UnalignedRange(BadQuestion):
    """``since`` or ``until`` does not fall on a quarter of an hour UTC."""

    code = "unaligned_range"


class TooManyGroups(BadQuestion):
    """A question whose groups would not fit in memory."""

    code = "too_many_groups"


class UnsupportedByEngine(BadQuestion):
    """A question that its engine cannot answer; other engines can."""

    code = "unsupported"


class QueryTimeout(KeyartError):
    """A question that was stopped because it took too long."""

    code = "query_timeout"


class BadExpression(BadQuestion):
    """An invalid audience expression; `pointer` shows where."""

    code = "bad_expression"

    def __init__(self, problem: str, *, text: str, position: int, hint: str = "") -> None:
        before = text[:position]
        self.text = text
        self.position = position
        self.line = before.count("\n") + 1
        self.column = position - before.rfind("\n")
        line = f"line {self.line}, " if "\n" in text else ""
        where = f"{line}column {self.column}"
        super().__init__(f"At {where} of the audience expression: {problem}", hint=hint)

    @property
    def pointer(self) -> str:
        """The line with the problem, and a caret below the position."""
        line = self.text.split("\n")[self.line - 1]
        return f"{line}\n{''.join(map(_blank, line[: self.column - 1]))}^"


def _blank(character: str) -> str:
    """Return as much blank space as a character takes on a terminal."""
    if character == "\t":
        return character
    if combining(character) or category(character) in {"Mn", "Me", "Cf"}:
        return ""
    return "  " if east_asian_width(character) in {"W", "F"} else " "


class AudienceInUse(KeyartError):
    """An audience that cannot be removed, because segments use it."""

    code = "audience_in_use"


class BadInput(KeyartError):
    """Input that cannot be used at all; a single bad row is quarantined instead."""

    code = "bad_input"


class MissingColumn(BadInput):
    """A required column that is not in a source and that no mapping names."""

    code = "missing_column"


class NothingToFit(KeyartError):
    """There are too few plays to infer affinities; nothing was published."""

    code = "nothing_to_fit"


class BadSettings(KeyartError):
    """An invalid setting, environment variable or ``keyart.toml``."""

    code = "bad_settings"


class StoreError(KeyartError):
    """A store that cannot be created, opened, read or written."""

    code = "store_error"


class NotAStore(StoreError):
    """The path holds no Keyart store."""

    code = "not_a_store"


class StoreExists(StoreError):
    """A store or something else is already at the path."""

    code = "store_exists"


class StoreBusy(StoreError):
    """Another process holds the writer's lock and did not release it in time."""

    code = "store_busy"


class StoreDamaged(StoreError):
    """A file of the store is missing, truncated, or not what the catalogue says."""

    code = "store_damaged"


class WrongKey(StoreError):
    """The file `store.key` has no key, or the key of another store."""

    code = "wrong_key"


class ReadOnlyStore(StoreError):
    """A store that can be read, but not written."""

    code = "read_only_store"


class DiskFull(StoreError):
    """There is no space left for a file."""

    code = "disk_full"


class TooLittleMemory(StoreError):
    """Work that needs more memory than is free; it was not started."""

    code = "too_little_memory"


class UnsupportedStore(StoreError):
    """The store was written in a format that this version does not read."""

    code = "unsupported_store"


class WrongKind(StoreError):
    """Events for a store of imported facts, or facts for a store of events."""

    code = "wrong_kind"


class MissingExtra(KeyartError):
    """This call needs an optional package that is not installed."""

    code = "missing_extra"


class DruidError(KeyartError):
    """An error of Druid, in its own words.

    `error_code` and `category` are Druid's (`invalidInput`, `TIMEOUT`), empty if it gave none.
    """

    code = "druid_error"

    def __init__(
        self, message: str, *, hint: str = "", error_code: str = "", category: str = ""
    ) -> None:
        super().__init__(message, hint=hint)
        self.error_code = error_code
        self.category = category


class DruidUnavailable(DruidError):
    """Druid cannot be reached, does not answer, or refuses the user."""

    code = "druid_unavailable"
