"""The sheets of the catalogue's figures, which outliers, norms and the home page start from."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import pyarrow as pa

from keyart.core.errors import TooManyGroups
from keyart.feed.sheets import SheetFile, Sheets
from keyart.insights.catalogue import CatalogueUnits, Context, Figures, Level, figures
from keyart.insights.catalogue.context import settled
from keyart.insights.catalogue.figures import key_of
from keyart.query import owner
from keyart.query.engine import Moments
from keyart.query.memo import recent
from keyart.store import Snapshot

UNIT_CODES = ("title", "asset_type", "content_type")
STRATUM_CODES = ("unit", "placement", "market", "region", "age", "day")
NAMES = ("titles", "asset_types", "content_types", "placements", "markets")
"""Lists of names to which codes point; there is one row of them."""

MOST_ASSETS = 200_000
"""For more assets, figures by placement and market would take too long."""

_MOMENTS = [(f.name, pa.int64() if f.name == "n" else pa.float64()) for f in fields(Moments)]


def _codes(names: Sequence[str]) -> list[tuple[str, pa.DataType]]:
    return [(name, pa.int64()) for name in names]


def _schemas(level: Level) -> dict[str, pa.Schema]:
    ids = [("id", pa.string()), ("name", pa.string())]
    return {
        f"{level}_units": pa.schema(
            [*ids, *_codes(UNIT_CODES), *_MOMENTS, ("reach", pa.int64()), ("shown", pa.float64())]
        ),
        f"{level}_strata": pa.schema(
            [*_codes(STRATUM_CODES), *_MOMENTS, ("impressions", pa.float64())]
        ),
        f"{level}_names": pa.schema([(name, pa.list_(pa.string())) for name in NAMES]),
    }


SCHEMAS: Mapping[str, pa.Schema] = {n: s for level in Level for n, s in _schemas(level).items()}


@dataclass(frozen=True)
class CatalogueSheets:
    """Figures of a context as sheets, empty if they would not fit into memory."""

    sheets: Sheets
    context: str
    """The key of their context."""


def catalogue_sheets(snapshot: Snapshot, assets: int) -> CatalogueSheets:
    """Return the figures for outliers of the whole catalogue.

    `assets` is the number of assets: if there are too many, outliers compute figures on demand.
    """
    context, _ = settled(snapshot, owner(), Context())
    sheets: dict[str, pa.Table] = {}
    for level in Level if assets <= MOST_ASSETS else ():
        try:
            sheets |= _sheets(figures(snapshot, owner(), context, level), level)
        except TooManyGroups:
            continue
    return CatalogueSheets(sheets, _key(snapshot, context))


def _key(snapshot: Snapshot, context: Context) -> str:
    """Return what figures depend on in addition to the facts: the context and the regions."""
    return json.dumps([context.key, snapshot.config.regions], sort_keys=True)


def _sheets(values: Figures, level: Level) -> Sheets:
    units = values.units
    columns_of_units: dict[str, object] = {
        "id": units.ids,
        "name": units.names,
        "reach": values.reach,
    }
    columns_of_units["shown"] = values.frequency * values.reach
    columns_of_units |= {name: getattr(units, name) for name in UNIT_CODES}
    strata = {name: getattr(values, name) for name in STRATUM_CODES}
    names = {n: getattr(units, n) for n in NAMES[:3]}
    names |= {"placements": values.placements, "markets": values.markets}
    columns: dict[str, Mapping[str, object]] = {
        f"{level}_units": {**columns_of_units, **vars(values.whole)},
        f"{level}_strata": {**strata, **vars(values.moments), "impressions": values.impressions},
        f"{level}_names": {n: _one_list(listed) for n, listed in names.items()},
    }
    return {
        name: pa.table({c: columns[name][c] for c in schema.names}, schema=schema)
        for name, schema in _schemas(level).items()
    }


def _one_list(values: pa.Array) -> pa.Array:
    return pa.ListArray.from_arrays(pa.array([0, len(values)], pa.int32()), values)


def prime(snapshot: Snapshot, file: SheetFile, context_key: str) -> bool:
    """Let outliers on `snapshot` start from the figures in `file`; return whether they can.

    They cannot if settings have changed since the feed was made.
    """
    context, _ = settled(snapshot, owner(), Context())
    if _key(snapshot, context) != context_key:
        return False
    levels = [level for level in Level if file.sheet(f"{level}_names").num_rows]
    for level in levels:
        mapped = _figures(file, level)
        recent(snapshot, key_of(owner(), context, level), lambda mapped=mapped: mapped, _no_memory)
    return bool(levels)


def _no_memory(_mapped: Figures) -> int:
    """Return 0: the memory of mapped figures belongs to the system."""
    return 0


def _figures(file: SheetFile, level: Level) -> Figures:
    unit, strata, lists = (file.sheet(f"{level}_{kind}") for kind in ("units", "strata", "names"))
    names = {name: lists.column(name).combine_chunks().flatten() for name in NAMES}
    codes = {name: _numbers(unit, name) for name in UNIT_CODES}
    units = CatalogueUnits(
        ids=unit.column("id").combine_chunks(),
        names=unit.column("name").combine_chunks(),
        **codes,
        **{name: names[name] for name in NAMES[:3]},
    )
    return Figures(
        units=units,
        **{name: _numbers(strata, name) for name in STRATUM_CODES if name != "day"},
        placements=names["placements"],
        markets=names["markets"],
        moments=_moments(strata),
        whole=_moments(unit),
        reach=_numbers(unit, "reach"),
        yes_or_no=True,
        days=_numbers(strata, "day"),
        repeated=_numbers(strata, "impressions"),
        shown=_numbers(unit, "shown"),
    )


def _numbers(table: pa.Table, name: str) -> Any:
    return table.column(name).to_numpy()


def _moments(table: pa.Table) -> Moments:
    return Moments(*(_numbers(table, name) for name, _ in _MOMENTS))
