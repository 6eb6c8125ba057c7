"""The true take rate of every asset and title of a demo world, in every stratum.

A profile's chance to take is what was planted for its first exposure while exploring: the
impressions of its first quarter of an hour with the title, of one asset. Where it
played the title of its own accord within a day it is 1: such plays count, whatever was shown.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.facts import SLOT_MICROSECONDS
from keyart.insights.catalogue import Figures, Level
from keyart.insights.catalogue.figures import AGES
from keyart.query.engine import Floats
from keyart_demo.behaviour.impressions import PLACEMENTS, Impressions, impressions
from keyart_demo.behaviour.plays import LEAST_MS, Plays
from keyart_demo.behaviour.requests import EXPLORE
from keyart_demo.behaviour.stage import Stage, stage
from keyart_demo.behaviour.taking import WINDOW_US, chances
from keyart_demo.behaviour.viewing import spikes, viewing
from keyart_demo.markets import COUNTRIES
from keyart_demo.people.profiles import Profiles, draw_profiles
from keyart_demo.world import World
from keyart_demo.world_size import DAY_US, Stream

STRATUM = ("placement", "market", "age")


def planted_rates(world: World) -> dict[Level, pa.Table]:
    """Return for assets and titles: unit, placement, market, age, and their true take rate."""
    blocks = list(_exposures(stage(world)))
    return {
        level: _rates(pa.concat_tables([block[level] for block in blocks]), level)
        for level in Level
    }


def _exposures(known: Stage) -> Iterator[dict[Level, pa.Table]]:
    """Yield the impressions of first exposures, and 1 - the chance of each, a block at a time."""
    titles: list[int] = known.shelf.title.tolist()
    ids: dict[str, pa.Array] = {
        "asset": pa.array([asset.asset_id for asset in known.catalogue.assets]),
        "title": pa.array([known.catalogue.titles[number].title_id for number in titles]),
        "placement": pa.array(PLACEMENTS),
        "market": pa.array(COUNTRIES),
    }
    types = sorted({asset.asset_type for asset in known.catalogue.assets})
    type_of = np.array([types.index(asset.asset_type) for asset in known.catalogue.assets])
    for number in range(known.world.size.blocks):
        common = known.levers.common
        people = draw_profiles(known.world, known.catalogue.tastes, number, common)
        own = _own_accord(known, people, number)
        every = impressions(known, people, known.world.generator(Stream.SHOWING, number))
        untaken = 1 - chances(known, people, every).qualified
        untaken[_played_anyhow(known, every, own)] = 0
        rows = np.flatnonzero((every.phase == EXPLORE) & people.consenting[every.profile])
        seen = every.take(rows)
        days = (seen.ts - known.shelf.launched[seen.shown]) // DAY_US
        codes = (seen.asset, seen.shown, seen.placement, people.country[seen.profile])
        columns = zip(ids.items(), codes, strict=True)
        table = pa.table(
            {
                "profile": seen.profile + (number << 32),
                "age": np.searchsorted(AGES, days, side="right"),
                "untaken": untaken[rows],
                **{name: values.take(pa.array(code)) for (name, values), code in columns},
            }
        )
        of_title = seen.profile * known.shelf.count + seen.shown
        of_type = of_title * len(types) + type_of[seen.asset]
        rng = np.random.default_rng(number)
        yield {
            Level.TITLE: table.filter(pa.array(_first(of_title, seen.ts))),
            Level.ASSET: table.filter(pa.array(_first(of_type, seen.ts, (seen.asset, rng)))),
        }


def _first(
    pair: npt.NDArray[np.int64],
    ts: npt.NDArray[np.int64],
    drawn: tuple[npt.NDArray[np.int64], np.random.Generator] | None = None,
) -> npt.NDArray[np.bool_]:
    """Return which impressions are in the first quarter of an hour of their pair.

    Of several assets in it, with `drawn`, one is drawn.
    """
    code = np.unique(pair, return_inverse=True)[1]
    slot = ts // SLOT_MICROSECONDS
    first = np.full(int(code.max(initial=-1)) + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, code, slot)
    there = slot == first[code]
    if drawn is None:
        return there
    asset, rng = drawn
    lot = rng.permutation(int(asset.max(initial=0)) + 1)[asset]
    least = np.full(first.size, np.iinfo(np.int64).max)
    np.minimum.at(least, code[there], lot[there])
    return there & (lot == least[code])


def _own_accord(known: Stage, people: Profiles, number: int) -> Plays:
    """Return the plays of two minutes and more that nothing led to."""
    rng = known.world.generator(Stream.VIEWING, number)
    plays = viewing(known, people, rng).joined(spikes(known, people, rng))
    return plays.take(plays.ms >= LEAST_MS)


def _played_anyhow(known: Stage, seen: Impressions, plays: Plays) -> npt.NDArray[np.int64]:
    """Return the impressions that are the last of their title in the day before a play."""
    order = np.lexsort((seen.ts, seen.profile * known.shelf.count + seen.shown))
    keys = [
        (rows.profile * known.shelf.count + rows.shown) * (1 << 34)
        + np.clip((rows.ts - known.world.start_us) // 1_000, 0, (1 << 34) - 1)
        for rows in (seen, plays)
    ]
    before = np.searchsorted(keys[0][order], keys[1], side="right") - 1
    last = order[np.maximum(before, 0)]
    since = plays.ts - seen.ts[last]
    same = (seen.profile[last] == plays.profile) & (seen.shown[last] == plays.shown)
    return last[(before >= 0) & same & (since >= 0) & (since <= WINDOW_US)]


def _rates(exposures: pa.Table, level: Level) -> pa.Table:
    """Return the mean chance of the profiles of each unit and stratum."""
    keys = [level.value, *STRATUM]
    each = exposures.group_by(["profile", *keys]).aggregate([("untaken", "product")])
    means = each.group_by(keys).aggregate([("untaken_product", "mean")])
    rate = pc.subtract(1.0, means.column("untaken_product_mean"))
    return means.select(keys).rename_columns(["unit", *STRATUM]).append_column("rate", rate)


def in_truth(figures: Figures, rates: pa.Table) -> Figures:
    """Return figures in which each unit got exactly what was planted: without chance."""
    true = _beside(figures, rates) * figures.moments.x
    return replace(figures, moments=replace(figures.moments, y=true, yy=true, xy=true))


def _beside(figures: Figures, rates: pa.Table) -> Floats:
    """Return the true rate of each row."""
    rows = pa.table(
        {
            "row": np.arange(figures.unit.size),
            "unit": figures.units.ids.take(pa.array(figures.unit)),
            "placement": figures.placements.take(pa.array(figures.placement)),
            "market": figures.markets.take(pa.array(figures.market)),
            "age": figures.age,
        }
    )
    joined = rows.join(rates, ["unit", *STRATUM], join_type="left outer").sort_by("row")
    return joined.column("rate").combine_chunks().to_numpy(zero_copy_only=False)
