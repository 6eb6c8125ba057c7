"""What a publication touches: the pairs (title family × profile) whose facts it makes anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.facts import MISSING
from keyart.store.arrow_files import raw

Pairs = npt.NDArray[np.uint64]
Ordinals = npt.NDArray[np.uint32]
Mask = npt.NDArray[np.bool_]

_PROFILE = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)


@dataclass(frozen=True)
class TitleLookup:
    """For each code of a dictionary of titles, and at the end for null: shape (titles + 1,)."""

    families: npt.NDArray[np.int32]
    """The title's family, −1 for none."""
    whole: Mask
    """Whether the title is touched for all profiles."""


@dataclass(frozen=True)
class Touched:
    """A set of (title, profile); titles by their ids, since codes differ between files."""

    families: Mapping[str, int] = field(default_factory=dict[str, int])
    """Title id → number of its family: a root title and everything below it share one."""
    pairs: Pairs = field(default_factory=lambda: np.empty(0, np.uint64))
    """family << 32 | profile, ascending, distinct: touched for all titles of the family."""
    whole_titles: frozenset[str] = frozenset()
    """Titles touched for all profiles."""
    profiles: Ordinals = field(default_factory=lambda: np.empty(0, np.uint32))
    """Profiles touched for all titles, ascending, distinct."""

    @property
    def empty(self) -> bool:
        """Whether nothing is touched."""
        return not (len(self.pairs) or self.whole_titles or len(self.profiles))

    @cached_property
    def members(self) -> Ordinals:
        """The profiles of all pairs, family by family, each ascending."""
        return (self.pairs & _PROFILE).astype(np.uint32)

    def member_ranges(
        self, families: npt.NDArray[np.int32]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return where in `members` each family's profiles begin and end; nothing for −1."""
        low = np.where(families < 0, 0, families).astype(np.uint64)
        starts = np.searchsorted(self.pairs, low << _SHIFT)
        ends = np.searchsorted(self.pairs, (low << _SHIFT) | _PROFILE, side="right")
        return starts.astype(np.int64), np.where(families < 0, starts, ends).astype(np.int64)

    def lookup(self, titles: pa.Array) -> TitleLookup:
        """Return what is touched of each of the `titles` of a dictionary."""
        numbers = np.fromiter(self.families.values(), np.int32, len(self.families))
        numbers = np.append(numbers, np.int32(MISSING))
        known = pa.array(self.families, pa.string())
        at = pc.fill_null(pc.index_in(titles, value_set=known), len(self.families)).to_numpy()
        whole = pc.is_in(titles, value_set=pa.array(sorted(self.whole_titles), pa.string()))
        return TitleLookup(
            np.append(numbers[at], np.int32(MISSING)),
            np.append(whole.to_numpy(zero_copy_only=False), False),
        )

    def contains(self, titles: pa.DictionaryArray | pa.ChunkedArray, profiles: Ordinals) -> Mask:
        """Return which rows are touched: row i is of title `titles[i]` and `profiles[i]`."""
        chunks = titles.chunks if isinstance(titles, pa.ChunkedArray) else [titles]
        ends = np.cumsum([len(chunk) for chunk in chunks])
        parts = [
            self._contains(chunk, profiles[end - len(chunk) : end])
            for chunk, end in zip(chunks, ends, strict=True)
        ]
        return np.concatenate([np.empty(0, np.bool_), *parts])

    def _contains(self, titles: pa.DictionaryArray, profiles: Ordinals) -> Mask:
        lookup = self.lookup(titles.dictionary)
        codes = raw(titles).astype(np.int64)
        if titles.null_count:
            codes[titles.is_null().to_numpy(zero_copy_only=False)] = len(lookup.whole) - 1
        found = lookup.whole[codes] | _flagged(self._all_titles, profiles)
        likely = np.flatnonzero(_flagged(self._some_titles, profiles))
        families = lookup.families[codes[likely]]
        likely, families = likely[families >= 0], families[families >= 0]
        pairs = (families.astype(np.uint64) << _SHIFT) | profiles[likely]
        at = np.searchsorted(self.pairs, pairs)
        at[at == len(self.pairs)] = 0
        if len(self.pairs):
            found[likely] |= self.pairs[at] == pairs
        return found

    @cached_property
    def _all_titles(self) -> Mask:
        return _flags(self.profiles)

    @cached_property
    def _some_titles(self) -> Mask:
        return _flags(self.members)


def _flags(profiles: Ordinals) -> Mask:
    """Return a flag for each ordinal up to the greatest of `profiles`, and one more, unset."""
    flags = np.zeros(int(profiles.max(initial=0)) + 2, np.bool_)
    flags[profiles] = True
    return flags


def _flagged(flags: Mask, profiles: Ordinals) -> Mask:
    return flags[np.minimum(profiles, np.uint32(len(flags) - 1))]
