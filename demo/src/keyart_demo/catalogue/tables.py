"""A catalogue as the contract's input tables."""

from collections.abc import Iterable

import pyarrow as pa

from keyart.core.schema import ASSETS, AVAILABILITY, TESTS, TITLES
from keyart_demo.catalogue.model import Catalogue

_INSTANT = pa.timestamp("us", "UTC")
_TEXT_LIST = pa.list_(pa.string())


def titles_table(catalogue: Catalogue) -> pa.Table:
    """Return `titles`, and the custom columns `moods` (separated by `|`) and `language`.

    Names are in their own script. Runtime is null for series, whose episodes have one, and for
    games, which end when the player stops.
    """
    titles = catalogue.titles
    ids = [title.title_id for title in titles]
    columns = {
        "title_id": _text_array(ids),
        "name": _text_array(title.name for title in titles),
        "parent_title_id": _text_array(None if t.parent is None else ids[t.parent] for t in titles),
        "content_type": _text_array(title.content_type for title in titles),
        "genres": pa.array([list(title.genres) for title in titles], _TEXT_LIST),
        "tags": pa.array([list(title.tags) for title in titles], _TEXT_LIST),
        "launched_at": pa.array([title.launched_at for title in titles], _INSTANT),
        "runtime_seconds": pa.array([t.runtime_seconds or None for t in titles], pa.float64()),
        "synopsis": _text_array(title.synopsis for title in titles),
        "maturity": _text_array(title.maturity for title in titles),
    }
    custom = {
        "moods": _text_array("|".join(title.moods) for title in titles),
        "language": _text_array(title.language for title in titles),
    }
    return pa.table({name: columns[name] for name in TITLES.names} | custom)


def assets_table(catalogue: Catalogue) -> pa.Table:
    """Return `assets`, in order of number."""
    assets = catalogue.assets
    columns = {
        "asset_id": _text_array(asset.asset_id for asset in assets),
        "title_id": _text_array(catalogue.titles[asset.title].title_id for asset in assets),
        "asset_type": _text_array(asset.asset_type for asset in assets),
        "name": _text_array(asset.name for asset in assets),
        "uri": _text_array(asset.uri for asset in assets),
        "text": _text_array(asset.text for asset in assets),
        "concept": _text_array(asset.idea for asset in assets),
        "aspect": _text_array(asset.aspect for asset in assets),
        "locale": _text_array(asset.locale for asset in assets),
        "tags": pa.array([list(asset.tags) for asset in assets], _TEXT_LIST),
        "created_at": pa.array([asset.created_at for asset in assets], _INSTANT),
    }
    return pa.table({name: columns[name] for name in ASSETS.names})


def availability_table(catalogue: Catalogue) -> pa.Table:
    """Return `availability`: a row for each title and country, starting with the launch."""
    rows = [(title, country) for title in catalogue.titles for country in title.countries]
    columns = {
        "title_id": _text_array(title.title_id for title, _ in rows),
        "country": _text_array(country for _, country in rows),
        "from": pa.array([title.launched_at for title, _ in rows], _INSTANT),
        "until": pa.array([title.licensed_until for title, _ in rows], _INSTANT),
    }
    return pa.table({name: columns[name] for name in AVAILABILITY.names})


def tests_table(catalogue: Catalogue) -> pa.Table:
    """Return `tests`: a row for each test and asset in it."""
    rows = [
        (test, asset, share) for test in catalogue.tests for asset, share in test.shares.items()
    ]
    columns = {
        "test": _text_array(test.name for test, _, _ in rows),
        "title_id": _text_array(catalogue.titles[test.title].title_id for test, _, _ in rows),
        "asset_id": _text_array(catalogue.assets[asset].asset_id for _, asset, _ in rows),
        "share": pa.array([share for _, _, share in rows], pa.float64()),
        "start": pa.array([test.start for test, _, _ in rows], _INSTANT),
        "end": pa.array([test.end for test, _, _ in rows], _INSTANT),
    }
    return pa.table({name: columns[name] for name in TESTS.names})


def _text_array(values: Iterable[str | None]) -> pa.Array:
    return pa.array(list(values), pa.string())
