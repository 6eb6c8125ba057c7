"""How long recommendations for everyone take, and how much memory: the store of part `fitting`.

A million people, 10,000 titles, 100 million plays, 20 titles for each. The command is the one that
people use, from a Parquet file of ids to a Parquet file of titles, watched by the parent as in part
`ingest`. The affinities, which forecast too, are fitted before unless they are there. The bars are
5 minutes and 6 GiB.
"""

import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import keyart
from benchmarks import fitting
from benchmarks.options import Options
from benchmarks.ratios import read_bytes
from benchmarks.timing import seconds
from benchmarks.watching import watched
from keyart.core.facts import Family

N = 20
COLUMNS = ("profile", "slot", "country", "starts", "active_starts", "watch_ms")


def measure(options: Options) -> dict[str, Any]:
    """Return the seconds of the export and its memory; `--plays` says how many plays."""
    people = options.plays // fitting.PER_PROFILE
    path = options.data / f"fitting-{options.plays}" / fitting.STORE
    if not path.exists():
        fitting.build(path, people)
    with keyart.open(path) as store:
        if store.snapshot().fit is None:
            store.audiences.fit()
        read_bytes(store, Family.VIEWING, COLUMNS)
        one_pass = seconds(lambda: read_bytes(store, Family.VIEWING, COLUMNS))
    match, out = path.with_name("ids.parquet"), path.with_name("recommended.parquet")
    pq.write_table(pa.table({"id": fitting.profile_ids(people)}), match)
    command = [
        *(sys.executable, "-m", "keyart", "export", "recommendations", str(path)),
        *("--match", str(match), "-n", str(N), "--out", str(out)),
    ]
    began = time.perf_counter()
    _, peak = watched(command)
    took = time.perf_counter() - began
    rows = _require_personal(out, people)
    print(
        f"  {people:,} people: {timedelta(seconds=round(took))}, {took / one_pass:,.0f} × one pass "
        f"over the bytes, {peak.own / 2**30:.1f} GiB of its own"
    )
    return {
        "people": people,
        "plays": options.plays,
        "titles": fitting.TASTES * fitting.EACH,
        "rows": rows,
        "seconds": took,
        "pass_seconds": one_pass,
        "peak_resident_bytes": peak.resident,
        "peak_own_bytes": peak.own,
    }


def _require_personal(out: Path, people: int) -> int:
    """Return the rows of a file; raises `RuntimeError` unless people get titles of their own."""
    table = pq.read_table(out, columns=["rank", "title"])
    first = table.filter(pc.equal(table["rank"], 1))["title"]
    counts = np.sort(first.value_counts().field("counts").to_numpy())
    if table.num_rows != people * N or counts[-1] > people / 10:
        raise RuntimeError(f"{out} doesn't have {N} titles of their own for each of {people:,}.")
    return table.num_rows
