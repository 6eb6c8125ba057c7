"""The catalogue's verdict on an event: is its asset known, is its title right, is there consent?

Rejected impressions are kept so that they can be tried again when assets arrive.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.config import Config
from keyart.core.facts import CUSTOM_SUM_SCALE, MISSING
from keyart.core.ids import KEY_DTYPE
from keyart.core.schema import IMPRESSIONS, RETRIED, Rejection
from keyart.core.vocabulary import Codes, Vocabulary
from keyart.ingest.events import accepted_events
from keyart.ingest.mapping.fields import event_fields
from keyart.ingest.reading import CheckedRows
from keyart.ingest.rejections import REJECTED
from keyart.ingest.values.conversion import convert
from keyart.ingest.values.keyed_hash import Keys, key_hex, keys_of_hex, keys_of_table
from keyart.ingest.values.sql import connect, json_objects, json_texts
from keyart.ingest.values.text import decode

VERDICTS = (Rejection.NO_CONSENT, Rejection.UNKNOWN_ASSET, Rejection.TITLE_MISMATCH)
"""Why the catalogue rejects a row; a verdict is an index into these, or `ACCEPTED`."""

ACCEPTED = -1

Verdicts = npt.NDArray[np.int8]


@dataclass(frozen=True)
class EventCatalogue:
    """The assets and profiles that decide whether an event is accepted.

    Attributes:
        asset_ids: string, distinct: the assets with metadata.
        title_ids: string: their titles, in the same order.
        no_consent: the keys of profiles whose consent is `none`; dtype `KEY_DTYPE`, sorted.
    """

    asset_ids: pa.Array = field(default_factory=lambda: pa.array([], pa.string()))
    title_ids: pa.Array = field(default_factory=lambda: pa.array([], pa.string()))
    no_consent: Keys = field(default_factory=lambda: np.empty(0, KEY_DTYPE))


class CatalogueChecker:
    """Looks events up in the catalogue, by codes of two vocabularies."""

    def __init__(self, catalogue: EventCatalogue, titles: Vocabulary, assets: Vocabulary) -> None:
        self._catalogue = catalogue
        self._titles = titles
        self._assets = assets
        self._title_of = np.empty(0, np.int32)

    def impressions(self, keys: Keys, titles: Codes, assets: Codes) -> tuple[Verdicts, Codes]:
        """Return the verdict on each impression, and its title: its own, else its asset's."""
        asset_titles = self._titles_of_assets()[assets]
        has_title = titles != MISSING
        verdicts = np.full(len(titles), ACCEPTED, np.int8)
        verdicts[~has_title & (asset_titles == MISSING)] = VERDICTS.index(Rejection.UNKNOWN_ASSET)
        mismatch = has_title & (asset_titles != MISSING) & (asset_titles != titles)
        verdicts[mismatch] = VERDICTS.index(Rejection.TITLE_MISMATCH)
        self._mark_refused(keys, verdicts)
        return verdicts, np.where(has_title, titles, asset_titles)

    def plays(self, keys: Keys) -> Verdicts:
        """Return the verdict on each play."""
        verdicts = np.full(len(keys), ACCEPTED, np.int8)
        self._mark_refused(keys, verdicts)
        return verdicts

    def _titles_of_assets(self) -> Codes:
        """Return the title of each asset code, `MISSING` for assets without metadata."""
        new = len(self._assets) - len(self._title_of)
        if new:
            values = self._assets.array().slice(len(self._title_of))
            where = pc.index_in(values, value_set=self._catalogue.asset_ids)
            titles = self._titles.encode(self._catalogue.title_ids.take(where))
            self._title_of = np.concatenate([self._title_of, titles])
        return self._title_of

    def _mark_refused(self, keys: Keys, verdicts: Verdicts) -> None:
        refused = self._catalogue.no_consent
        if len(refused):
            verdicts[contains(refused, keys)] = VERDICTS.index(Rejection.NO_CONSENT)


def contains(keys: Keys, candidates: Keys) -> npt.NDArray[np.bool_]:
    """Return which of `candidates` are among `keys` (sorted, distinct)."""
    first = np.searchsorted(keys["high"], candidates["high"])
    present = np.zeros(len(candidates), np.bool_)
    while True:
        open_ = first < len(keys)
        at = np.minimum(first, len(keys) - 1)
        same_high = open_ & (keys["high"][at] == candidates["high"])
        if not same_high.any():
            return present
        present |= same_high & (keys["low"][at] == candidates["low"])
        first = np.where(same_high, first + 1, len(keys))


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


def reject_events(config: Config, checked: CheckedRows, verdicts: Verdicts) -> pa.Table:
    """Return the accepted rows that the catalogue rejects, with the schema `REJECTED`.

    `data` holds the whole row where it can be tried again (see `revive_events`), and null where the
    profile does not consent.
    """
    where = np.flatnonzero(verdicts != ACCEPTED)
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
            _to_json_objects(config, events, kept),
        ],
        schema=REJECTED,
    )


def _to_json_objects(config: Config, events: pa.Table, kept: pa.Array) -> pa.Array:
    """Return the rows to keep as JSON with the contract's names, null for the others."""
    rows = events.filter(kept)
    result = np.full(len(events), None, object)
    if len(rows):
        columns = {"profile_id": pa.array(key_hex(keys_of_table(rows)))}
        for field in event_fields(IMPRESSIONS, config):
            if field.name != "profile_id":
                values = decode(rows.column(field.name).combine_chunks())
                if field.name.startswith("s_"):
                    values = pa.array(values.to_numpy() / CUSTOM_SUM_SCALE)
                columns[field.label] = values
        with connect() as con:
            result[kept.to_numpy(zero_copy_only=False)] = json_objects(con, columns).to_pylist()
    return pa.array(result, pa.string())


def revive_events(config: Config, data: pa.Array) -> pa.Table:
    """Return impressions rejected earlier, as `read_events` yields them.

    `data` is that column of quarantine, for rows whose code is in `RETRIED`. `row` is the position
    in it, so that `Stage.sift` tells which of them are accepted now.
    """
    fields = event_fields(IMPRESSIONS, config)
    with connect() as con:
        texts = json_texts(con, data, [field.label for field in fields])
        columns_as_text = {field.name: texts[field.label] for field in fields}
        columns = convert(con, columns_as_text, {field.name: field.kind for field in fields}, "UTC")
    keys = keys_of_hex(columns.pop("profile_id").to_pylist())
    return accepted_events(fields, columns, keys, np.arange(len(data), dtype=np.int64))
