"""Genres whose titles are equally good, but shown more or less: which rate of people is fair.

Genres hold 1 to 19 titles, and people are shown these more or less often. Whether somebody takes a
title hangs on the person alone: how much people take differs a lot. So a fair rate does not go
with how often a genre was shown, and 95% of its intervals hold the chance that all genres share.
"""

from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.stats import spearmanr

import keyart
from keyart.query.intervals import wilson

SEEDS = range(1, 41)
GENRES = 19
PEOPLE = 600
SHOWN = 0.5
"""The chance that a person is shown a title at all."""
TAKES = (1.0, 9.0)
"""Of the beta distribution of how much people take: 10% on average."""
START = np.datetime64(datetime(2026, 1, 5, tzinfo=UTC).replace(tzinfo=None), "us")
DAYS = 20
RATES = ("take_rate", "title_take_rate")


def run(_out: Path) -> dict[str, Any]:
    """Ask all worlds."""
    return summary([world(seed) for seed in SEEDS])


def summary(worlds: list[dict[str, Any]]) -> dict[str, Any]:
    """Return how rates go with frequency, and how many intervals hold what is true."""
    intervals = GENRES * len(worlds)
    covered = ("covered", "covered_as_if_pairs_were_people")
    return {
        "genres": GENRES,
        "people": PEOPLE,
        "rank_correlation_with_frequency": {
            rate: round(fmean(one["rank_correlation"][rate] for one in worlds), 3) for rate in RATES
        },
        "intervals": intervals,
        **{name: sum(one[name] for one in worlds) / intervals for name in covered},
        "worlds": worlds,
    }


def world(seed: int) -> dict[str, Any]:
    """Return how rates by genre go with how often genres were shown, in one world."""
    with (
        TemporaryDirectory(prefix="keyart-truth-") as folder,
        keyart.create(Path(folder) / "world.keyart") as store,
    ):
        store.ingest(**_tables(np.random.default_rng(seed)))
        measures = ["frequency", "title_viewers", "title_reach", *RATES]
        found = store.query(measures=measures, by=["genre"], intervals=True).to_arrow()
    columns = {
        name: found.column(name).to_numpy() for name in found.column_names if name != "genre"
    }
    truth = TAKES[0] / sum(TAKES)
    low, high, _ = wilson(columns["title_viewers"], columns["title_reach"], 0.95)
    return {
        "seed": seed,
        "rank_correlation": {
            rate: float(spearmanr(columns["frequency"], columns[rate]).statistic) for rate in RATES
        },
        "covered": _holding(columns["title_take_rate_low"], columns["title_take_rate_high"], truth),
        "covered_as_if_pairs_were_people": _holding(low, high, truth),
    }


def _holding(low: npt.NDArray[np.float64], high: npt.NDArray[np.float64], truth: float) -> int:
    return int(((low <= truth) & (truth <= high)).sum())


def _tables(rng: np.random.Generator) -> dict[str, Any]:
    """Return the tables of a world."""
    genre_of = np.repeat(np.arange(GENRES), np.arange(1, GENRES + 1))
    more = rng.uniform(0, 0.5, GENRES)
    takes = rng.beta(*TAKES, PEOPLE)
    person, title = np.nonzero(rng.random((PEOPLE, genre_of.size)) < SHOWN)
    taken = rng.random(person.size) < takes[person]
    times = 1 + rng.poisson(more[genre_of[title]])
    at = rng.uniform(0, DAYS, person.size)
    # Each pair is shown an hour after the last time.
    pair = np.repeat(np.arange(person.size), times)
    hour = np.arange(pair.size) - (np.cumsum(times) - times)[pair]
    shown = _events(person[pair], title[pair], at[pair] + hour / 24)
    plays = _events(person[taken], title[taken], at[taken] + 0.01)
    titles = {
        "title_id": [f"t{number}" for number in range(genre_of.size)],
        "name": [f"Title {number}" for number in range(genre_of.size)],
        "genres": [[f"genre {genre}"] for genre in genre_of.tolist()],
    }
    return {
        "titles": pa.table(titles),
        "impressions": shown.append_column("asset_id", shown.column("title_id")),
        "plays": plays.append_column("seconds", pa.array(np.full(plays.num_rows, 900.0))),
    }


def _events(
    person: npt.NDArray[np.int64], title: npt.NDArray[np.int64], at: npt.NDArray[np.float64]
) -> pa.Table:
    return pa.table(
        {
            "ts": pa.array(START + (at * 86_400e6).astype("m8[us]"), pa.timestamp("us", "UTC")),
            "profile_id": [f"p{number}" for number in person.tolist()],
            "title_id": [f"t{number}" for number in title.tolist()],
        }
    )
