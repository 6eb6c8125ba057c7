"""What the store's catalogue says of an event: is its asset known, of which title, with consent?"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.facts import MISSING
from keyart.core.ids import KEY_DTYPE
from keyart.core.schema import Rejection
from keyart.core.vocabulary import Codes, Vocabulary
from keyart.ingest.keyed_hash import Keys

VERDICTS = (Rejection.NO_CONSENT, Rejection.UNKNOWN_ASSET, Rejection.TITLE_MISMATCH)
"""What the catalogue can say against a row; a row's verdict is a number of these, or `GOOD`."""

GOOD = -1

Verdicts = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Catalogue:
    """What must be known of assets and profiles to accept an event.

    Attributes:
        asset_ids: string, distinct: the assets with metadata.
        title_ids: string: their titles, in the same order.
        no_consent: the keys of profiles whose consent is `none`; dtype `KEY_DTYPE`, sorted.
    """

    asset_ids: pa.Array = field(default_factory=lambda: pa.array([], pa.string()))
    title_ids: pa.Array = field(default_factory=lambda: pa.array([], pa.string()))
    no_consent: Keys = field(default_factory=lambda: np.empty(0, KEY_DTYPE))


class Examiner:
    """Looks events up in the catalogue, by codes of two vocabularies."""

    def __init__(self, catalogue: Catalogue, titles: Vocabulary, assets: Vocabulary) -> None:
        self._catalogue = catalogue
        self._titles = titles
        self._assets = assets
        self._title_of = np.empty(0, np.int32)

    def impressions(self, keys: Keys, titles: Codes, assets: Codes) -> tuple[Verdicts, Codes]:
        """Return the verdict on each impression, and its title: the one given, else its asset's."""
        known = self._known_titles()[assets]
        given = titles != MISSING
        verdicts = np.full(len(titles), GOOD, np.int8)
        verdicts[~given & (known == MISSING)] = VERDICTS.index(Rejection.UNKNOWN_ASSET)
        mismatch = given & (known != MISSING) & (known != titles)
        verdicts[mismatch] = VERDICTS.index(Rejection.TITLE_MISMATCH)
        self._refuse(keys, verdicts)
        return verdicts, np.where(given, titles, known)

    def plays(self, keys: Keys) -> Verdicts:
        """Return the verdict on each play."""
        verdicts = np.full(len(keys), GOOD, np.int8)
        self._refuse(keys, verdicts)
        return verdicts

    def _known_titles(self) -> Codes:
        """Return the title of each asset code, `MISSING` for assets without metadata."""
        new = len(self._assets) - len(self._title_of)
        if new:
            values = self._assets.array().slice(len(self._title_of))
            where = pc.index_in(values, value_set=self._catalogue.asset_ids)
            titles = self._titles.encode(self._catalogue.title_ids.take(where))
            self._title_of = np.concatenate([self._title_of, titles])
        return self._title_of

    def _refuse(self, keys: Keys, verdicts: Verdicts) -> None:
        refused = self._catalogue.no_consent
        if len(refused):
            verdicts[contains(refused, keys)] = VERDICTS.index(Rejection.NO_CONSENT)


def contains(keys: Keys, wanted: Keys) -> npt.NDArray[np.bool_]:
    """Return which of `wanted` are among `keys` (sorted, distinct)."""
    first = np.searchsorted(keys["high"], wanted["high"])
    found = np.zeros(len(wanted), np.bool_)
    while True:
        open_ = first < len(keys)
        at = np.minimum(first, len(keys) - 1)
        same_high = open_ & (keys["high"][at] == wanted["high"])
        if not same_high.any():
            return found
        found |= same_high & (keys["low"][at] == wanted["low"])
        first = np.where(same_high, first + 1, len(keys))
