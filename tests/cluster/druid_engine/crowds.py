"""Stores of many people, whose counts no sketch knows exactly."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.facts import EXPOSURE_SUMS, Family
from keyart.core.vocabulary import Vocabulary
from keyart.store import Snapshot, create, open_snapshot, publication

NOW = datetime(2026, 6, 1, tzinfo=UTC)
FIRST_SLOT = int(datetime(2026, 3, 1, tzinfo=UTC).timestamp()) // 900
COUNTRIES = ("DE", "FR")
DEVICES = ("tv", "phone")
SALT = "0123456789abcdef0123456789abcdef"
"""Always the same, so that sketches are: each estimate is once for all within its bound or not."""

PER_TITLE = 20
"""Assets of each title."""

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Crowd:
    """Who saw what: each asset is shown once to each of so many people, chosen by chance.

    They see it at few times of the day, so that rolled-up rows are about dozens of people.
    """

    assets: int
    people: int
    """People of each asset."""
    population: int
    days: int
    seed: int

    @property
    def rows(self) -> int:
        """How many facts there are."""
        return self.assets * self.people


MANY_GROUPS = Crowd(assets=200, people=2000, population=120_000, days=1, seed=7)
"""So many people of each of so many assets that sketches of 2^10 registers err."""

MANY_PEOPLE = Crowd(assets=2, people=30_000, population=100_000, days=1, seed=8)


def publish(crowd: Crowd, folder: Path, config_text: str) -> Snapshot:
    """Make a store of a crowd in `folder` and open it."""
    create(folder, now=NOW, config_text=f"{config_text}\n[settings]\nfsync = false\n", salt=SALT)
    columns, vocabularies = _columns(crowd)
    with publication(folder, command="test", now=NOW) as publishing:
        publishing.add_anonymous(crowd.population)
        publishing.put_list("list:even", np.arange(0, crowd.population, 2, dtype=np.uint32))
        publishing.add_segment(Family.EXPOSURE, [pa.table(columns)], vocabularies)
        publishing.extend_until((FIRST_SLOT + crowd.days * 96) * 900_000_000)
        publishing.commit()
    return open_snapshot(folder)


def _columns(crowd: Crowd) -> tuple[dict[str, pa.Array], dict[str, Vocabulary]]:
    random = np.random.default_rng(crowd.seed)
    texts = {
        "title": [f"t{i:03}" for i in range(-(-crowd.assets // PER_TITLE))],
        "asset": [f"a{i:04}" for i in range(crowd.assets)],
        "country": COUNTRIES,
        "device": DEVICES,
        "placement": (),
        "position": (),
        "phase": (),
    }
    codes: dict[str, Ints] = {
        "profile": _people(crowd, random),
        "slot": FIRST_SLOT + 24 * random.integers(crowd.days * 4, size=crowd.rows),
        "asset": np.repeat(np.arange(crowd.assets), crowd.people),
        "country": random.integers(len(COUNTRIES), size=crowd.rows),
        "device": random.integers(len(DEVICES), size=crowd.rows),
        **dict.fromkeys(("placement", "position", "phase"), np.full(crowd.rows, -1)),
    }
    codes["title"] = codes["asset"] // PER_TITLE
    codes |= dict.fromkeys(EXPOSURE_SUMS, np.zeros(crowd.rows, np.int64))
    codes["impressions"] = np.ones(crowd.rows, np.int64)
    codes["qualified_plays"] = (random.random(crowd.rows) < 0.4).astype(np.int64)
    keys = ["title", "profile", "slot", *list(texts)[1:]]
    order = np.lexsort([codes[name] for name in reversed(keys)])
    types = {"profile": pa.uint32(), "slot": pa.uint32(), **dict.fromkeys(texts, pa.int32())}
    names = [*keys, *EXPOSURE_SUMS]
    columns = {n: pa.array(codes[n][order], types.get(n, pa.int64())) for n in names}
    return columns, {name: Vocabulary(values) for name, values in texts.items()}


def _people(crowd: Crowd, random: np.random.Generator) -> Ints:
    """Return the people of each asset, asset by asset."""
    return np.concatenate(
        [random.choice(crowd.population, crowd.people, replace=False) for _ in range(crowd.assets)]
    )
