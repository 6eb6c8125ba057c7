"""Which measure of satisfaction sees planted promises best: each in standard errors."""

from collections.abc import Mapping
from statistics import median

import numpy as np
import pyarrow as pa
from scipy.stats import norm

from benchmarks.truth.demo_worlds import Truth
from keyart.insights.authenticity.exposures import count_exposures
from keyart.insights.authenticity.record import Record
from keyart.insights.authenticity.result import FindingKind
from keyart.insights.catalogue.context import Context, attributed, settled
from keyart.insights.catalogue.units import describe_units
from keyart.insights.statistics.ratios import difference, log_ratio, ratio
from keyart.query import owner
from keyart.query.engine import Floats, Moments
from keyart.store import Snapshot

Scores = Mapping[str, float]
"""By measure, how many standard errors an asset is from its others, positive as it was planted."""


def scores(snapshot: Snapshot, truth: Truth) -> list[tuple[str, Scores]]:
    """Return (kind, scores) of each planted asset."""
    context, _ = settled(snapshot, owner(), attributed(snapshot, Context()))
    found = count_exposures(snapshot, owner(), context.query("asset", further="impressions"))
    known = describe_units(snapshot, found.assets.take(pa.array(found.asset)), of_assets=True)
    group = known.title * len(known.asset_types) + known.asset_type
    place = {asset: row for row, asset in enumerate(known.ids.to_pylist())}
    planted = [one for one in truth["effects"] if one["kind"] in set(FindingKind)]
    rows = np.array([place[one["asset"]] for one in planted])
    own, rest = found.days.sides(group, np.ones(known.count, np.bool_)).weighted
    signs = np.array([1 if one["kind"] == FindingKind.HIDDEN_GEM else -1 for one in planted])
    z = {name: signs * values for name, values in _z(own.at(rows), rest.at(rows)).items()}
    return [
        (one["kind"], {name: float(values[at]) for name, values in z.items()})
        for at, one in enumerate(planted)
    ]


def _z(own: Record, rest: Record) -> dict[str, Floats]:
    short = difference(ratio(rest.short), ratio(own.short))
    completed = _log(own.completed, rest.completed)
    fewer_short = short.value * np.sqrt(short.information)
    chances = np.clip(norm.cdf(np.stack([fewer_short, completed])), 1e-15, 1 - 1e-15)
    tails = np.tan((chances - 0.5) * np.pi)
    return {
        "kept rate": _log(own.kept, rest.kept),
        "seconds per play": _log(own.watched, rest.watched),
        "short-play rate": fewer_short,
        "completion rate": completed,
        "sum of both z": (fewer_short + completed) / np.sqrt(2),
        "Cauchy combination of both": norm.ppf(0.5 + np.arctan(tails.mean(axis=0)) / np.pi),
    }


def _log(own: Moments, rest: Moments) -> Floats:
    estimate = log_ratio(ratio(own), ratio(rest))
    return estimate.value * np.sqrt(estimate.information)


def medians(found: list[tuple[str, Scores]]) -> dict[str, dict[str, float]]:
    """Return the median score by kind and measure, and the least of all."""
    kinds = {kind.value: [one for name, one in found if name == kind] for kind in FindingKind}
    return {
        name: {
            **{kind: round(median(one[name] for one in of), 2) for kind, of in kinds.items()},
            "least": round(min(one[name] for _, one in found), 2),
        }
        for name in found[0][1]
    }
