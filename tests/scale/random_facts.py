"""Folders of random facts of many people, for what must be killed or measured."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import keyart
from keyart.core.fact_files import ABOUT, About, day_folder, fact_schema, key_fingerprint
from keyart.core.facts import EXPOSURE_SUMS, Family
from keyart.store import create
from tests.oracles.world import NOW

SALT = "0" * 32
START = datetime(2026, 3, 1, tzinfo=UTC)
ROWS, PROFILES = 12_000, 5_000


def empty_store(root: Path) -> keyart.Store:
    """Return a new store that can import these folders."""
    create(root, now=NOW, salt=SALT)
    return keyart.open(root)


def write(folder: Path, days: range, seed: int) -> Path:
    """Write days of random exposure facts, and what a folder says of itself."""
    chance = np.random.default_rng(seed)
    for number in days:
        day = START + timedelta(number)
        path = folder / day_folder(Family.EXPOSURE, day.date()) / "part-0.parquet"
        path.parent.mkdir(parents=True)
        pq.write_table(facts(day, chance), path)
    (folder / ABOUT).write_text(About(key_fingerprint(SALT)).to_text())
    return folder


def facts(day: datetime, chance: np.random.Generator) -> pa.Table:
    keys = np.random.default_rng(7).integers(-(2**62), 2**62, (2, PROFILES))
    profile = chance.integers(0, PROFILES, ROWS)
    title = chance.integers(0, 20, ROWS)
    slot = int(day.timestamp()) // 900 + chance.integers(0, 96, ROWS)
    columns: dict[str, Any] = {
        "title": [f"t{n}" for n in title],
        "profile_high": keys[0][profile],
        "profile_low": keys[1][profile],
        "time": pa.array(slot * 900_000_000).cast(pa.timestamp("us", "UTC")),
        "asset": [f"t{n}-a{m}" for n, m in zip(title, chance.integers(0, 4, ROWS), strict=True)],
        "country": np.array(["DE", "LU", "US"])[chance.integers(0, 3, ROWS)],
        **dict.fromkeys(EXPOSURE_SUMS, chance.integers(0, 3, ROWS)),
    }
    schema = fact_schema(Family.EXPOSURE, (), ())
    missing = {name: pa.nulls(ROWS, pa.string()) for name in schema.names if name not in columns}
    return pa.table({**columns, **missing}).select(schema.names).cast(schema)
