"""How long outliers take in a catalogue of 100,000 assets, its figures in hand.

Five assets to a title, each shown in thirty strata of place and day; every hundredth is taken twice
as often as the others. Processor time stands beside the seconds, for machines that do other work.
"""

import time
from statistics import median
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.options import Options
from benchmarks.timing import medians, take_turns
from keyart.insights.catalogue import CatalogueUnits, Figures, Level
from keyart.insights.outliers.judgement import (
    OutlierRules,
    find_deviations,
    judge_deviations,
)
from keyart.insights.outliers.request import ComparedWith
from keyart.query.engine import Moments

ASSETS, TITLES, STRATA = 100_000, 20_000, 30
PLACEMENTS, MARKETS, REGIONS, AGES, DAYS = 5, 24, 4, 4, 30
TAKE_RATE = 0.06


def measure(options: Options) -> dict[str, Any]:
    """Return the seconds that each family of outliers takes, with how many were found."""
    figures = catalogue(np.random.default_rng(1))
    found: dict[str, int] = {}
    processor: dict[str, list[float]] = {}

    def ask(beside: ComparedWith) -> None:
        began = time.process_time()
        deviations = find_deviations(figures, Level.ASSET, beside, OutlierRules().least)
        verdicts = judge_deviations(deviations, OutlierRules(), np.ones(ASSETS, np.bool_))
        name = f"against their {beside}"
        found[name] = int(verdicts.is_outlier.sum())
        processor.setdefault(name, []).append(time.process_time() - began)

    for beside in ComparedWith:
        ask(beside)
    times = take_turns(
        {f"against their {b}": (lambda _, b=b: ask(b)) for b in ComparedWith}, options.repetitions
    )
    for name, seconds in medians(times).items():
        cpu = median(processor[name])
        print(
            f"  {ASSETS:,} assets {name}: {seconds:.2f} s, {cpu:.2f} of CPU, {found[name]:,} found"
        )
    return {
        "assets": ASSETS,
        "rows": figures.unit.size,
        "found": found,
        "seconds": times,
        "processor_seconds": processor,
    }


def catalogue(rng: np.random.Generator) -> Figures:
    """Return the figures of a catalogue."""
    unit = np.repeat(np.arange(ASSETS), STRATA)
    market = rng.integers(0, MARKETS, unit.size)
    chance = TAKE_RATE * np.where(np.arange(ASSETS) % 100 == 0, 2, 1)
    x = rng.poisson(60, unit.size)
    y = rng.binomial(x, chance[unit]).astype(np.float64)
    people, whole = (np.bincount(unit, part).astype(np.float64) for part in (x, y))
    title = np.arange(ASSETS) // (ASSETS // TITLES)
    return Figures(
        units=_units(title, rng),
        unit=unit,
        placement=rng.integers(0, PLACEMENTS, unit.size),
        placements=_names("placement", PLACEMENTS),
        market=market,
        markets=_names("market", MARKETS),
        region=market % REGIONS,
        age=rng.integers(0, AGES, unit.size),
        moments=_shares(x.astype(np.float64), y),
        whole=_shares(people, whole),
        reach=people.astype(np.int64),
        yes_or_no=True,
        days=rng.integers(0, DAYS, unit.size),
    )


def _units(title: np.ndarray[Any, np.dtype[np.int64]], rng: np.random.Generator) -> CatalogueUnits:
    return CatalogueUnits(
        ids=_names("asset", ASSETS),
        names=_names("asset", ASSETS),
        title=title,
        titles=_names("title", TITLES),
        asset_type=rng.integers(0, 3, ASSETS),
        asset_types=pa.array(["artwork", "video", "synopsis"]),
        content_type=title % 3,
        content_types=pa.array(["film", "series", "game"]),
    )


def _shares(
    x: np.ndarray[Any, np.dtype[np.float64]], y: np.ndarray[Any, np.dtype[np.float64]]
) -> Moments:
    return Moments(x.astype(np.int64), x, y, x, y, y)


def _names(what: str, count: int) -> pa.Array:
    return pa.array([f"{what} {number}" for number in range(count)])
