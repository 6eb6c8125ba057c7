"""The titles and assets of an event world: plain functions of a title's number.

Four out of ten titles are series: impressions are of the series, plays of its episodes.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.schema import ASSETS, TITLES
from keyart_demo.arrays import I64
from keyart_demo.event_text import decimal_ids, mixed
from keyart_demo.event_world import MICROSECONDS_PER_DAY, EventWorld

KINDS = ("film", "series", "film", "series", "film", "live", "series", "film", "game", "series")
EPISODES = 8
SINGLE_TITLE_ASSETS = 20
MIN_ASSETS, MAX_ASSETS = 8, 20
ASSET_KINDS = ("artwork", "artwork", "artwork", "video", "artwork", "artwork", "synopsis")
GENRES = ("drama", "comedy", "thriller", "documentary", "romance", "horror", "anime", "family")
MATURITIES = ("all", "7+", "13+", "16+", "18+")
RUNTIMES = {"film": 6600, "live": 7200, "game": 3600, "series": 2700, "episode": 2700}
"""Seconds; a game session's runtime only scales play durations, and is in no column."""


@dataclass(frozen=True)
class Catalogue:
    """Columns by title number, shape (titles,), and by asset number, shape (assets,).

    `runtime` is in seconds; `appeal` multiplies the chance that an impression leads to a play.
    """

    kind: I64
    runtime: I64
    assets: I64
    first_asset: I64
    appeal: npt.NDArray[np.float32]

    @property
    def is_series(self) -> npt.NDArray[np.bool_]:
        """Whether plays are of the title's episodes: shape (titles,)."""
        return np.isin(self.kind, [i for i, kind in enumerate(KINDS) if kind == "series"])


def catalogue(world: EventWorld) -> Catalogue:
    """Return the catalogue of both parts; the main part's does not depend on the rest."""
    number = np.arange(world.all_titles)
    bits = mixed(number.astype(np.uint64))
    assets = MIN_ASSETS + (bits % np.uint64(MAX_ASSETS - MIN_ASSETS + 1)).astype(np.int64)
    if world.single_title:
        assets[0] = SINGLE_TITLE_ASSETS
    kind = number % len(KINDS)
    base = np.array([RUNTIMES[name] for name in KINDS])[kind]
    percent = 70 + ((bits >> np.uint64(8)) % np.uint64(61)).astype(np.int64)
    return Catalogue(
        kind=kind,
        runtime=base * percent // 100,
        assets=assets,
        first_asset=np.cumsum(assets) - assets,
        appeal=_appeal(np.arange(int(assets.sum()))),
    )


def _appeal(assets: I64) -> npt.NDArray[np.float32]:
    """Return 0.6 … 1.4 for each asset number, 1 on average."""
    bits = mixed(assets.astype(np.uint64)) & np.uint64(1023)
    return (0.6 + bits.astype(np.float64) * (0.8 / 1023)).astype(np.float32)


def asset_kind(assets: I64) -> I64:
    """Return the position in `ASSET_KINDS` of each asset number."""
    return assets % len(ASSET_KINDS)


def title_ids(titles: npt.NDArray[np.integer]) -> pa.Array:
    """Return the ids of titles by number."""
    return decimal_ids("t", titles)


def episode_ids(titles: npt.NDArray[np.integer], episodes: I64) -> pa.Array:
    """Return the ids of the episodes (0 … EPISODES − 1) of series."""
    return decimal_ids("e", titles * EPISODES + episodes)


def asset_ids(assets: npt.NDArray[np.integer]) -> pa.Array:
    """Return the ids of assets by number."""
    return decimal_ids("a", assets)


def titles_table(world: EventWorld, catalogue: Catalogue) -> pa.Table:
    """Return the contract's `titles`: titles in order of number, then episodes."""
    number = np.arange(catalogue.kind.size)
    series = np.repeat(number[catalogue.is_series], EPISODES)
    kinds = _decode(KINDS, catalogue.kind)
    own_runtime = ~catalogue.is_series & (catalogue.kind != KINDS.index("game"))
    ids = title_ids(number)
    episode = np.arange(series.size) % EPISODES
    columns: dict[str, pa.Array] = {
        "title_id": _joined(ids, episode_ids(series, episode)),
        "name": pa.array(
            [f"Title {i}" for i in number]
            + [f"Title {t}, episode {e + 1}" for t, e in zip(series, episode, strict=True)]
        ),
        "parent_title_id": _joined(pa.nulls(number.size, pa.string()), title_ids(series)),
        "content_type": pa.array(kinds + ["episode"] * series.size),
        "runtime_seconds": _joined(
            pa.array(catalogue.runtime, pa.float64(), mask=~own_runtime),
            pa.array(catalogue.runtime[series], pa.float64()),
        ),
    }
    return _with_columns(TITLES.names, columns | _title_traits(world, np.append(number, series)))


def assets_table(world: EventWorld, catalogue: Catalogue) -> pa.Table:
    """Return the contract's `assets`, in order of number."""
    owner = np.repeat(np.arange(catalogue.assets.size), catalogue.assets)
    number = np.arange(owner.size)
    kinds = _decode(ASSET_KINDS, asset_kind(number))
    synopsis = [f"Synopsis {i}" if k == "synopsis" else None for i, k in enumerate(kinds)]
    columns: dict[str, pa.Array] = {
        "asset_id": asset_ids(number),
        "title_id": title_ids(owner),
        "asset_type": pa.array(kinds),
        "name": pa.array([f"Asset {i}" for i in number]),
        "text": pa.array(synopsis, pa.string()),
        "concept": pa.array([f"concept-{i // 2}" for i in number]),
        "aspect": pa.array([("16:9", "2:3")[i % 2] for i in number]),
        "locale": pa.array([("en", "de", "fr", "es")[i // 2 % 4] for i in number]),
        "created_at": _days_before(world, owner),
    }
    return _with_columns(ASSETS.names, columns)


def _title_traits(world: EventWorld, number: I64) -> dict[str, pa.Array]:
    """Return the attributes that an episode shares with its series."""
    first, second = number % len(GENRES), number // len(GENRES) % len(GENRES)
    pairs = zip(_decode(GENRES, first), _decode(GENRES, second), strict=True)
    genres = [list(dict.fromkeys(pair)) for pair in pairs]
    return {
        "genres": pa.array(genres, pa.list_(pa.string())),
        "launched_at": _days_before(world, number),
        "maturity": pa.array(_decode(MATURITIES, number % len(MATURITIES))),
    }


def _days_before(world: EventWorld, titles: I64) -> pa.Array:
    """Return an instant up to two years before the world starts, by title number."""
    days = (mixed(titles.astype(np.uint64)) >> np.uint64(20)) % np.uint64(730)
    instant = world.start_us - days.astype(np.int64) * MICROSECONDS_PER_DAY
    return pa.array(instant).cast(pa.timestamp("us", "UTC"))


def _decode(values: tuple[str, ...], codes: I64) -> list[str]:
    return [values[int(code)] for code in codes]


def _joined(*arrays: pa.Array) -> pa.Array:
    return pa.concat_arrays(list(arrays))


def _with_columns(names: tuple[str, ...], columns: dict[str, pa.Array]) -> pa.Table:
    """Return a table with all of the contract's columns; missing ones are null text."""
    rows = len(next(iter(columns.values())))
    absent = pa.nulls(rows, pa.string())
    return pa.table({name: columns.get(name, absent) for name in names})
