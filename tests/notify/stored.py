"""A small store with notices and messages."""

from dataclasses import replace
from pathlib import Path

from keyart.notify import Channel, Judgement, record
from tests.cli.commands import loaded
from tests.notify.found import START, condition


def noticed(folder: Path) -> Path:
    """Return a store with two open notices, of kinds clickbait and outlier, and a resolved one.

    They have the ids 1 (an outlier of an unknown title), 2 (clickbait: the asset blue) and 3.
    """
    store = loaded(folder)
    about = replace(condition(2), title="heist", asset="blue")
    found = (condition(1, "outlier"), about, condition(3))
    channel = Channel({"key": "slack"}, "https://keyart.example.com")
    for version, there in enumerate([(), found[:2], found, found[:2], found[:2]], 1):
        record(store, Judgement(version, there, START), channel)
    return store
