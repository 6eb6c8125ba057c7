"""An answer as one Arrow stream: its rows with their types, totals and meta beside the schema."""

import json
from typing import Any

import pyarrow as pa

from keyart.core.rebuild import rebuilt
from keyart.query.encoding import Form, encode
from keyart.query.result import Meta, Result

KEY = b"keyart"
"""Where the schema's metadata keep totals and meta, as a JSON object."""

ROWS = 1 << 16
"""Rows of one batch of the stream."""


def answer_arrow(result: Result) -> bytes:
    """Return an answer as an Arrow stream, which `read_answer` reads."""
    said = {"totals": dict(result.totals), "meta": result.meta.to_dict()}
    about = {**(result.table.schema.metadata or {}), KEY: json.dumps(said, allow_nan=False)}
    table = result.table.replace_schema_metadata(about)
    return b"".join(encode(table.schema, table.to_batches(ROWS), Form.ARROW))


def read_answer(data: bytes) -> Result:
    """Return the answer that `answer_arrow` wrote; raises `pa.ArrowInvalid` or `KeyError`."""
    with pa.ipc.open_stream(data) as stream:
        table = stream.read_all()
    about: dict[bytes, bytes] = dict(table.schema.metadata or {})
    said: dict[str, Any] = json.loads(about.pop(KEY))
    plain = table.replace_schema_metadata(about or None)
    return Result(plain, said["totals"], rebuilt(Meta, said["meta"]))
