"""DuckDB expressions over Arrow tables: it can try casts value by value, which Arrow cannot."""

import atexit
from collections.abc import Mapping, Sequence
from functools import lru_cache

import duckdb
import pyarrow as pa

from keyart.core.errors import BadInput

_CHUNK_ROWS = 1 << 16


@lru_cache
def _open_database(threads: int) -> duckdb.DuckDBPyConnection:
    """Return this process's one database: making it takes longer than reading a few rows."""
    con = duckdb.connect(config={"threads": threads} if threads else {})
    con.execute("SET preserve_insertion_order = true")
    return con


# DuckDB complains at the end of a process about databases that are still open.
atexit.register(_open_database.cache_clear)


def connect(threads: int = 0) -> duckdb.DuckDBPyConnection:
    """Return a connection to an empty database in memory; 0 threads means one per core."""
    try:
        return _open_cursor(threads)
    except duckdb.FatalException:  # an internal error of DuckDB closes a database for good
        _open_database.cache_clear()
        return _open_cursor(threads)


def _open_cursor(threads: int) -> duckdb.DuckDBPyConnection:
    con = _open_database(threads).cursor()
    con.execute("SET TimeZone = 'UTC'")
    return con


def quoted_text(text: str) -> str:
    """Return `text` as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def select(
    con: duckdb.DuckDBPyConnection, table: pa.Table, columns: Mapping[str, str]
) -> dict[str, pa.Array]:
    """Return the values of SQL expressions, by name, for each row of `table`, in order.

    Raises `BadInput` for Arrow types that DuckDB cannot read.
    """
    if not columns:
        return {}
    pieces = pa.Table.from_batches(table.to_batches(_CHUNK_ROWS), table.schema)
    fields = ", ".join(f'{expression} AS "{name}"' for name, expression in columns.items())
    try:
        result = con.from_arrow(pieces).project(fields).to_arrow_table()
    except duckdb.NotSupportedError as error:
        raise BadInput(
            f"A column is of a type that Keyart cannot read: {str(error).splitlines()[0]}",
            hint="Write it as text or as numbers.",
        ) from error
    return {name: _combine(result.column(name)) for name in columns}


def _combine(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def json_texts(
    con: duckdb.DuckDBPyConnection, objects: pa.Array, keys: Sequence[str]
) -> dict[str, pa.Array]:
    """Return the values of `keys` in JSON objects, as text; null if missing."""
    pointers = ", ".join(quoted_text(_json_pointer(key)) for key in keys)
    values_sql = f"json_extract_string(line, [{pointers}]::VARCHAR[])"
    lists = pa.table(select(con, pa.table({"line": objects}), {"found": values_sql}))
    values = select(con, lists, {f"c{k}": f"found[{k + 1}]" for k in range(len(keys))})
    return {key: values[f"c{k}"] for k, key in enumerate(keys)}


def _json_pointer(key: str) -> str:
    """Return the JSON pointer (RFC 6901) to a key of the outermost object."""
    return "/" + key.replace("~", "~0").replace("/", "~1")


def json_objects(con: duckdb.DuckDBPyConnection, columns: Mapping[str, pa.Array]) -> pa.Array:
    """Return each row of `columns` as the text of a JSON object."""
    table = pa.table({f"c{k}": array for k, array in enumerate(columns.values())})
    pairs = ", ".join(f"{quoted_text(name)}: c{k}" for k, name in enumerate(columns))
    return select(con, table, {"data": f"to_json({{{pairs}}})::VARCHAR"})["data"]
