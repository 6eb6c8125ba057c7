"""The settings of a store: the only place with their names, defaults and descriptions.

A value comes from the environment (`KEYART_<NAME>`), else from `[settings]` in the store's
`keyart.toml`, else it is the default. An unknown name or a value out of range stops the start.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import Field, dataclass, field, fields, replace
from datetime import date
from math import isfinite
from typing import Any, cast
from urllib.parse import SplitResult, urlsplit

from keyart.core.errors import BadSettings, UnknownName
from keyart.core.ranges import Range, format_duration, format_size, format_value

_DURATION = re.compile(r"^\s*(\d{1,15}(?:\.\d{1,15})?)\s*(s|m|h|d|w)?\s*$", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400, None: 1}
_SIZE = re.compile(r"^\s*(\d{1,18}(?:\.\d{1,15})?)\s*(KiB|MiB|GiB|TiB)?\s*$", re.ASCII)
_BYTES = {None: 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40}

BY_CONTENT_TYPE = (
    "min_play_seconds",
    "attribution_window",
    "completion_fraction",
    "exclude_placements",
)
"""Settings that `[settings.content_type.<type>]` can change for plays of one content type."""


def read_duration(value: object) -> float:
    """Return seconds from a number of seconds or a text such as `24h`, `90m`, `7d`."""
    match = _DURATION.match(str(value))
    if isinstance(value, bool) or match is None:
        raise ValueError("seconds, or a number with s, m, h, d or w, such as 24h")
    return float(match[1]) * _SECONDS[match[2]]


def read_size(value: object) -> int:
    """Return bytes from a number of bytes or a text such as `512MiB`, `2GiB`."""
    match = _SIZE.match(str(value))
    if isinstance(value, bool) or match is None:
        raise ValueError("bytes, or a number with KiB, MiB, GiB or TiB, such as 2GiB")
    return int(float(match[1]) * _BYTES[match[2]])


def read_number(value: object) -> float:
    """Return a number from a number or its text."""
    try:
        parsed = float("nan" if isinstance(value, bool) else str(value))
    except ValueError:
        parsed = float("nan")
    if not isfinite(parsed):
        raise ValueError("a number")
    return parsed


def read_whole_number(value: object) -> int:
    """Return a whole number from a number or its text."""
    parsed = read_number(value)
    if parsed != int(parsed):
        raise ValueError("a whole number")
    return int(parsed)


def read_text(value: object) -> str:
    """Return `value`, which must be text."""
    if not isinstance(value, str):
        raise ValueError("text in quotes")
    return value


def split_address(text: str) -> SplitResult | None:
    """Return the parts of an address, None if the text is not one."""
    try:
        return urlsplit(text)
    except ValueError:
        return None


def read_names(value: object) -> tuple[str, ...]:
    """Return names from a list, or from text that separates them with commas."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if isinstance(value, list | tuple):
        parts = cast(Sequence[object], value)
        if all(isinstance(part, str) for part in parts):
            return tuple(str(part) for part in parts)
    raise ValueError("a list of names")


def read_flag(value: object) -> bool:
    """Return the boolean for true, 1, yes, false, 0 or no."""
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    if str(value).lower() not in words:
        raise ValueError("true or false")
    return words[str(value).lower()]


def setting(
    default: Any, read: Any, doc: str, allowed: Range | str, *, secret: bool = False
) -> Any:
    """Return the field of one setting; a secret's value is never shown.

    `read` returns the value of what was written, or raises `ValueError` with a description of the
    values that it reads. `allowed` is the range of a number, or a description for the docs.
    """
    metadata = {"read": read, "doc": doc, "allowed": allowed, "secret": secret}
    return field(default=default, metadata=metadata, repr=not secret)


def read_date(value: object) -> str:
    """Return an ISO date as text; empty for none."""
    text = str(value)
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise ValueError("a date such as 2026-01-01") from None


NAMES = "names"
YES_OR_NO = "true, false"

_DAY = 86400
_SPAN = Range(0, 3650 * _DAY, as_text=format_duration)


@dataclass(frozen=True)
class Settings:
    """The values of all settings of a store."""

    min_play_seconds: float = setting(
        120.0, read_number, "A play of at least this many seconds qualifies.", Range(0, _DAY)
    )
    attribution_window: float = setting(
        86400.0,
        read_duration,
        "How long after an impression a play can still be attributed to it.",
        _SPAN,
    )
    completion_fraction: float = setting(
        0.9,
        read_number,
        "A qualified play that reaches this fraction is completed.",
        Range(0.001, 1),
    )
    exclude_placements: tuple[str, ...] = setting(
        ("continue_watching",),
        read_names,
        "Placements whose impressions are never credited with a play.",
        NAMES,
    )
    min_visible_ms: float = setting(
        0.0,
        read_number,
        "An impression visible for fewer milliseconds than this is not viewable.",
        Range(0, 1000 * _DAY),
    )
    threads: int = setting(
        0,
        read_whole_number,
        "Threads for a question or an ingest; 0 means one per core.",
        Range(0, 256, whole=True),
    )
    ingest_memory: int = setting(
        2 << 30,
        read_size,
        "Memory for an ingest, in addition to the program; less if less is free.",
        Range(64 << 20, 16 << 40, as_text=format_size),
    )
    query_memory: int = setting(
        1 << 30,
        read_size,
        "Memory for the groups and profiles of one question; one that needs more is refused.",
        Range(1, 16 << 40, as_text=format_size),
    )
    max_segments: int = setting(
        16,
        read_whole_number,
        "A publication compacts a fact family that has more segments than this.",
        Range(1, 1000, whole=True),
    )
    affinities_max: int = setting(
        60,
        read_whole_number,
        "The maximum number of affinities of a fit; the data may support fewer.",
        Range(1, 1000, whole=True),
    )
    affinity_detail: float = setting(
        0.15,
        read_number,
        "The detail of affinities: lower values find more and smaller ones.",
        Range(0.001, 1),
    )
    sensitive_tags: tuple[str, ...] = setting(
        ("faith", "sexuality", "health", "politics", "ethnicity"),
        read_names,
        "Subjects that must not name or define an affinity.",
        NAMES,
    )
    fairness_attributes: tuple[str, ...] = setting(
        ("age_band",),
        read_names,
        "Attributes of profiles by whose values policies and campaigns say whom they serve worse.",
        NAMES,
    )
    fits_kept: int = setting(
        13,
        read_whole_number,
        "How many fits of affinities to keep; questions can name one by its number.",
        Range(1, 1000, whole=True),
    )
    control_fraction: float = setting(
        0.0,
        read_number,
        "The share of profiles that are in no campaign: they measure all campaigns together.",
        Range(0, 0.5),
    )
    control_rotation: str = setting(
        "",
        read_date,
        "The day on which these profiles were last drawn anew; another date draws others.",
        "a date",
    )
    max_campaigns_per_profile: int = setting(
        0,
        read_whole_number,
        "A profile can be in so many campaigns in `campaign_cap_days`; 0 is no limit.",
        Range(0, 1000, whole=True),
    )
    campaign_cap_days: int = setting(
        30,
        read_whole_number,
        "The days over which a profile's campaigns are counted.",
        Range(1, 3650, whole=True),
    )
    quiet_audiences: tuple[str, ...] = setting(
        (), read_names, "Audiences whose members are in no campaign.", NAMES
    )
    fsync: bool = setting(
        True,
        read_flag,
        "Force files to disk before a version uses them; false risks the store.",
        YES_OR_NO,
    )
    content_type: Mapping[str, Mapping[str, Any]] = field(
        default_factory=dict[str, Mapping[str, Any]], metadata={"doc": "Settings by content type."}
    )

    def for_content_type(self, content_type: str | None) -> "Settings":
        """Return the settings for plays of one content type."""
        changes = self.content_type.get(content_type or "")
        return replace(self, **changes) if changes else self


SETTINGS = tuple(f for f in fields(Settings) if "read" in f.metadata)
"""The fields of `Settings` that can be set, each with `metadata` `read` and `doc`."""


def read_settings(
    settings: Sequence[Field[Any]],
    table: Mapping[str, Any],
    environment: Mapping[str, str],
    where: str,
    prefix: str = "KEYART_",
) -> dict[str, Any]:
    """Return the values of `settings` in a table and in the environment, by name.

    The names of environment variables start with `prefix`. Raises `UnknownName` for a name that
    does not exist and `BadSettings` for a bad value.
    """
    by_name = {setting.name: setting for setting in settings}
    for name in table:
        if name not in by_name:
            raise UnknownName("setting", name, by_name, hint=f"It is in {where}.")
    values = {name: read_value(by_name[name], value, where) for name, value in table.items()}
    for name, setting in by_name.items():
        variable = f"{prefix}{name.upper()}"
        if variable in environment:
            values[name] = read_value(setting, environment[variable], variable)
    return values


def read_value(setting: Field[Any], value: object, where: str) -> Any:
    """Return the value of a setting from what was written; raises `BadSettings` with its bounds.

    `where` is the file or the environment variable with `value`.
    """
    allowed = setting.metadata["allowed"]
    try:
        parsed = setting.metadata["read"](value)
    except ValueError as error:
        raise _must_be(setting, str(error), value, where) from None
    if isinstance(allowed, Range) and not allowed.holds(parsed):
        raise _must_be(setting, str(allowed), value, where)
    return parsed


def _must_be(setting: Field[Any], expected: str, value: object, where: str) -> BadSettings:
    actual = "" if setting.metadata["secret"] else f", not {format_value(value)}"
    return BadSettings(
        f"{where}: {setting.name} must be {expected}{actual}.",
        hint="See docs/settings.md for the allowed values.",
    )


def load(table: Mapping[str, Any], environment: Mapping[str, str], where: str) -> Settings:
    """Return the settings from a `[settings]` table and the environment.

    Raises `UnknownName` for a name that does not exist and `BadSettings` for a bad value.
    """
    general = dict(table)
    by_type: dict[str, dict[str, Any]] = {}
    for content_type, values in table_of(general.pop("content_type", {}), PREFIX, where).items():
        section = f"{PREFIX}.{content_type}"
        for name in table_of(values, section, where):
            if name not in BY_CONTENT_TYPE:
                raise UnknownName("setting by content type", name, BY_CONTENT_TYPE)
        by_type[content_type] = read_settings(SETTINGS, values, {}, f"{where}, [{section}]")
    return Settings(**read_settings(SETTINGS, general, environment, where), content_type=by_type)


PREFIX = "settings.content_type"


def table_of(value: object, section: str, where: str) -> Mapping[str, Any]:
    """Return a section of `keyart.toml`; raises `BadSettings` if it is not a table."""
    if isinstance(value, dict):
        return cast(dict[str, Any], value)
    raise BadSettings(
        f"{where}: {section} must be a table, not {format_value(value)}.",
        hint=f"Write [{section}], and below it lines such as name = value.",
    )
