"""Compile all loops ahead of time, by asking a tiny store a few questions.

`keyart init`, `keyart serve` and `make` do this once per machine, so that nobody has to wait for it
later.
"""

import logging
import tempfile
from pathlib import Path

import pyarrow as pa

from keyart.cli.terminal import remark
from keyart.core.compiled import was_compiled
from keyart.core.errors import KeyartError
from keyart.session import create

log = logging.getLogger("keyart.warming")

FOLDERS = ("formats", "kernels", "native", "units", "values")
"""The folders of compiled loops, by the last part of their names."""


def warm() -> None:
    """Compile what is not compiled on this machine yet."""
    if all(map(was_compiled, FOLDERS)):
        return
    remark("Compiling Keyart's loops, once for this machine: about a minute.")
    load()


def load() -> None:
    """Load all loops into this process, compiling them if needed."""
    try:
        with tempfile.TemporaryDirectory(prefix="keyart-") as folder:
            _use(Path(folder))
    except (KeyartError, OSError) as error:
        log.warning("Loops will be loaded when first needed: %s", error)


def _use(folder: Path) -> None:
    """Ingest every format, and run each kind of scan."""
    impressions = pa.table(
        {
            "ts": ["2026-01-01T10:00:00", "2026-01-01T10:00:05", "2026-01-08T11:00:00"],
            "profile_id": ["a", "b", "a"],
            "asset_id": ["x", "y", "x"],
            "title_id": ["t", "t", "u"],
            "event_id": ["1", "2", "3"],
            "phase": ["explore", "explore", None],
        }
    )
    plays = pa.table(
        {
            "ts": ["2026-01-01T10:01:00", "2026-01-01T10:02:00", "2026-01-09T10:00:00"],
            "profile_id": ["a", "b", "b"],
            "title_id": ["t", "t", "u"],
            "seconds": [600.0, 30.0, 600.0],
        }
    )
    csv = folder / "impressions.csv"
    csv.write_text("ts,profile_id,asset_id,title_id\n2026-01-09T10:00,c,x,t\n", encoding="utf-8")
    with create(folder / "warm.keyart") as store:
        store.ingest(impressions=impressions, plays=plays)
        # One file of profiles is memory-mapped, several are joined: two types for compiled loops.
        store.compare(assets=["x", "y"])
        store.outliers()
        store.decide("t")
        store.decisions.record("winner", "t", "x", "To compare it with others.")
        store.decide("t")
        store.ingest(impressions=csv)
        measures = ["impressions", "reach", "viewers", "take_rate"]
        store.query(measures=measures, by=["asset"], where={"title": "u"})
        store.query(measures=measures, by=["country"])
        store.query(measures=["play_rate"], by=["country"], intervals=True)
        store.query(measures=["title_take_rate"], by=["country"], intervals=True)
        store.query(measures=["starts", "views"], by=["reason"])
        store.query(measures=["return_rate_7", "kept_viewers"], by=["device"], intervals=True)
        store.resonance(by=["content_type"])
        store.audiences.put("list:warm", ["a", "b"])
        store.audiences.explore("list:warm")
        store.audiences.size("viewed(title=t)")
        store.outliers()
        store.compare(assets=["x", "y"])
