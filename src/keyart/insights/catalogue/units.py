"""The units to judge: assets or titles with their metadata."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.facts import Family
from keyart.query.lookups import values_of
from keyart.query.planning.model import model_of
from keyart.store import Snapshot

Ints = npt.NDArray[np.int64]
Strings = pa.Array
"""Of type string."""

_SHOWN = pa.schema([("asset_id", pa.string()), ("title_id", pa.string())])


@dataclass(frozen=True, eq=False)
class CatalogueUnits:
    """Assets or titles, in the order of `ids`. Codes are int64 [units], names by code."""

    ids: Strings
    names: Strings
    """The id, for assets and titles without a name."""
    title: Ints
    titles: Strings
    """Title ids; unknown titles form one value, null."""
    asset_type: Ints
    asset_types: Strings
    """For titles, a single null."""
    content_type: Ints
    content_types: Strings

    @property
    def count(self) -> int:
        """The number of units."""
        return len(self.ids)

    def of_title(self, title: str) -> Ints:
        """Return the places of a title's units."""
        code = pc.index(self.titles, title).as_py()
        return np.flatnonzero(self.title == code)


def describe_units(snapshot: Snapshot, ids: Strings, *, of_assets: bool) -> CatalogueUnits:
    """Return the catalogue's metadata of assets or titles, `ids` (string, distinct)."""
    titles = _titles_of(snapshot, ids) if of_assets else ids
    types = (
        _attribute(snapshot, "asset_type", ids) if of_assets else pa.nulls(len(ids), pa.string())
    )
    table = snapshot.assets if of_assets else snapshot.titles
    names = _lookup(table, "asset_id" if of_assets else "title_id", "name", ids)
    title, distinct_titles = coded(titles)
    asset_type, asset_types = coded(types)
    content_type, content_types = coded(_attribute(snapshot, "content_type", titles))
    return CatalogueUnits(
        ids=ids,
        names=pc.coalesce(names, ids),
        title=title,
        titles=distinct_titles,
        asset_type=asset_type,
        asset_types=asset_types,
        content_type=content_type,
        content_types=content_types,
    )


def coded(values: pa.Array | pa.ChunkedArray) -> tuple[Ints, Strings]:
    """Return (the code of each value, the values by code); missing values have a code, too."""
    whole = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    encoded = pc.dictionary_encode(whole, null_encoding="encode")
    return encoded.indices.to_numpy().astype(np.int64), encoded.dictionary


def _titles_of(snapshot: Snapshot, assets: Strings) -> Strings:
    """Return the title of each asset: from impressions, else from the catalogue.

    An asset never changes its title, so any impression will do.
    """
    listed = snapshot.assets.select(["asset_id", "title_id"])
    both = pa.concat_tables([shown(snapshot), listed])
    return _lookup(both, "asset_id", "title_id", assets)


def shown(snapshot: Snapshot) -> pa.Table:
    """Return the assets in impressions, each with its title: asset_id, title_id."""
    tables: list[pa.Table] = []
    for segment in snapshot.segments(Family.EXPOSURE):
        runs = np.repeat(segment.title_codes, np.diff(segment.asset_starts))
        assets = _named(segment.dictionary("asset"), segment.asset_codes)
        titles = _named(segment.dictionary("title"), runs)
        tables.append(pa.table([assets, titles], schema=_SHOWN))
    return pa.concat_tables([_SHOWN.empty_table(), *tables])


def _named(dictionary: Strings, codes: npt.NDArray[np.int32]) -> Strings:
    """Return the values of raw codes; the last code is the missing value."""
    return dictionary.take(pa.array(codes, mask=codes == len(dictionary)))


def _attribute(snapshot: Snapshot, name: str, ids: Strings) -> Strings:
    return values_of(snapshot, model_of(snapshot).axis(name), ids)


def _lookup(table: pa.Table, key: str, value: str, ids: Strings) -> Strings:
    rows = pc.index_in(ids, value_set=table.column(key).combine_chunks(), skip_nulls=True)
    return table.column(value).combine_chunks().take(rows)
