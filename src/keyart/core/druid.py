"""The one table of the settings of Druid: `[druid]` in `keyart.toml`, or `KEYART_DRUID_<NAME>`.

Read as those of a store are: see `keyart.core.settings`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from keyart.core.settings import duration, names, positive, read_settings, setting, whole

ENVIRONMENT = "KEYART_DRUID_"
"""What the names of the environment's variables begin with."""

ALL = ("*",)
"""The value of a list of names that means all there are."""

GRANULARITIES: Mapping[str, int] = {"15m": 900, "1h": 3600, "1d": 86400}
"""Seconds that times may be rounded down to, by what one writes."""

LEAST_LG_K, MOST_LG_K = 10, 20
"""Fewer registers err by more than 3%; more take megabytes a group. Spark's sketches merge here."""


def _url(value: object) -> str:
    text = str(value).rstrip("/")
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ValueError("write the address of Druid's router, such as http://localhost:8888")
    if parts.username or parts.query or parts.fragment:
        raise ValueError("write an address without user, ? and #")
    return text


def _prefix(value: object) -> str:
    text = str(value)
    if not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9_-]{0,99}", text):
        raise ValueError("write up to 100 letters, digits, - and _, a letter first")
    return text


def _lg_k(value: object) -> int:
    found = whole(value)
    if not LEAST_LG_K <= found <= MOST_LG_K:
        raise ValueError(f"write a whole number from {LEAST_LG_K} to {MOST_LG_K}")
    return found


def _granularity(value: object) -> str:
    if str(value) not in GRANULARITIES:
        raise ValueError(f"write {', '.join(GRANULARITIES)}")
    return str(value)


def _folder(value: object) -> str:
    text = str(value)
    if text and not Path(text).is_absolute():
        raise ValueError("write a whole path, such as /mnt/keyart")
    return text


@dataclass(frozen=True)
class DruidSettings:
    """The values of all settings of Druid."""

    url: str = setting("", _url, "The address of Druid's router; when none is given, none is used.")
    prefix: str = setting(
        "keyart", _prefix, "What the names of datasources and lookups begin with, one per store."
    )
    user: str = setting("", str, "Who asks Druid, where it wants to know (basic authentication).")
    password: str = setting("", str, "The password of `user`.", secret=True)
    token: str = setting("", str, "A bearer token, instead of `user` and `password`.", secret=True)
    lg_k: int = setting(
        14, _lg_k, "The sketches' size: 2^lg_k registers; 14 errs by 0.8%, 17 by 0.3% (1 sigma)."
    )
    granularity: str = setting(
        "15m", _granularity, "What times are rounded down to: 15m, or 1h or 1d for fewer rows."
    )
    dimensions: tuple[str, ...] = setting(
        ALL, names, "Custom event dimensions that are loaded; `*` means all declared ones."
    )
    attributes: tuple[str, ...] = setting(
        (), names, "Profile attributes that are loaded; each one makes for more rows."
    )
    audiences: tuple[str, ...] = setting(
        ALL, names, "Audiences that are loaded, by full name or kind; `*` means all that are kept."
    )
    rows_per_segment: int = setting(
        5_000_000, positive, "Rows of a segment, about: segments of 300 to 700 MB serve best."
    )
    tasks: int = setting(1, positive, "Tasks that read the files of one load at once.")
    retention: float = setting(
        0.0, duration, "How far back from now Druid serves facts; 0 means for ever."
    )
    input_folder: str = setting(
        "",
        _folder,
        "A folder that all services of Druid can read, for the files of a load; when none is "
        "given, one within the store.",
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
