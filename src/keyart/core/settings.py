"""The one table of settings. A setting's name, default and sentence stand here and nowhere else.

A value comes from, in order: the environment (`KEYART_<NAME>`), the store's `keyart.toml`
(`[settings]`), the default. A name or value that makes no sense stops the start.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import Field, dataclass, field, fields, replace
from typing import Any

from keyart.core.errors import BadSettings, UnknownName

_DURATION = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(s|m|h|d|w)?\s*$")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400, None: 1}
_SIZE = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(MiB|GiB)?\s*$")
_BYTES = {None: 1, "MiB": 1 << 20, "GiB": 1 << 30}

BY_CONTENT_TYPE = (
    "min_play_seconds",
    "attribution_window",
    "completion_fraction",
    "exclude_placements",
)
"""Settings that `[settings.content_type.<type>]` may set for the plays of one content type."""


def duration(value: object) -> float:
    """Return seconds from a number of seconds or a text such as `24h`, `90m`, `7d`."""
    match = _DURATION.match(str(value))
    if isinstance(value, bool) or match is None:
        raise ValueError("write seconds or a number with s, m, h, d or w, such as 24h")
    return float(match[1]) * _SECONDS[match[2]]


def size(value: object) -> int:
    """Return bytes from a number of bytes or a text such as `512MiB`, `2GiB`."""
    match = _SIZE.match(str(value))
    if isinstance(value, bool) or match is None:
        raise ValueError("write bytes or a number with MiB or GiB, such as 2GiB")
    return int(float(match[1]) * _BYTES[match[2]])


def number(value: object) -> float:
    """Return a number from a number or its text."""
    if isinstance(value, bool):
        raise ValueError("write a number")
    return float(str(value))


def whole(value: object) -> int:
    """Return a whole number from a number or its text."""
    found = number(value)
    if found != int(found):
        raise ValueError("write a whole number")
    return int(found)


def positive(value: object) -> int:
    """Return a whole number, 1 or more, from a number or its text."""
    found = whole(value)
    if found < 1:
        raise ValueError("write a whole number, 1 or more")
    return found


def fraction(value: object) -> float:
    """Return a number above 0 and up to 1."""
    found = number(value)
    if not 0 < found <= 1:
        raise ValueError("write a number above 0 and up to 1")
    return found


def names(value: object) -> tuple[str, ...]:
    """Return names from a list, or from a text with commas between them."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if isinstance(value, list | tuple):
        return tuple(str(part) for part in value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    raise ValueError("write a list of names")


def flag(value: object) -> bool:
    """Return whether the value says yes."""
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    if str(value).lower() not in words:
        raise ValueError("write true or false")
    return words[str(value).lower()]


def setting(default: Any, read: Any, doc: str, *, secret: bool = False) -> Any:
    """Return the field of one setting; a secret's value is never shown."""
    metadata = {"read": read, "doc": doc, "secret": secret}
    return field(default=default, metadata=metadata, repr=not secret)


@dataclass(frozen=True)
class Settings:
    """The values of all settings of a store."""

    min_play_seconds: float = setting(
        120.0, number, "A play this many seconds long or longer qualifies."
    )
    attribution_window: float = setting(
        86400.0, duration, "How long after an impression a play may still be led to by it."
    )
    completion_fraction: float = setting(
        0.9, fraction, "A qualified play watched to this fraction or further is completed."
    )
    exclude_placements: tuple[str, ...] = setting(
        ("continue_watching",), names, "Placements whose impressions never lead to a play."
    )
    min_visible_ms: float = setting(
        0.0, number, "An impression visible for less than this is not viewable."
    )
    threads: int = setting(
        0, whole, "Threads for a question or an ingest; 0 means one for each core."
    )
    ingest_memory: int = setting(
        2 << 30, size, "Memory an ingest may plan with, beside the code itself."
    )
    query_memory: int = setting(
        1 << 30, size, "Memory the groups of one question may take before it is refused."
    )
    max_segments: int = setting(
        16, whole, "Segments of one fact family above which a publication compacts them."
    )
    affinities_max: int = setting(
        60, whole, "Affinities that a fit looks for at most; how many there are, the plays say."
    )
    affinity_detail: float = setting(
        0.15, fraction, "How fine affinities may be: less finds more and smaller ones."
    )
    sensitive_tags: tuple[str, ...] = setting(
        ("faith", "sexuality", "health", "politics", "ethnicity"),
        names,
        "Subjects that neither name nor define an affinity.",
    )
    fits_kept: int = setting(
        13, whole, "Fits of affinities that are kept, to be asked for by their number."
    )
    fsync: bool = setting(
        True, flag, "Force files to disk before a version names them; false risks the store."
    )
    content_type: Mapping[str, Mapping[str, Any]] = field(
        default_factory=dict[str, Mapping[str, Any]], metadata={"doc": "Settings by content type."}
    )

    def for_content_type(self, content_type: str | None) -> "Settings":
        """Return these settings as they hold for the plays of one content type."""
        own = self.content_type.get(content_type or "")
        return replace(self, **own) if own else self


SETTINGS = tuple(f for f in fields(Settings) if "read" in f.metadata)
"""The fields of `Settings` that can be set, each with `metadata` `read` and `doc`."""


def read_settings(
    known: Sequence[Field[Any]],
    table: Mapping[str, Any],
    environment: Mapping[str, str],
    where: str,
    variables: str = "KEYART_",
) -> dict[str, Any]:
    """Return the values that a table and the environment give to the settings `known`, by name.

    The names of the environment's variables begin with `variables`.

    Raises `UnknownName` for a name that does not exist and `BadSettings` for a bad value.
    """
    by_name = {setting.name: setting for setting in known}
    for name in table:
        if name not in by_name:
            raise UnknownName("setting", name, by_name, hint=f"It stands in {where}.")
    given = {name: _read(by_name[name], value, where) for name, value in table.items()}
    for name, setting in by_name.items():
        variable = f"{variables}{name.upper()}"
        if variable in environment:
            given[name] = _read(setting, environment[variable], variable)
    return given


def _read(setting: Field[Any], value: object, where: str) -> Any:
    try:
        return setting.metadata["read"](value)
    except (ValueError, OverflowError) as error:
        shown = "" if setting.metadata["secret"] else f" = {value!r}"
        raise BadSettings(
            f"{where}: {setting.name}{shown} makes no sense.", hint=f"Please {error}."
        ) from None


def load(table: Mapping[str, Any], environment: Mapping[str, str], where: str) -> Settings:
    """Return the settings from a `[settings]` table and the environment.

    Raises `UnknownName` for a name that does not exist and `BadSettings` for a bad value.
    """
    own = dict(table)
    by_type: dict[str, dict[str, Any]] = {}
    for content_type, values in own.pop("content_type", {}).items():
        for name in values:
            if name not in BY_CONTENT_TYPE:
                raise UnknownName("setting by content type", name, BY_CONTENT_TYPE)
        by_type[content_type] = read_settings(SETTINGS, values, {}, where)
    return Settings(**read_settings(SETTINGS, own, environment, where), content_type=by_type)
