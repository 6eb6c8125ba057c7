"""A store of a large catalogue: 100,000 titles, a million assets, published as facts.

Facts are made directly, since it is their number of titles and assets that counts here: each
title has its share of the rows, a tenth of its assets' names each, and about every tenth
impression leads to a play.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

import keyart
from benchmarks.questions import COUNTRIES, DEVICES, PHASES, PLACEMENTS
from keyart.core.facts import Family
from keyart.core.vocabulary import Vocabulary
from keyart.store import publication

TITLES, ASSETS_EACH = 100_000, 10
PROFILES = 2_000_000
DAYS = 90
FIRST_SLOT = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()) // 900
ROWS_AT_ONCE = 2_000_000
NOW = datetime(2026, 6, 1, tzinfo=UTC)
TYPES = ("artwork", "video", "synopsis")

Ints = npt.NDArray[np.int64]


def catalogue_store(rows: int, data: Path) -> keyart.Store:
    """Return the open store with `rows` facts of exposure, made unless it is there."""
    path = data / f"catalogue-{TITLES}-{rows}.keyart"
    done = path.with_suffix(".done")
    if not done.exists():
        keyart.create(str(path)).close()
        _publish(path, rows)
        done.touch()
    return keyart.open(str(path))


def _publish(path: Path, rows: int) -> None:
    titles = [f"t{number:06d}" for number in range(TITLES)]
    assets = [f"a{number:07d}" for number in range(TITLES * ASSETS_EACH)]
    owners = np.repeat(titles, ASSETS_EACH)
    launched = FIRST_SLOT * 900_000_000 + np.arange(TITLES) % DAYS * 86_400_000_000
    vocabularies = {
        "title": Vocabulary(titles),
        "asset": Vocabulary(assets),
        "country": Vocabulary(COUNTRIES),
        "device": Vocabulary(DEVICES),
        "placement": Vocabulary(PLACEMENTS),
        "position": Vocabulary(),
        "phase": Vocabulary(PHASES),
    }
    with publication(path, command="benchmark", now=NOW) as publishing:
        publishing.add_anonymous(PROFILES)
        publishing.put_metadata(
            "titles",
            pa.table(
                {
                    "title_id": titles,
                    "name": titles,
                    "content_type": np.array(["film", "series"])[np.arange(TITLES) % 2],
                    "launched_at": pa.array(launched, pa.timestamp("us", "UTC")),
                }
            ),
        )
        publishing.put_metadata(
            "assets",
            pa.table(
                {
                    "asset_id": assets,
                    "title_id": owners,
                    "asset_type": np.array(TYPES)[np.arange(len(assets)) % len(TYPES)],
                }
            ),
        )
        publishing.extend_until((FIRST_SLOT + DAYS * 96) * 900_000_000)
        publishing.add_segment(Family.EXPOSURE, list(_runs(rows)), vocabularies)
        publishing.commit()


def _runs(rows: int) -> Iterator[pa.Table]:
    """Yield facts, sorted by title and profile, a range of titles at a time."""
    rng = np.random.default_rng(1)
    parts = -(-rows // ROWS_AT_ONCE)
    for part in range(parts):
        first, last = (TITLES * n // parts for n in (part, part + 1))
        count = rows // parts
        # A few titles have most of the rows, as anywhere.
        title = first + ((last - first) * rng.random(count) ** 3).astype(np.int64)
        profile = rng.integers(0, PROFILES, count)
        order = np.lexsort((profile, title))
        yield _facts(title[order], profile[order], rng)


def _facts(title: Ints, profile: Ints, rng: np.random.Generator) -> pa.Table:
    count = title.size
    plays = (rng.random(count) < 0.1).astype(np.int64)
    qualified = plays * (rng.random(count) < 0.75)
    coded = {
        "title": title,
        "asset": title * ASSETS_EACH + (ASSETS_EACH * rng.random(count) ** 2).astype(np.int64),
        "country": (len(COUNTRIES) * rng.random(count) ** 2).astype(np.int64),
        "device": (len(DEVICES) * rng.random(count)).astype(np.int64),
        "placement": (len(PLACEMENTS) * rng.random(count)).astype(np.int64),
        "position": np.full(count, -1),
        "phase": (rng.random(count) >= 0.2).astype(np.int64),
    }
    slot = FIRST_SLOT + rng.integers(0, DAYS * 96, count)
    sums = {
        "impressions": np.ones(count, np.int64),
        "plays": plays,
        "qualified_plays": qualified,
        "completions": np.zeros(count, np.int64),
        "completion_known": np.zeros(count, np.int64),
        "short_plays": plays - qualified,
        "watch_ms": plays * rng.integers(120_000, 7_200_000, count),
        "hooks": np.zeros(count, np.int64),
        "holds": np.zeros(count, np.int64),
        "inverse_propensity": np.zeros(count, np.int64),
    }
    columns = {
        "title": pa.array(coded.pop("title"), pa.int32()),
        "profile": pa.array(profile, pa.uint32()),
        "slot": pa.array(slot, pa.uint32()),
        **{name: pa.array(codes, pa.int32()) for name, codes in coded.items()},
        **{name: pa.array(values) for name, values in sums.items()},
    }
    return pa.table(columns)
