"""The settings of Druid: `[druid]` in `keyart.toml`, or `KEYART_DRUID_<NAME>`.

They are read like a store's settings: see `keyart.core.settings`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from keyart.core.ranges import Range, format_duration
from keyart.core.settings import (
    NAMES,
    read_duration,
    read_names,
    read_settings,
    read_text,
    read_whole_number,
    setting,
    split_address,
)

ENVIRONMENT = "KEYART_DRUID_"
"""The start of the names of environment variables."""

ALL = ("*",)
"""In place of a list of names, this means all of them."""

GRANULARITIES: Mapping[str, int] = {"15m": 900, "1h": 3600, "1d": 86400}
"""The seconds of each unit to which times can be rounded down."""

LEAST_LG_K, MOST_LG_K = 10, 20
"""Fewer registers err by more than 3%; more take megabytes per group. Spark has the same bounds."""


def _read_url(value: object) -> str:
    url = read_text(value).rstrip("/")
    parts = split_address(url)
    if url and (parts is None or parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ValueError("the address of Druid's router, such as http://localhost:8888")
    if parts is not None and (parts.username or parts.query or parts.fragment):
        raise ValueError("an address without user, ? and #")
    return url


def _read_prefix(value: object) -> str:
    if not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9_-]{0,99}", str(value)):
        raise ValueError("up to 100 letters, digits, - and _, a letter first")
    return str(value)


def _read_granularity(value: object) -> str:
    if str(value) not in GRANULARITIES:
        raise ValueError(" or ".join(GRANULARITIES))
    return str(value)


def _read_folder(value: object) -> str:
    folder = read_text(value)
    if folder and not (Path(folder).is_absolute() and folder.isprintable()):
        raise ValueError("an absolute path, such as /mnt/keyart")
    return folder


@dataclass(frozen=True)
class DruidSettings:
    """The values of all settings of Druid."""

    url: str = setting(
        "", _read_url, "The address of Druid's router; without it, Druid is not used.", "an address"
    )
    prefix: str = setting(
        "keyart",
        _read_prefix,
        "The prefix of the names of datasources and lookups, a different one per store.",
        "letters, digits, - and _",
    )
    user: str = setting(
        "", read_text, "The user name, if Druid requires one (basic authentication).", "text"
    )
    password: str = setting("", read_text, "The password of `user`.", "text", secret=True)
    token: str = setting(
        "", read_text, "A bearer token, instead of `user` and `password`.", "text", secret=True
    )
    lg_k: int = setting(
        14,
        read_whole_number,
        "The size of sketches: 2^lg_k registers; the standard error is 0.8% at 14, 0.3% at 17.",
        Range(LEAST_LG_K, MOST_LG_K, whole=True),
    )
    granularity: str = setting(
        "15m",
        _read_granularity,
        "The unit to which times are rounded down: 15m, or 1h or 1d for fewer rows.",
        ", ".join(GRANULARITIES),
    )
    dimensions: tuple[str, ...] = setting(
        ALL, read_names, "Custom event dimensions to load; `*` means all.", NAMES
    )
    attributes: tuple[str, ...] = setting(
        (), read_names, "Profile attributes to load; each one adds rows.", NAMES
    )
    audiences: tuple[str, ...] = setting(
        ALL,
        read_names,
        "Audiences to load, by full name or kind; `*` means all.",
        NAMES,
    )
    rows_per_segment: int = setting(
        5_000_000,
        read_whole_number,
        "The approximate rows per segment; segments of 300 to 700 MB work best.",
        Range(1, 1_000_000_000, whole=True),
    )
    tasks: int = setting(
        1,
        read_whole_number,
        "Tasks that read the files of one load in parallel.",
        Range(1, 1000, whole=True),
    )
    retention: float = setting(
        0.0,
        read_duration,
        "How far back from now Druid serves facts; 0 means all facts.",
        Range(0, 36500 * 86400, as_text=format_duration),
    )
    input_folder: str = setting(
        "",
        _read_folder,
        "A folder for the files of a load, which all services of Druid can read; by default one "
        "in the store.",
        "an absolute path",
    )

    @property
    def granularity_seconds(self) -> int:
        """The unit to which times are rounded down, in seconds."""
        return GRANULARITIES[self.granularity]


DRUID_SETTINGS = tuple(fields(DruidSettings))
"""The fields of `DruidSettings`, each with `metadata` `read`, `doc` and `secret`."""


def load(table: Mapping[str, Any], environment: Mapping[str, str], where: str) -> DruidSettings:
    """Return the settings from a `[druid]` table and the environment.

    Raises `UnknownName` for a name that does not exist and `BadSettings` for a bad value.
    """
    values = read_settings(DRUID_SETTINGS, table, environment, where, ENVIRONMENT)
    return DruidSettings(**values)
