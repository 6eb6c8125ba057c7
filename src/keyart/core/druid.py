"""The one table of the settings of Druid: `[druid]` in `keyart.toml`, or `KEYART_DRUID_<NAME>`.

Read as those of a store are: see `keyart.core.settings`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from keyart.core.ranges import Range, span
from keyart.core.settings import (
    NAMES,
    address,
    duration,
    names,
    read_settings,
    setting,
    text,
    whole,
)

ENVIRONMENT = "KEYART_DRUID_"
"""What the names of the environment's variables begin with."""

ALL = ("*",)
"""The value of a list of names that means all there are."""

GRANULARITIES: Mapping[str, int] = {"15m": 900, "1h": 3600, "1d": 86400}
"""Seconds that times may be rounded down to, by what one writes."""

LEAST_LG_K, MOST_LG_K = 10, 20
"""Fewer registers err by more than 3%; more take megabytes a group. Spark's sketches merge here."""


def _url(value: object) -> str:
    url = text(value).rstrip("/")
    parts = address(url)
    if url and (parts is None or parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ValueError("the address of Druid's router, such as http://localhost:8888")
    if parts is not None and (parts.username or parts.query or parts.fragment):
        raise ValueError("an address without user, ? and #")
    return url


def _prefix(value: object) -> str:
    if not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9_-]{0,99}", str(value)):
        raise ValueError("up to 100 letters, digits, - and _, a letter first")
    return str(value)


def _granularity(value: object) -> str:
    if str(value) not in GRANULARITIES:
        raise ValueError(" or ".join(GRANULARITIES))
    return str(value)


def _folder(value: object) -> str:
    folder = text(value)
    if folder and not (Path(folder).is_absolute() and folder.isprintable()):
        raise ValueError("a whole path, such as /mnt/keyart")
    return folder


@dataclass(frozen=True)
class DruidSettings:
    """The values of all settings of Druid."""

    url: str = setting(
        "", _url, "The address of Druid's router; when none is given, none is used.", "an address"
    )
    prefix: str = setting(
        "keyart",
        _prefix,
        "What the names of datasources and lookups begin with, one per store.",
        "letters, digits, - and _",
    )
    user: str = setting(
        "", text, "Who asks Druid, where it wants to know (basic authentication).", "text"
    )
    password: str = setting("", text, "The password of `user`.", "text", secret=True)
    token: str = setting(
        "", text, "A bearer token, instead of `user` and `password`.", "text", secret=True
    )
    lg_k: int = setting(
        14,
        whole,
        "The sketches' size: 2^lg_k registers; 14 errs by 0.8%, 17 by 0.3% (1 sigma).",
        Range(LEAST_LG_K, MOST_LG_K, whole=True),
    )
    granularity: str = setting(
        "15m",
        _granularity,
        "What times are rounded down to: 15m, or 1h or 1d for fewer rows.",
        ", ".join(GRANULARITIES),
    )
    dimensions: tuple[str, ...] = setting(
        ALL, names, "Custom event dimensions that are loaded; `*` means all declared ones.", NAMES
    )
    attributes: tuple[str, ...] = setting(
        (), names, "Profile attributes that are loaded; each one makes for more rows.", NAMES
    )
    audiences: tuple[str, ...] = setting(
        ALL,
        names,
        "Audiences that are loaded, by full name or kind; `*` means all that are kept.",
        NAMES,
    )
    rows_per_segment: int = setting(
        5_000_000,
        whole,
        "Rows of a segment, about: segments of 300 to 700 MB serve best.",
        Range(1, 1_000_000_000, whole=True),
    )
    tasks: int = setting(
        1, whole, "Tasks that read the files of one load at once.", Range(1, 1000, whole=True)
    )
    retention: float = setting(
        0.0,
        duration,
        "How far back from now Druid serves facts; 0 means for ever.",
        Range(0, 36500 * 86400, written=span),
    )
    input_folder: str = setting(
        "",
        _folder,
        "A folder that all services of Druid can read, for the files of a load; when none is "
        "given, one within the store.",
        "a whole path",
    )

    @property
    def granularity_seconds(self) -> int:
        """What times are rounded down to, in seconds."""
        return GRANULARITIES[self.granularity]


DRUID_SETTINGS = tuple(fields(DruidSettings))
"""The fields of `DruidSettings`, each with `metadata` `read`, `doc` and `secret`."""


def load(table: Mapping[str, Any], environment: Mapping[str, str], where: str) -> DruidSettings:
    """Return the settings from a `[druid]` table and the environment.

    Raises `UnknownName` for a name that does not exist and `BadSettings` for a bad value.
    """
    given = read_settings(DRUID_SETTINGS, table, environment, where, ENVIRONMENT)
    return DruidSettings(**given)
