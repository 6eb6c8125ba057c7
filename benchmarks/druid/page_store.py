"""A store of a few titles with many people each, so that pages count hundreds of thousands."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa

import keyart
from keyart.core.facts import EXPOSURE_SUMS, Family
from keyart.core.vocabulary import Vocabulary
from keyart.store import publication

TITLES, ASSETS_EACH = 20, 10
PROFILES = 400_000
DAYS = 28
FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 6, 1, tzinfo=UTC)
COUNTRIES = ("US", "BR", "IN", "MX", "GB", "DE", "FR", "JP", "ES", "IT", "KR", "PL")
DEVICES = ("tv", "phone", "web")
PLACEMENTS = ("home", "search")
PHASES = ("exploit", "explore")
SLOTS_A_DAY = 96


def titles() -> list[str]:
    """Return the ids of the titles."""
    return [f"t{number:03d}" for number in range(TITLES)]


def page_store(rows: int, data: Path, url: str) -> keyart.Store:
    """Return the open store with `rows` facts of exposure, made unless it is there.

    Its `keyart.toml` names the Druid at `url`, which rounds times down to days.
    """
    path = data / f"pages-{TITLES}-{rows}.keyart"
    done = path.with_suffix(".done")
    if not done.exists():
        keyart.create(str(path)).close()
        _publish(path, rows)
        done.touch()
    said = f'[druid]\nurl = "{url}"\nprefix = "pages_{rows}"\ngranularity = "1d"\n'
    (path / "keyart.toml").write_text(said, encoding="utf-8")
    return keyart.open(str(path))


def _publish(path: Path, rows: int) -> None:
    assets = [f"{title}-a{number:02d}" for title in titles() for number in range(ASSETS_EACH)]
    owners = np.repeat(titles(), ASSETS_EACH)
    vocabularies = {
        "title": Vocabulary(titles()),
        "asset": Vocabulary(assets),
        "country": Vocabulary(COUNTRIES),
        "device": Vocabulary(DEVICES),
        "placement": Vocabulary(PLACEMENTS),
        "position": Vocabulary(),
        "phase": Vocabulary(PHASES),
    }
    launched = np.datetime64(FIRST_DAY.replace(tzinfo=None), "us") + np.zeros(TITLES, "m8[us]")
    with publication(path, command="benchmark", now=NOW) as publishing:
        publishing.add_anonymous(PROFILES)
        publishing.put_metadata(
            "titles",
            pa.table(
                {
                    "title_id": titles(),
                    "name": titles(),
                    "content_type": np.array(["film", "series"])[np.arange(TITLES) % 2],
                    "launched_at": pa.array(launched, pa.timestamp("us", "UTC")),
                }
            ),
        )
        types = np.array(["artwork", "video"])[np.arange(len(assets)) % 2]
        table = pa.table({"asset_id": assets, "title_id": owners, "asset_type": types})
        publishing.put_metadata("assets", table)
        publishing.extend_until(int(NOW.timestamp()) * 1_000_000)
        publishing.add_segment(Family.EXPOSURE, [_facts(rows)], vocabularies)
        publishing.commit()


def _facts(rows: int) -> pa.Table:
    """Return facts sorted by title and profile: few titles, countries and assets have most."""
    rng = np.random.default_rng(1)
    title = (TITLES * rng.random(rows) ** 2).astype(np.int64)
    profile = (PROFILES * rng.random(rows) ** 1.5).astype(np.int64) * 2_654_435_761 % PROFILES
    order = np.lexsort((profile, title))
    title, profile = title[order], profile[order]
    plays = (rng.random(rows) < 0.12).astype(np.int64)
    qualified = plays * (rng.random(rows) < 0.75)
    coded = {
        "asset": title * ASSETS_EACH + (ASSETS_EACH * rng.random(rows) ** 2).astype(np.int64),
        "country": (len(COUNTRIES) * rng.random(rows) ** 2).astype(np.int64),
        "device": (len(DEVICES) * rng.random(rows) ** 2).astype(np.int64),
        "placement": (len(PLACEMENTS) * rng.random(rows)).astype(np.int64),
        "position": np.full(rows, -1),
        "phase": (rng.random(rows) < 0.2).astype(np.int64),
    }
    sums = dict.fromkeys(EXPOSURE_SUMS, np.zeros(rows, np.int64)) | {
        "impressions": np.ones(rows, np.int64),
        "plays": plays,
        "qualified_plays": qualified,
        "short_plays": plays - qualified,
        "watch_ms": qualified * rng.integers(120_000, 7_200_000, rows),
    }
    first = int(FIRST_DAY.timestamp()) // 900
    return pa.table(
        {
            "title": pa.array(title, pa.int32()),
            "profile": pa.array(profile, pa.uint32()),
            "slot": pa.array(first + rng.integers(0, DAYS * SLOTS_A_DAY, rows), pa.uint32()),
            **{name: pa.array(codes, pa.int32()) for name, codes in coded.items()},
            **{name: pa.array(values) for name, values in sums.items()},
        }
    )
