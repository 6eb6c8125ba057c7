"""A small store with a file of every kind, and all that can be asked of it as one text."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

import keyart
from keyart.store import members_table, model_table, open_snapshot, publication
from keyart.store.paths import FileKind

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOW = datetime(2026, 4, 1, tzinfo=UTC)
PEOPLE = 40


def impressions(first: int, count: int) -> pa.Table:
    """Impressions `first`, `first` + 1, … of a fixed stream."""
    rows: list[dict[str, Any]] = [
        {
            "event_id": f"i{i}",
            "ts": (START + timedelta(hours=i)).isoformat(),
            "profile_id": f"p{i * 7 % PEOPLE}",
            "asset_id": f"a{i % 4}",
            "title_id": f"t{i % 2}" if i % 25 else None,
            "country": ["DE", "US", None][i % 3],
            "device": "tv",
        }
        for i in range(first, first + count)
    ]
    rows[-1] |= {"asset_id": "nobody", "title_id": None}
    return pa.Table.from_pylist(rows)


def plays(first: int, count: int) -> pa.Table:
    """Plays of the people of `impressions`, soon after."""
    return pa.Table.from_pylist(
        [
            {
                "event_id": f"y{i}",
                "ts": (START + timedelta(hours=i, minutes=9)).isoformat(),
                "profile_id": f"p{i * 7 % PEOPLE}",
                "title_id": f"t{i % 2}",
                "seconds": 60.0 * (i % 9) - (1 if i % 9 == 0 else 0),
            }
            for i in range(first, first + count)
        ]
    )


def make(root: Path) -> None:
    """Make the store."""
    with keyart.create(root) as store:
        people = [f"p{i}" for i in range(PEOPLE)]
        store.ingest(
            impressions=impressions(0, 200),
            plays=plays(0, 150),
            titles=pa.table({"title_id": ["t0", "t1"], "name": ["A", "B"]}),
            assets=pa.table(
                {"asset_id": [f"a{i}" for i in range(4)], "title_id": ["t0", "t1", "t0", "t1"]}
            ),
            profiles=pa.table({"profile_id": people, "plan": ["x", "y"] * (PEOPLE // 2)}),
        )
        store.ingest(impressions=impressions(195, 12), plays=plays(145, 12))
        store.audiences.put("list:vip", people[:9])
        store.audiences.save("segment:both", "list:vip and attr:plan=x")
    with publication(root, command="fit", now=NOW) as p:
        p.add_contested_ids("plays", np.array([3, 9], np.uint64))
        ordinals, strengths = np.arange(5, dtype=np.uint32), np.ones(5, np.float32)
        members = members_table({"affinity:a": (ordinals, strengths)})
        titles = pa.table({"title": ["t0"]})
        p.put_fit(
            1, members, model_table(titles, {"affinities": [{"id": "affinity:a", "name": "A"}]}), 3
        )
        p.commit()


def kinds(root: Path) -> dict[str, Path]:
    """The file of each kind, the newest of those that are in use, by kind and subject."""
    with open_snapshot(root) as snapshot:
        return {
            f"{file.kind} {file.subject}".strip(): snapshot.path(file)
            for file in snapshot.state.files
            if file.kind is not FileKind.IMPORTED
        }


def answers(root: Path) -> str:
    """Whatever the store says: questions to both engines, accounts, lists, and a dry run."""
    with keyart.open(root) as store:
        snapshot = store.snapshot()
        said: list[object] = []
        for engine in ("native", "duckdb"):
            for by in (["asset", "country"], ["title", "audience"], ["plan"]):
                result = store.query(
                    measures=["impressions", "reach", "viewers", "watch_seconds", "take_rate"],
                    by=by,
                    audiences=["list:vip", "affinity:a", "segment:both"]
                    if "audience" in by
                    else None,
                    engine=engine,
                )
                said += [result.to_dicts(), result.totals]
            said.append(store.query(measures=["starts", "hours_viewed"], engine=engine).to_dicts())
        said += [snapshot.batches(), list(snapshot.definitions), snapshot.key_bits.tolist()]
        said.append(snapshot.quarantine().to_pylist())
        said.append([t.to_pylist() for t in (snapshot.titles, snapshot.assets)])
        said.append([snapshot.data_until, snapshot.profiles])
        report = store.ingest(
            impressions=impressions(100, 150),
            plays=plays(100, 120),
            assets=pa.table({"asset_id": ["nobody"], "title_id": ["t0"]}),
            dry_run=True,
        )
        said += [report.batches, report.released, report.plays_by_reason]
        return "\n".join(map(repr, said))
