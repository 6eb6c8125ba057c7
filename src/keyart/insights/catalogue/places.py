"""Names of countries."""

from functools import cache
from importlib.resources import files


def country_name(code: str) -> str:
    """Return the English name of a country by its ISO 3166-1 alpha-2 code; unknown: the code.

    The names are those of the time zone database, from the package tzdata.
    """
    return _names().get(code, code)


@cache
def _names() -> dict[str, str]:
    text = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {line[0]: line[1] for line in lines}
