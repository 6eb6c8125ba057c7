"""Titles, assets, profiles, availability and tests from any source, checked."""

from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa

from keyart.core.schema import INPUT_TABLES, Kind, Rejection
from keyart.ingest.checks import BlockValues, Check, Mask, metadata_checks
from keyart.ingest.events import drop_nan, to_upper
from keyart.ingest.formats.blocks import RowNumbers
from keyart.ingest.formats.sources import Source
from keyart.ingest.mapping.columns import check_names
from keyart.ingest.mapping.fields import Field, contract_fields, extra_fields
from keyart.ingest.reading import (
    CheckedRows,
    Columns,
    Finish,
    ReadOptions,
    ReadPlan,
    open_source,
    read,
)
from keyart.ingest.values.keyed_hash import profile_keys
from keyart.ingest.values.text import decode

TABLES_WITH_EXTRAS = ("titles", "assets", "profiles")
"""Tables that keep columns beyond the contract's, as text."""

TYPES: Mapping[Kind, pa.DataType] = {
    Kind.STR: pa.string(),
    Kind.INT: pa.string(),
    Kind.FLOAT: pa.float64(),
    Kind.TS: pa.timestamp("us", "UTC"),
    Kind.BOOL: pa.bool_(),
    Kind.LIST: pa.list_(pa.string()),
}


def read_metadata(
    source: Source,
    table: str,
    options: ReadOptions,
    asset_titles: Mapping[str, str] | None = None,
) -> Iterator[CheckedRows]:
    """Yield the rows of a metadata table from any source.

    Accepted rows have the contract's columns that their input has (for JSON lines: that some row
    has), nullable, with `TYPES`, and for titles, assets and profiles the user's other columns as
    text. Profiles have `key_high` and `key_low` (uint64) instead of `profile_id`. Rows keep the
    source's order: of equal keys the last row wins.

    `asset_titles` are the titles of the store's assets: an asset cannot change its title, so a row
    with another title is rejected as `title_mismatch`, also within the source.

    Raises `BadInput`, `MissingColumn` or `UnknownName` before the first row.
    """
    definition = INPUT_TABLES[table]
    fields = contract_fields(definition, options.config)
    check_names(definition, options.config, fields)
    opened = open_source(source)
    keeps = table in TABLES_WITH_EXTRAS
    if keeps:
        fields += extra_fields(opened.all_columns, fields)
    checks = metadata_checks(fields)
    if table == "assets":
        checks += (_AssetTitles(dict(asset_titles or {})).check(fields),)
    plan = ReadPlan(definition, fields, checks, _row_builder(fields, options.salt), keeps)
    return read(opened, plan, options)


def _row_builder(fields: tuple[Field, ...], salt: str) -> Finish:
    def finish(columns: Columns, rows: RowNumbers) -> pa.Table:
        arrays: dict[str, pa.Array] = {}
        for field in fields:
            values = columns.get(field.name)
            if values is None and not field.required:
                continue
            if values is None:
                values = pa.nulls(len(rows), TYPES[field.kind])
            if field.name == "profile_id":
                keys = profile_keys(salt, values)
                arrays["key_high"] = pa.array(np.ascontiguousarray(keys["high"]))
                arrays["key_low"] = pa.array(np.ascontiguousarray(keys["low"]))
            else:
                arrays[field.name] = _finish_column(field, decode(values))
        return pa.table(arrays)

    return finish


def _finish_column(field: Field, values: pa.Array) -> pa.Array:
    if field.name == "country":
        return to_upper(values)
    if field.kind is Kind.FLOAT:
        return drop_nan(values)
    return values.cast(TYPES[field.kind])


class _AssetTitles:
    """Remembers the first title of each asset."""

    def __init__(self, titles: dict[str, str]) -> None:
        self._titles = titles

    def check(self, fields: tuple[Field, ...]) -> Check:
        """Return the check; run it last, since it remembers only rows that passed the others."""
        field = next(f for f in fields if f.name == "title_id")
        return Check(
            Rejection.TITLE_MISMATCH,
            field,
            "is not the asset's title",
            self._find_mismatches,
        )

    def _find_mismatches(self, values: BlockValues) -> Mask | None:
        if not {"asset_id", "title_id"} <= values.typed.keys():
            return None
        assets, titles = (decode(values.typed[c]).to_pylist() for c in ("asset_id", "title_id"))
        passing = np.ones(values.rows, np.bool_) if values.passing is None else values.passing
        wrong = np.zeros(values.rows, np.bool_)
        for row in np.flatnonzero(passing).tolist():
            wrong[row] = self._titles.setdefault(assets[row], titles[row]) != titles[row]
        return wrong
