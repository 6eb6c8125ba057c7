"""A world whose names try to be something else: quotes, placeholders, SQL, letters of all kinds."""

from keyart.core.facts import Family
from tests.oracles.small import shown
from tests.oracles.world import Row, World

VALUES = (
    "x' OR '1'='1",
    '\'; DROP TABLE "druid"."x"; --',
    '"quoted"',
    "?",
    ":p0",
    "$1 {0} %s",
    "back\\slash",
    "",
    " ",
    "line\nbreak",
    "ünïcödé",
    "日本語",
    "😀",
    "\ufb01",  # a letter above the surrogates of UTF-16 and below the emoji in UTF-8
    "null",
    "U&'\\0041'",
)
"""Titles, devices and values of an attribute, each on a fact of its own."""

LISTS = ("list:it's", 'list:"vip"', "list:😀 or 1=1")


def _row(number: int, value: str) -> Row:
    row = shown(number, None, "2026-01-05T10:00", device=value, x_shelf=value)
    return {**row, "title": f"t-{value}"}


WORLD = World(
    runs=[{Family.EXPOSURE: [_row(number, value) for number, value in enumerate(VALUES)]}],
    titles=[
        {"title_id": f"t-{value}", "name": value, "mood": value, "genres": [value, "all"]}
        for value in VALUES
    ],
    profiles={0: {"plan": "gold"}},
    lists={name: range(number, len(VALUES), 3) for number, name in enumerate(LISTS)},
    population=len(VALUES),
    config_text='[dimensions]\nshelf = "impressions"\n',
)
