"""The sample of the Open Bandit Dataset: what chance would have won, by the log of a bandit."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow.csv as pcsv

from keyart import session
from keyart.insights.comparison import ComparisonRequest, compare
from keyart.insights.statistics.ratios import Estimate, ratio
from keyart.insights.statistics.sequences import fixed
from keyart.query import owner
from keyart.query.engine import Floats, Ints, Moments

OPEN_BANDIT = Path(__file__).parents[3] / "shared" / "data" / "open-bandit"
ITEMS = 80
"""Among which the policy `random` chose with equal chances."""
MOST_SHOWN = 3


def snips(weight: Floats, reward: Floats | Ints) -> tuple[Estimate, float]:
    """Return Σ w·r / Σ w over rows, and as how many equally weighted rows they count.

    A. Swaminathan, T. Joachims, "The self-normalized estimator for counterfactual learning",
    NIPS 28 (2015), equation 3; L. Kish, "Survey Sampling" (1965), section 8.2.
    """
    y = weight * reward
    sums = (weight, y, weight**2, y**2, weight * y)
    moments = Moments(np.array([weight.size]), *(np.array([part.sum()]) for part in sums))
    return ratio(moments)[0], float(weight.sum() ** 2 / (weight**2).sum())


def bandit() -> dict[str, Any]:
    """Return the click rate of chance, as it was and as the bandit's log foretells it."""
    found = {policy: _value(policy) for policy in ("random", "bts")}
    with TemporaryDirectory() as folder, session.create(Path(folder) / "bandit.keyart") as store:
        store.import_open_bandit(OPEN_BANDIT)
        return {"value_of_chance_by": found, "most_shown_by_bts": _most_shown(store)}


def _value(policy: str) -> dict[str, float]:
    table = pcsv.read_csv(OPEN_BANDIT / policy / "all.csv")
    clicks = table.column("click").to_numpy().astype(np.float64)
    weight = 1 / ITEMS / table.column("propensity_score").to_numpy()
    value, effective = snips(weight, clicks)
    low, high = fixed(value, 0.05)
    return {
        "rows": clicks.size,
        "clicks": int(clicks.sum()),
        "raw": float(clicks.mean()),
        "snips": float(value.value),
        "low": float(low),
        "high": float(high),
        "effective_rows": round(effective),
    }


def _most_shown(store: session.Store) -> dict[str, Any]:
    """Return what a comparison says of the articles that the bandit showed most."""
    shown = store.query(
        measures=["reach"], by=["asset"], where={"phase": "exploit"}, order=["-reach"],
        limit=MOST_SHOWN,
    )  # fmt: skip
    assets = tuple(row["asset"] for row in shown.to_dicts())
    asked = ComparisonRequest(assets=assets, where={"phase": "exploit"}, fixed=True)
    found = compare(store.snapshot(), owner(), asked)
    return {
        "basis": found.basis,
        "verdict": found.verdict.sentence,
        "arms": {
            arm.asset: {
                "people": arm.people,
                "raw": arm.rate.value,
                "weighted": None if arm.weighted is None else arm.weighted.value,
                "effective_people": arm.effective_people,
            }
            for arm in found.arms
        },
    }
