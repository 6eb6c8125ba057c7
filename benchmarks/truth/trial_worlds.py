"""Demo worlds as stores, with the true take rate of every arm of every trial."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa

from keyart import session
from keyart.query.engine import Floats
from keyart_demo.behaviour.block import block
from keyart_demo.behaviour.stage import Stage, stage
from keyart_demo.catalogue.tables import assets_table, tests_table, titles_table
from keyart_demo.plan.allocation import Reversal
from keyart_demo.plan.evidence import Tally
from keyart_demo.plan.trial import Trial
from keyart_demo.world import World


@dataclass(frozen=True)
class Tried:
    """A trial: its arms, and how readily each is taken in truth (only their ratios matter)."""

    name: str
    assets: tuple[str, ...]
    rates: Floats
    start: datetime

    def best(self, alike: float = 0.01) -> Floats:
        """Return how much of being best falls to each arm: arms `alike` to the best share it."""
        top = self.rates >= (1 - alike) * self.rates.max()
        return top / top.sum()


@contextmanager
def trial_world(world: World) -> Generator[tuple[session.Store, tuple[Tried, ...]]]:
    """Give the store of a demo world and its trials; the store is gone afterwards."""
    known = stage(world)
    tally = Tally.empty(len(known.plan.arms), known.tastes)
    profiles: list[pa.Table] = []
    events: dict[str, list[pa.Table]] = {}
    for number in range(world.size.blocks):
        made = block(known, number)
        tally.add(made.tally)
        profiles.append(made.profiles)
        for (_, table), rows in made.events.items():
            events.setdefault(table, []).append(rows)
    metadata: dict[str, Any] = {
        "titles": titles_table(known.catalogue),
        "assets": assets_table(known.catalogue),
        "tests": tests_table(known.catalogue),
    }
    with (
        TemporaryDirectory(prefix="keyart-truth-") as folder,
        session.create(Path(folder) / "world.keyart") as store,
    ):
        store.ingest(**events, **metadata, profiles=profiles)
        del events, profiles
        yield store, tuple(_tried(known, trial, tally) for trial in known.plan.trials)


def _tried(known: Stage, trial: Trial, tally: Tally) -> Tried:
    return Tried(
        name=trial.name,
        assets=tuple(known.catalogue.assets[arm].asset_id for arm in trial.arms),
        rates=_rates(known, trial, tally),
        start=known.world.start + timedelta(days=trial.first_day),
    )


def _rates(known: Stage, trial: Trial, tally: Tally) -> Floats:
    """Return the true rates of a trial's arms, as if all had met the same people.

    The arms met different people by chance, which must not decide between arms that were planted
    alike. So what was planted for those they met is fitted by the factors of the arms: what the
    people of each slot of tastes would do if all factors were 1.
    """
    factors = known.levers.chance[list(trial.arms)]
    if any(effect.trial == trial for effect in known.plan.of(Reversal)):
        return factors[:, 0]
    rows = [known.plan.arms[arm] for arm in trial.arms]
    planted = tally.expected[rows, -1] / tally.exposed[rows, -1]
    people, *_ = np.linalg.lstsq(factors, planted, rcond=None)
    return factors @ people
