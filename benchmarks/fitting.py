"""How long a fit of affinities takes, and how much memory.

A million profiles, 10,000 titles, 100 million plays: each profile has four of 40 tastes, a taste
250 titles of its own. The facts are put into a store as they are, ten segments as of ten
batches; a child process then fits, watched by the parent as in part `ingest`.
"""

import json
import shutil
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

import keyart
from benchmarks.options import Options
from benchmarks.watching import watched
from keyart.core.facts import MISSING, VIEWING_SUMS, Family
from keyart.core.vocabulary import Vocabulary
from keyart.ingest import profile_keys
from keyart.store import Publication, publication

TASTES, EACH, OWN = 40, 250, 4
COUNTRIES = tuple(f"C{number:02d}" for number in range(24))
DEVICES = ("tv", "mobile", "web")
FIRST_SLOT, SLOTS = 1_960_000, 96 * 112
MINUTE_MS = 60_000
PER_PROFILE = 100
"""Plays of each profile."""
BATCHES = 10
OFF_TASTE = 0.2
STORE = "fitting.keyart"


@dataclass(frozen=True)
class Viewers:
    """Who watches: the tastes of each profile, [profiles, OWN], and its country."""

    tastes: npt.NDArray[np.int64]
    country: npt.NDArray[np.int32]


def measure(options: Options) -> dict[str, Any]:
    """Return the seconds of a fit and the memory it took; `--plays` says how many plays."""
    profiles = options.plays // PER_PROFILE
    path = options.data / f"fitting-{options.plays}" / STORE
    if not path.exists():
        build(path, profiles)
    command = [sys.executable, "-m", "benchmarks.fitting", str(path)]
    told, peak = watched(command)
    found = json.loads(told)
    print(
        f"  {options.plays:,} plays: {found['seconds']:.0f} s, {peak.own / 2**30:.1f} GiB, "
        f"{found['affinities']} affinities"
    )
    return {
        "plays": options.plays,
        "profiles": profiles,
        "titles": TASTES * EACH,
        "planted": TASTES,
        **found,
        "peak_resident_bytes": peak.resident,
        "peak_own_bytes": peak.own,
    }


def build(path: Path, profiles: int) -> None:
    """Make a store of viewing facts, without events, at `path`."""
    shutil.rmtree(path.parent, ignore_errors=True)
    path.parent.mkdir(parents=True)
    keyart.create(path).close()
    rng = np.random.default_rng(1)
    viewers = Viewers(
        np.argsort(rng.random((profiles, TASTES), np.float32), axis=1)[:, :OWN],
        rng.integers(0, len(COUNTRIES), profiles, np.int32),
    )
    for number in range(BATCHES):
        with publication(path, command="benchmark", now=datetime.now(UTC)) as p:
            if number == 0:
                p.ordinals(np.unique(profile_keys(p.salt, profile_ids(profiles))))
                p.put_metadata("titles", _titles())
            _put(p, viewers, np.random.default_rng(2 + number))
            p.extend_until((FIRST_SLOT + SLOTS) * 900 * 1_000_000)
            p.commit()


def profile_ids(profiles: int) -> pa.Array:
    """Return the ids of so many profiles."""
    return pa.array([f"p{number:08d}" for number in range(profiles)])


def _titles() -> pa.Table:
    names = [f"t{number:05d}" for number in range(TASTES * EACH)]
    return pa.table(
        {
            "title_id": names,
            "name": [f"Title {name}" for name in names],
            "genres": [[f"genre {number // EACH % 8}"] for number in range(TASTES * EACH)],
            "tags": [[f"taste {number // EACH}"] for number in range(TASTES * EACH)],
            "runtime_seconds": np.full(TASTES * EACH, 3600.0),
        }
    )


def _put(p: Publication, viewers: Viewers, rng: np.random.Generator) -> None:
    """Add a tenth of the plays as a segment."""
    count = len(viewers.country)
    profile = np.repeat(np.arange(count), PER_PROFILE // BATCHES)
    taste = viewers.tastes[profile, rng.integers(0, OWN, profile.size)]
    off = rng.random(profile.size) < OFF_TASTE
    taste[off] = rng.integers(0, TASTES, int(off.sum()))
    title = taste * EACH + (EACH * rng.random(profile.size) ** 2).astype(np.int64)
    order = np.argsort(title * count + profile, kind="stable")
    watched = rng.integers(5 * MINUTE_MS, 60 * MINUTE_MS, profile.size, np.int64)
    ones = np.ones(profile.size, np.uint8)
    columns = {
        "title": title[order].astype(np.int32),
        "profile": profile[order].astype(np.uint32),
        "slot": (FIRST_SLOT + rng.integers(0, SLOTS, profile.size)).astype(np.int32),
        "country": viewers.country[profile[order]],
        "device": rng.integers(0, len(DEVICES), profile.size, np.int32),
        "reason": np.full(profile.size, MISSING, np.int32),
        **dict.fromkeys(VIEWING_SUMS, ones),
        "unattributed_plays": np.zeros(profile.size, np.uint8),
        "watch_ms": watched,
    }
    vocabularies = {
        "title": Vocabulary(f"t{number:05d}" for number in range(TASTES * EACH)),
        "country": Vocabulary(COUNTRIES),
        "device": Vocabulary(DEVICES),
    }
    p.add_segment(Family.VIEWING, [pa.table(columns)], vocabularies)


def main(path: Path) -> None:
    """Fit the store at `path`, and print the seconds and what was found as JSON."""
    with keyart.open(path) as store:
        began = time.perf_counter()
        report = store.audiences.fit()
        seconds = time.perf_counter() - began
    found = {"seconds": seconds, "affinities": len(report.affinities), **report.card["profiles"]}
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
