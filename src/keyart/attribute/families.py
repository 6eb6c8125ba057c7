"""Title families: a root title (a series) and all titles below it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.attribute.rules import title_rules
from keyart.core.settings import Settings
from keyart.core.vocabulary import Vocabulary

Pairs = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Families:
    """Which family each title belongs to."""

    names: Mapping[str, int]
    """Title id → number of its family, for the catalogue and the titles of a publication."""

    def pairs(self, vocabulary: Vocabulary, titled: Pairs) -> Pairs:
        """Return the distinct family << 32 | profile for title code << 32 | profile, ascending.

        All titles of `vocabulary` must be known.
        """
        numbers = np.array([self.names[name] for name in vocabulary.values], np.uint64)
        family = numbers[(titled >> np.uint64(32)).astype(np.int64)]
        return np.unique((family << np.uint64(32)) | (titled & np.uint64(0xFFFFFFFF)))

    def relatives(self, titles: Collection[str]) -> frozenset[str]:
        """Return all titles of the families of `titles`."""
        wanted = {self.names[title] for title in titles if title in self.names}
        return frozenset(t for t, family in self.names.items() if family in wanted) | set(titles)


def families(titles: pa.Table, vocabulary: Vocabulary) -> Families:
    """Return the families of the titles of the catalogue and of a publication's vocabulary."""
    every = Vocabulary(vocabulary.values)
    every.encode(titles.column("title_id"))
    root = title_rules(titles, every, Vocabulary(), Settings()).root
    return Families(dict(zip(every.values, root[:-1].tolist(), strict=True)))


ATTRIBUTES = ("parent_title_id", "runtime_seconds", "content_type")
"""What attribution knows of a title: when one changes, its family is attributed anew."""


def changed_titles(before: pa.Table, after: pa.Table) -> pa.Array:
    """Return the ids of titles whose `ATTRIBUTES` differ between two states of the catalogue.

    A title that is new counts if it has any; none is ever removed.
    """
    ids = after.column("title_id").combine_chunks()
    at = pc.index_in(ids, value_set=before.column("title_id").combine_chunks())
    changed = np.zeros(len(ids), np.bool_)
    for name in ATTRIBUTES:
        old = before.column(name).combine_chunks().take(at)
        new = after.column(name).combine_chunks()
        differ = pc.fill_null(pc.not_equal(old, new), False)
        one_missing = pc.not_equal(pc.is_null(old), pc.is_null(new))
        changed |= pc.or_(differ, one_missing).to_numpy(zero_copy_only=False)
    return ids.filter(pa.array(changed))
