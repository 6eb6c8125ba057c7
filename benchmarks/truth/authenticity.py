"""Clickbait and hidden gems in demo worlds: how many are found, and how many are false.

A finding is true if the world says that its asset was planted as that. What an oracle that knows
the effects would find tells which of the planted ones can be found at all: its test is the same,
at the p-value that the rate q allows where all planted ones and nothing else are found.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import log, sqrt
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
import pyarrow as pa
from scipy.stats import norm

from benchmarks.truth.demo_worlds import Truth, demo_store
from benchmarks.truth.permuting import added_up, permuted, seen
from benchmarks.truth.satisfaction import Scores, medians, scores
from keyart.insights.authenticity import (
    Authenticity,
    AuthenticityRules,
    AuthenticityStanding,
    Context,
    FindingKind,
)
from keyart.insights.authenticity.exposures import count_exposures
from keyart.insights.authenticity.judgement import JudgementInput, judge, shrink_to_mean
from keyart.insights.catalogue.context import attributed, settled
from keyart.insights.catalogue.units import describe_units
from keyart.query import owner
from keyart.store import Snapshot

FIRST_SEED = 1
PERMUTATIONS = 10
"""Of each world."""
CAN_BE_FOUND = 0.95
"""The oracle's power from which on a planted effect must be found."""


@dataclass(frozen=True)
class Planted:
    """One planted effect: whether it was found, and how likely an oracle is to find it."""

    seed: int
    kind: str
    asset: str
    power: float
    found: bool


@dataclass(frozen=True)
class World:
    """What was said of one world."""

    seed: int
    judged: int
    planted: tuple[Planted, ...]
    false: tuple[str, ...]
    """Findings with everybody that were not planted."""
    false_by_audience: tuple[str, ...]


@dataclass(frozen=True)
class Measured:
    """A world, the scores of what was planted in it, and what permuted ones give."""

    world: World
    scores: list[tuple[str, Scores]]
    permuted: list[int]


def run(out: Path, worlds: int) -> dict[str, Any]:
    """Judge so many worlds, as they are and permuted; draws `authenticity`, of the first one."""
    measured = [_measured(seed, out) for seed in range(FIRST_SEED, FIRST_SEED + worlds)]
    known = [one.world for one in measured]
    flags = [count for one in measured for count in one.permuted]
    return {
        **summary(known),
        "permuted_worlds": len(flags),
        "permuted_flags_a_world": fmean(flags),
        "standard_errors": medians([planted for one in measured for planted in one.scores]),
        "worlds": [asdict(world) for world in known],
    }


def summary(worlds: list[World]) -> dict[str, Any]:
    """Return the share of false findings, and how many of the planted ones were found."""
    planted = [one for world in worlds for one in world.planted]
    clear = [one for one in planted if one.power >= CAN_BE_FOUND]
    false = sum(len(world.false) for world in worlds)
    hits = sum(one.found for one in planted)
    shares = [_share(len(w.false), len(w.false) + sum(p.found for p in w.planted)) for w in worlds]
    return {
        "planted": len(planted),
        "found": hits,
        "false": false,
        "false_share": _share(false, false + hits),
        "false_share_a_world": fmean(shares),
        "can_be_found": len(clear),
        "recall_of_these": _share(sum(one.found for one in clear), len(clear)),
        "false_by_audience": sum(len(world.false_by_audience) for world in worlds),
    }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _measured(seed: int, out: Path) -> Measured:
    with demo_store(seed, affinities=True) as (store, truth):
        said, snapshot = store.authenticity(by_audience=True), store.snapshot()
        if seed == FIRST_SEED:
            (out / "authenticity.svg").write_text(said.chart().svg(), encoding="utf-8")
        print("  ", seed, [f"{f.kind} {f.standing.asset}" for f in said.found], flush=True)
        return Measured(
            scored(seed, said, truth),
            scores(snapshot, truth),
            permuted_flags(snapshot, np.random.default_rng(seed), PERMUTATIONS),
        )


def permuted_flags(snapshot: Snapshot, rng: np.random.Generator, times: int) -> list[int]:
    """Return how much is found where the assets of each title and type are dealt anew.

    They are dealt among the people who met one of them first on the same day.
    """
    context, _ = settled(snapshot, owner(), attributed(snapshot, Context()))
    found = count_exposures(snapshot, owner(), context.query("asset", further="impressions"))
    known = describe_units(snapshot, found.assets.take(pa.array(found.asset)), of_assets=True)
    group = known.title * len(known.asset_types) + known.asset_type
    rows, none = seen(snapshot, known), np.zeros(known.count, np.bool_)
    flags: list[int] = []
    for _ in range(times):
        days = added_up(permuted(rows, rng))
        bench = JudgementInput(
            days.whole(known.count), group, shrink_to_mean, AuthenticityRules(), days=days
        )
        verdict, _ = judge(bench, none)
        flags.append(int(verdict.is_finding.sum()))
    return flags


def scored(seed: int, said: Authenticity, truth: Truth) -> World:
    """Return how what was said compares with the truth."""
    entries = [one for one in truth["effects"] if one["kind"] in set(FindingKind)]
    true = {(one["kind"], one["asset"]) for one in entries}
    flags = [(one.kind.value, one.standing.asset, one.standing.audience) for one in said.found]
    found = {(kind, asset) for kind, asset, audience in flags if audience is None}
    known = sum(one.winning is not None for one in said.standings)
    standings = {one.asset: one for one in said.standings}
    bar = float(norm.isf(said.rules.q * len(entries) / (len(FindingKind) * known)))
    return World(
        seed=seed,
        judged=known,
        planted=tuple(
            Planted(
                seed,
                one["kind"],
                one["asset"],
                power=round(power(one, standings[one["asset"]], bar), 4),
                found=(one["kind"], one["asset"]) in found,
            )
            for one in entries
        ),
        false=tuple(f"{kind} {asset}" for kind, asset in sorted(found - true)),
        false_by_audience=tuple(f"{k} {asset} {who}" for k, asset, who in flags if who is not None),
    )


def power(entry: Mapping[str, Any], standing: AuthenticityStanding, bar: float) -> float:
    """Return how likely both true effects of a planted asset lie `bar` standard errors from 0."""
    return float(norm.cdf(abs(_winning(entry)) - bar) * norm.cdf(_keeping(entry, standing) - bar))


def _own_accord(entry: Mapping[str, Any]) -> float:
    """Return the chance of a play within a day of an impression, but not because of it.

    Such plays count, too, and make assets more alike than what was planted.
    """
    people, taken = entry["profiles"], entry["seen"]["taken"]
    planted = entry["effect"]["take_rate"], entry["effect"]["rest"]
    caused = planted[0] * people["asset"] + planted[1] * people["rest"]
    return max(0.0, (sum(taken.values()) - caused) / sum(people.values()))


def _winning(entry: Mapping[str, Any]) -> float:
    """Return the true effect on the take rate in standard errors."""
    extra = _own_accord(entry)
    own, rest = entry["effect"]["take_rate"] + extra, entry["effect"]["rest"] + extra
    people = entry["profiles"]
    noise = (1 - own) / (own * people["asset"]) + (1 - rest) / (rest * people["rest"])
    return log(own / rest) / sqrt(noise)


def _keeping(entry: Mapping[str, Any], standing: AuthenticityStanding) -> float:
    """Return the size of the true effect on the kept rate in standard errors.

    What is usual for the title is that of its others.
    """
    short, finish = standing.short_play_rate.others or 0.0, standing.completion_rate.others or 0.0
    factors = entry["factors"]
    usual = (1 - short) * finish
    changed = (1 - min(short * factors["short"], 0.9)) * min(finish * factors["completion"], 0.97)
    extra = _own_accord(entry)
    caused = entry["effect"]["take_rate"] / (entry["effect"]["take_rate"] + extra)
    own = caused * changed + (1 - caused) * usual
    rest_plays = standing.plays * entry["profiles"]["rest"] / entry["profiles"]["asset"]
    noise = (1 - own) / (own * standing.plays) + (1 - usual) / (usual * rest_plays)
    return abs(log(own / usual)) / sqrt(noise)
