"""Which time zone data is used: the system's or that of the package tzdata, whichever is newer.

Python takes the system's files first, however old they are. A server that is seldom updated would
then count the days of a zone whose rules have changed by the old ones. Both engines, and the
reading of events, take zones from here.
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
    """As IANA calls it, such as 2026a."""
    source: str
    """The folder of the system's files, or the package."""

    def __str__(self) -> str:
        """Return it for people."""
        return f"{self.version} ({self.source})"


@cache
def zone_data() -> ZoneData:
    """Return which data this process uses."""
    return newest(TZPATH, tzdata.IANA_VERSION)


def newest(folders: Sequence[str | os.PathLike[str]], packaged: str) -> ZoneData:
    """Return the newer one: the system's zones in the first of `folders` that has any, or ours.

    A system that does not say which version it has is taken to be older.
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
    """Return a zone of `data`; what that does not know, of the other.

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
            found = _VERSION.search(file.readline())
            if found:
                return found[0]
    return None


def _order(version: str) -> tuple[int, int, str]:
    """Return by what versions are ordered: 2025b before 2026a; nothing readable comes first."""
    found = _VERSION.fullmatch(version)
    return (int(found[1]), len(found[2]), found[2]) if found else (0, 0, "")
