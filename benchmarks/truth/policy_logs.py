"""Small logs of a policy that shows each market what it believes in, with every arm's true value.

A unit is a profile that is shown one asset. The chance of each asset hangs on its market, and so
does the take rate, so that raw rates are wrong and only propensities put them right.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
from scipy.special import softmax

from keyart import session
from keyart.insights.comparison.estimates import Path as RatePath
from keyart.insights.comparison.estimates import build_path
from keyart.insights.comparison.scope import ComparedMeasure
from keyart.query.engine import Floats, Ints, Moments
from keyart.query.planning.plan import DistinctTerm, Moment

ARMS, MARKETS, DAYS = 3, ("BR", "DE", "JP", "US"), 14
TAKES = ComparedMeasure(
    name="take_rate",
    moment=Moment(DistinctTerm("qualified_plays"), DistinctTerm("impressions")),
    scale=1.0,
    yes_or_no=True,
    least=0.0,
    most=1.0,
)
START = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Policy:
    """How far a policy goes: beliefs to the power `trust`, but each asset at least `floor`."""

    trust: float
    floor: float


POLICIES = {
    "cautious, each asset at least 10%": Policy(2.0, 0.1),
    "bold, at least 3%": Policy(4.0, 0.03),
    "reckless, at least 0.5%": Policy(8.0, 0.005),
}


@dataclass(frozen=True)
class Log:
    """Units by the time at which they came, [units]; `value` is each arm's true take rate."""

    day: Ints
    market: Ints
    arm: Ints
    propensity: Floats
    took: Ints
    value: Floats

    @property
    def weight(self) -> Floats:
        """1 / propensity, in whole millionths as a store keeps it."""
        return np.round(1e6 / self.propensity) / 1e6

    def path(self) -> RatePath:
        """Return the arms' moments weighted by propensity, as a comparison adds them up."""
        place = self.arm * DAYS + self.day
        x, y = self.weight, self.weight * self.took

        def added(values: Floats) -> Floats:
            sums = np.bincount(place, values, ARMS * DAYS)
            return sums.astype(np.float64).reshape(ARMS, DAYS)

        n = np.bincount(place, minlength=ARMS * DAYS).reshape(ARMS, DAYS)
        return build_path(TAKES, Moments(n, *map(added, (x, y, x * x, y * y, x * y))))


def log_of(policy: Policy, units: int, rng: np.random.Generator) -> Log:
    """Return a log of `units` profiles: markets and assets differ, and assets by market, too."""
    mix = rng.dirichlet(np.full(len(MARKETS), 5.0))
    spread = rng.normal(0, 0.3, (len(MARKETS), 1)) + rng.normal(0, 0.2, (1, ARMS))
    rates = rng.uniform(0.05, 0.25) * np.exp(spread + rng.normal(0, 0.2, (len(MARKETS), ARMS)))
    rates = np.minimum(rates, 0.9)
    beliefs = np.log(rates) + rng.normal(0, 0.2, rates.shape)
    chances = policy.floor + (1 - ARMS * policy.floor) * softmax(policy.trust * beliefs, axis=1)
    market = rng.choice(len(MARKETS), units, p=mix)
    drawn = rng.random(units)[:, np.newaxis] > chances.cumsum(axis=1)[market]
    arm = np.minimum(drawn.sum(axis=1), ARMS - 1)
    return Log(
        day=np.sort(rng.integers(0, DAYS, units)),
        market=market,
        arm=arm,
        propensity=chances[market, arm],
        took=(rng.random(units) < rates[market, arm]).astype(np.int64),
        value=mix @ rates,
    )


def stored(log: Log, root: Path) -> session.Store:
    """Return an open store at `root` into which the log was ingested, all windows over."""
    units = log.day.size
    step = 86_400_000_000 // (units + 1)
    ts = np.int64(START.timestamp() * 1e6) + log.day * 86_400_000_000 + np.arange(units) * step
    profile = pa.array([f"p{number}" for number in range(units)])
    took = pa.array(np.flatnonzero(log.took))
    times = pa.array(ts, pa.timestamp("us", "UTC"))
    impressions = pa.table(
        {
            "ts": times,
            "profile_id": profile,
            "asset_id": pa.array(asset_ids()).take(pa.array(log.arm)),
            "title_id": ["show"] * units,
            "country": pa.array(MARKETS).take(pa.array(log.market)),
            "phase": ["exploit"] * units,
            "propensity": log.propensity,
        }
    )
    plays = pa.table(
        {
            "ts": times.take(took),
            "profile_id": profile.take(took),
            "title_id": ["show"] * len(took),
            "seconds": np.full(len(took), 600.0),
        }
    )
    later = {"ts": START + timedelta(days=DAYS + 7), "profile_id": "p0", "asset_id": "another"}
    store = session.create(root)
    store.ingest(
        impressions=[impressions, pa.Table.from_pylist([later | {"title_id": "other"}])],
        plays=plays,
        assets=pa.table({"asset_id": asset_ids(), "title_id": ["show"] * ARMS}),
    )
    return store


def asset_ids() -> list[str]:
    """Return the ids of the arms."""
    return [f"a{number}" for number in range(ARMS)]
