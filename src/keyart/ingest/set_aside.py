"""Events that the catalogue rejects, kept so that they can be tried again when assets arrive."""

import numpy as np
import pyarrow as pa

from keyart.core.config import Config
from keyart.core.facts import CUSTOM_SUM_SCALE
from keyart.core.schema import IMPRESSIONS, RETRIED, Rejection
from keyart.ingest.catalogue import GOOD, VERDICTS, Verdicts
from keyart.ingest.convert import convert
from keyart.ingest.events import accepted_events
from keyart.ingest.fields import event_fields
from keyart.ingest.keyed_hash import key_hex, keys_of_hex, keys_of_table
from keyart.ingest.reading import Checked
from keyart.ingest.rejected import REJECTED
from keyart.ingest.sql import connect, json_objects, json_texts
from keyart.ingest.text import decoded

_COLUMNS = {
    Rejection.NO_CONSENT: "profile_id",
    Rejection.UNKNOWN_ASSET: "asset_id",
    Rejection.TITLE_MISMATCH: "title_id",
}
_SAYS = {
    Rejection.NO_CONSENT: "The profile's consent is none.",
    Rejection.UNKNOWN_ASSET: "The asset is unknown, and the row names no title.",
    Rejection.TITLE_MISMATCH: "The asset belongs to another title.",
}


def set_aside(config: Config, checked: Checked, verdicts: Verdicts) -> pa.Table:
    """Return the accepted rows against which there is a verdict, with the schema `REJECTED`.

    `data` holds all that the row says where it is to be tried again (see `revived`), and nothing
    where the profile does not consent.
    """
    where = np.flatnonzero(verdicts != GOOD)
    if not len(where):
        return REJECTED.empty_table()
    numbers: list[int] = verdicts[where].tolist()
    codes = [VERDICTS[number] for number in numbers]
    events = checked.accepted.take(pa.array(where)).combine_chunks()
    kept = pa.array([code in RETRIED for code in codes])
    return pa.Table.from_arrays(
        [
            pa.array([checked.file] * len(where), pa.string()),
            events.column("row").combine_chunks(),
            pa.array([code.value for code in codes], pa.string()),
            pa.array([_COLUMNS[code] for code in codes], pa.string()),
            pa.array([_SAYS[code] for code in codes], pa.string()),
            _data(config, events, kept),
        ],
        schema=REJECTED,
    )


def _data(config: Config, events: pa.Table, kept: pa.Array) -> pa.Array:
    """Return the rows that are `kept` as JSON under the contract's names, null for the others."""
    rows = events.filter(kept)
    result = np.full(len(events), None, object)
    if len(rows):
        columns = {"profile_id": pa.array(key_hex(keys_of_table(rows)))}
        for field in event_fields(IMPRESSIONS, config):
            if field.name != "profile_id":
                values = decoded(rows.column(field.name).combine_chunks())
                if field.name.startswith("s_"):
                    values = pa.array(values.to_numpy() / CUSTOM_SUM_SCALE)
                columns[field.label] = values
        with connect() as con:
            result[kept.to_numpy(zero_copy_only=False)] = json_objects(con, columns).to_pylist()
    return pa.array(result, pa.string())


def revived(config: Config, data: pa.Array) -> pa.Table:
    """Return impressions set aside earlier as `read_events` gave them.

    `data` is that column of the quarantine, of rows whose code is among `RETRIED`. `row` is the
    position in it, so that `Stage.sift` says which of them are good now.
    """
    fields = event_fields(IMPRESSIONS, config)
    with connect() as con:
        texts = json_texts(con, data, [field.label for field in fields])
        given = {field.name: texts[field.label] for field in fields}
        columns = convert(con, given, {field.name: field.kind for field in fields}, "UTC")
    keys = keys_of_hex(columns.pop("profile_id").to_pylist())
    return accepted_events(fields, columns, keys, np.arange(len(data), dtype=np.int64))
