"""What was decided about a demo store, which its world carries out as it goes on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from keyart_demo.arrays import F64, I64
from keyart_demo.catalogue.model import Catalogue
from keyart_demo.shelf import Shelf

STOPPED = b"stopped"


@dataclass(frozen=True)
class Decided:
    """Which artwork each profile is shown of a title with a policy, and what is shown no longer.

    Attributes:
        policy: for each place on the shelf, its row in `asset` and `odds`; −1 without a policy.
        asset, odds: shape (policies, profiles): the asset's number, and the chance to get it.
        stopped: the numbers of assets that nobody is shown.
    """

    policy: I64
    asset: I64
    odds: F64
    stopped: frozenset[int]


def write_decided(path: Path, choices: pa.Table, stopped: Sequence[str]) -> None:
    """Write decisions: `choices` has title, asset, propensity for each profile and policy.

    For each title the profiles are in the order of their numbers.
    """
    table = choices.select(["title", "asset", "propensity"])
    pq.write_table(table.replace_schema_metadata({STOPPED: "\n".join(stopped).encode()}), path)


def read_decided(path: Path, catalogue: Catalogue, shelf: Shelf) -> Decided:
    """Return the decisions that were written for a catalogue."""
    table = pq.read_table(path)
    numbers = {asset.asset_id: asset.number for asset in catalogue.assets}
    shown: list[int] = shelf.title.tolist()
    places = {catalogue.titles[title].title_id: at for at, title in enumerate(shown)}
    stopped = (table.schema.metadata or {}).get(STOPPED, b"").decode().splitlines()
    titles: Mapping[str, pa.Table] = {
        title: table.filter(pa.compute.equal(table["title"], title))
        for title in table["title"].unique().to_pylist()
        if title in places
    }
    policy = np.full(shelf.count, -1)
    for row, title in enumerate(titles):
        policy[places[title]] = row
    assets = [_numbered(rows["asset"], numbers) for rows in titles.values()]
    odds = [rows["propensity"].to_numpy() for rows in titles.values()]
    none = np.empty((0, 0))
    return Decided(
        policy,
        np.array(assets) if assets else none.astype(np.int64),
        np.array(odds) if odds else none,
        frozenset(numbers[asset] for asset in stopped if asset in numbers),
    )


def _numbered(assets: pa.ChunkedArray, numbers: Mapping[str, int]) -> I64:
    coded = assets.combine_chunks().dictionary_encode()
    codes = coded.indices.to_numpy()
    return np.array([numbers[asset] for asset in coded.dictionary.to_pylist()])[codes]
