"""Titles, assets, profiles, availability and tests from any source, each row good or rejected."""

from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa

from keyart.core.schema import INPUT_TABLES, Kind, Rejection
from keyart.ingest.checks import Check, Mask, Values, metadata_checks
from keyart.ingest.events import upper, without_nan
from keyart.ingest.formats.blocks import RowNumbers
from keyart.ingest.formats.sources import Source
from keyart.ingest.mapping.columns import check_names
from keyart.ingest.mapping.fields import Field, contract_fields, own_fields
from keyart.ingest.reading import Checked, Columns, Finish, Plan, ReadOptions, open_source, read
from keyart.ingest.values.keyed_hash import profile_keys
from keyart.ingest.values.text import decoded

KEEP_OWN = ("titles", "assets", "profiles")
"""Tables whose further columns are kept, as text."""

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
) -> Iterator[Checked]:
    """Yield the rows of a metadata table from any source.

    Accepted rows have those of the contract's columns that their input has (of JSON lines: that
    some row has), nullable, as `TYPES` says, and the user's further columns as text (of titles,
    assets and profiles). Profiles have `key_high` and `key_low` (uint64) in place of
    `profile_id`. The order of rows is the source's: of equal keys the last row is to win.

    `asset_titles` are the titles of the assets that the store knows: an asset cannot change its
    title, so a row that says otherwise is rejected as `title_mismatch`, also within the source.

    Raises `BadInput`, `MissingColumn` or `UnknownName` before the first row.
    """
    definition = INPUT_TABLES[table]
    fields = contract_fields(definition, options.config)
    check_names(definition, options.config, fields)
    opened = open_source(source)
    keeps = table in KEEP_OWN
    if keeps:
        fields += own_fields(opened.all_columns, fields)
    checks = metadata_checks(fields)
    if table == "assets":
        checks += (_AssetTitles(dict(asset_titles or {})).check(fields),)
    plan = Plan(definition, fields, checks, _finish(fields, options.salt), keeps)
    return read(opened, plan, options)


def _finish(fields: tuple[Field, ...], salt: str) -> Finish:
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
                arrays[field.name] = _finished(field, decoded(values))
        return pa.table(arrays)

    return finish


def _finished(field: Field, values: pa.Array) -> pa.Array:
    if field.name == "country":
        return upper(values)
    if field.kind is Kind.FLOAT:
        return without_nan(values)
    return values.cast(TYPES[field.kind])


class _AssetTitles:
    """Remembers the title of each asset: the first one it had."""

    def __init__(self, known: dict[str, str]) -> None:
        self._titles = known

    def check(self, fields: tuple[Field, ...]) -> Check:
        """Return the check, to be the last one: it remembers only rows that passed the others."""
        field = next(f for f in fields if f.name == "title_id")
        return Check(
            Rejection.TITLE_MISMATCH, field, "is not the title that the asset has", self._fails
        )

    def _fails(self, values: Values) -> Mask | None:
        if not {"asset_id", "title_id"} <= values.typed.keys():
            return None
        assets, titles = (decoded(values.typed[c]).to_pylist() for c in ("asset_id", "title_id"))
        passing = np.ones(values.rows, np.bool_) if values.passing is None else values.passing
        wrong = np.zeros(values.rows, np.bool_)
        for row in np.flatnonzero(passing).tolist():
            wrong[row] = self._titles.setdefault(assets[row], titles[row]) != titles[row]
        return wrong
