"""Demo worlds as stores, as they are or with assets that nobody's behaviour hangs on."""

import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import keyart
from keyart.core.ids import SALT_CHARACTERS
from keyart.store import create as create_store
from keyart_demo.world import SIZES, World, WrittenWorld, write

UNTIL = date(2026, 6, 1)

STORE = "world.keyart"

Truth = dict[str, Any]
"""What `truth.json` holds."""


@contextmanager
def demo_store(
    seed: int, *, size: str = "small", permuted: bool = False, affinities: bool = False
) -> Generator[tuple[keyart.Store, Truth]]:
    """Give the store of a demo world and its truth, as `make_store` makes it; then remove both."""
    with TemporaryDirectory(prefix="keyart-truth-") as folder:
        truth = make_store(Path(folder), seed, size=size, permuted=permuted, affinities=affinities)
        with keyart.open(Path(folder) / STORE) as store:
            yield store, truth


def make_store(
    folder: Path,
    seed: int,
    *,
    size: str = "small",
    permuted: bool = False,
    affinities: bool = False,
) -> Truth:
    """Make the store of a demo world, called `STORE`, in a folder, and return its truth.

    In a `permuted` world each impression has the asset of another one of the same title, type and
    phase, so that no asset differs from another; events that come late are not in it. The salt is
    made of the seed, so that each run deals ties between events alike.
    """
    written = write(World(SIZES[size], seed, UNTIL), folder, processes=2)
    if permuted:
        _permute(written, np.random.default_rng(seed))
    create_store(folder / STORE, now=datetime.now(UTC), salt=f"{seed:0{SALT_CHARACTERS}x}")
    with keyart.open(folder / STORE) as store:
        _load(store, written.paths)
        if not permuted:
            _load(store, written.late)
        if affinities:
            store.audiences.fit()
    return json.loads(written.truth.read_text(encoding="utf-8"))


def _load(store: keyart.Store, tables: Mapping[str, Any]) -> None:
    store.ingest(**tables)


def _permute(written: WrittenWorld, rng: np.random.Generator) -> None:
    """Shuffle the assets within each title, type and phase, a file at a time."""
    assets = pq.read_table(written.paths["assets"][0])
    types = pc.dictionary_encode(assets.column("asset_type").combine_chunks()).indices
    for path in written.paths["impressions"]:
        if path.suffix == ".parquet":
            table = pq.read_table(path)
            rows = pc.index_in(table.column("asset_id"), value_set=assets.column("asset_id"))
            kind = types.take(rows.combine_chunks())
            order = _shuffled_within(rng, [_codes(table, "title_id"), _codes(table, "phase"), kind])
            asset = table.column("asset_id").combine_chunks().take(order)
            at = table.schema.get_field_index("asset_id")
            pq.write_table(table.set_column(at, table.schema.field(at), asset), path)


def _codes(table: pa.Table, name: str) -> pa.Array:
    return pc.dictionary_encode(table.column(name).combine_chunks()).indices


def _shuffled_within(rng: np.random.Generator, keys: list[pa.Array]) -> pa.Array:
    """Return a row of the same keys for each row, each row once."""
    columns = [pc.fill_null(key, -1).to_numpy(zero_copy_only=False) for key in keys]
    chance = rng.random(len(keys[0]))
    given, drawn = (np.lexsort((extra, *columns)) for extra in (np.arange(chance.size), chance))
    order = np.empty_like(given)
    order[given] = drawn
    return pa.array(order)
