"""People of whom one knows with what chance each takes an asset, leaves early, and finishes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from keyart.insights.authenticity.judgement import (
    JudgementInput,
    RowVerdicts,
    judge,
    shrink_to_mean,
)
from keyart.insights.authenticity.record import Record
from keyart.insights.authenticity.result import AuthenticityRules
from keyart.query.engine import Moments

Numbers = npt.NDArray[Any]


@dataclass(frozen=True)
class Asset:
    """Chances: that a profile takes it, that a play is short, and that a longer one is finished."""

    take: float = 0.1
    short: float = 0.1
    finish: float = 0.5
    people: int = 4_000
    plays_each: int = 1
    """Plays of one profile; all go as its first one."""


PLAIN = Asset()
CLICKBAIT = Asset(take=0.25, short=0.4, finish=0.2)
GEM = Asset(take=0.055, short=0.03, finish=0.8)
WINNER = Asset(take=0.16)


def moments(x: Numbers, y: Numbers) -> Moments:
    """Return the moments of one group of profiles."""
    there = np.count_nonzero((x != 0) | (y != 0))
    sums = (x.sum(), y.sum(), (x * x).sum(), (y * y).sum(), (x * y).sum())
    return Moments(*(np.array([one]) for one in (there, *map(float, sums))))


def record(rng: np.random.Generator, assets: Sequence[Asset], *, ends_known: bool = True) -> Record:
    """Return what people did with assets, each seen by people of its own."""
    rows = [_row(rng, asset, ends_known=ends_known) for asset in assets]
    return rows[0].each(lambda *arrays: np.concatenate(arrays), *rows[1:])


def _row(rng: np.random.Generator, asset: Asset, *, ends_known: bool) -> Record:
    took, leaves, finishes = (
        rng.random(asset.people) < chance for chance in (asset.take, asset.short, asset.finish)
    )
    each = asset.plays_each
    plays, short = each * took, each * (took & leaves)
    long = plays - short
    done = long * finishes if ends_known else 0 * long
    known = long if ends_known else 0 * long
    seconds = long * np.where(finishes, 3_000.0, 900.0)
    return Record(
        takes=moments(np.ones(asset.people), (long > 0).astype(float)),
        kept=moments(known + short, done),
        watched=moments(plays, seconds),
        short=moments(plays, short),
        completed=moments(known, done),
    )


def verdict(
    made: Record, titles: Sequence[int], rules: AuthenticityRules | None = None
) -> RowVerdicts:
    """Return what is said of assets with their titles' numbers."""
    group = np.array(titles)
    bench = JudgementInput(made, group, shrink_to_mean, rules or AuthenticityRules())
    return judge(bench, np.zeros(group.size, np.bool_))[0]
