"""The time zone data in use: the system's or that of the package tzdata, whichever is newer.

Python prefers the system's files, however old they are. A server that is rarely updated would then
use outdated rules for a zone whose rules have changed. Both engines and ingest get zones from here.
"""

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, ZoneInfoNotFoundError

import tzdata

PACKAGE = "package tzdata"
VERSION_FILES = ("tzdata.zi", "+VERSION", "version")
"""Where systems write the version of their zones: Linux, macOS and BSD, others."""

_VERSION = re.compile(r"\b(\d{4})([a-z]{1,2})\b")


@dataclass(frozen=True)
class ZoneData:
    """The time zone data in use."""

    version: str
    """The version of IANA, such as 2026a."""
    source: str
    """The folder of the system's files, or the package."""

    def __str__(self) -> str:
        """Return the version and the source as text."""
        return f"{self.version} ({self.source})"


@cache
def zone_data() -> ZoneData:
    """Return the data that this process uses."""
    return newest(TZPATH, tzdata.IANA_VERSION)


def newest(folders: Sequence[str | os.PathLike[str]], packaged: str) -> ZoneData:
    """Return the newer data: that in the first of `folders` with zones, or the package's.

    A folder without a version counts as older.
    """
    for folder in folders:
        if not (Path(folder) / "Etc" / "UTC").exists():
            continue
        version = _version(Path(folder))
        if version is not None and _order(version) >= _order(packaged):
            return ZoneData(version, str(folder))
        break
    return ZoneData(packaged, PACKAGE)


def load_zone(name: str, data: ZoneData) -> ZoneInfo:
    """Return a zone of `data`, or of the other data if `data` lacks it.

    Raises `ZoneInfoNotFoundError`, `ValueError` or `OSError` if there is none.
    """
    if data.source == PACKAGE:
        with suppress(ZoneInfoNotFoundError, ValueError, OSError):
            return _packaged(name)
    return ZoneInfo(name)


def _packaged(name: str) -> ZoneInfo:
    parts = name.split("/")
    if not all(re.fullmatch(r"[\w+-]+", part) for part in parts):
        raise ZoneInfoNotFoundError(name)
    with files("tzdata").joinpath("zoneinfo", *parts).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def _version(folder: Path) -> str | None:
    for name in VERSION_FILES:
        with suppress(OSError), (folder / name).open(encoding="utf-8", errors="replace") as file:
            match = _VERSION.search(file.readline())
            if match:
                return match[0]
    return None


def _order(version: str) -> tuple[int, int, str]:
    """Return the sort key of a version: 2025b is before 2026a, an unreadable one is first."""
    match = _VERSION.fullmatch(version)
    return (int(match[1]), len(match[2]), match[2]) if match else (0, 0, "")
