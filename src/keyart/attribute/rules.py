"""The attribution rules of each title: its family, its runtime, and its settings."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.facts import MISSING
from keyart.core.settings import Settings
from keyart.core.vocabulary import Codes, Vocabulary

MAX_WINDOW_MICROSECONDS = 1 << 61
"""A window of this length covers every timestamp; more would overflow."""

MAX_RUNTIME_SECONDS = 1e12

USUAL_DEPTH = 8
"""Titles with more ancestors are checked individually for loops."""


@dataclass(frozen=True)
class TitleRules:
    """The rules by title code. The last entry of each array (index −1) is for `MISSING`."""

    parent: Codes
    """int32[n + 1]: code of the parent (an episode's series), `MISSING` = none."""
    root: Codes
    """int32[n + 1]: code of the topmost ancestor, or of the title itself if it has none."""
    runtime_ms: npt.NDArray[np.int64]
    """int64[n + 1]: runtime in milliseconds, 0 = unknown."""
    window_us: npt.NDArray[np.int64]
    """int64[n + 1]: attribution window of the title's plays in microseconds."""
    min_play_ms: npt.NDArray[np.int64]
    """int64[n + 1]: minimum length of a qualified play of it, in milliseconds."""
    completion: npt.NDArray[np.float64]
    """float64[n + 1]: the fraction at which a play of it counts as completed."""
    kind: Codes
    """int32[n + 1]: the row of `excluded` that applies to its plays."""
    excluded: npt.NDArray[np.bool_]
    """bool[kinds, placements + 1]: placements whose impressions get no plays of the kind."""

    @property
    def titles(self) -> int:
        """The number of titles, without the entry for `MISSING`."""
        return len(self.parent) - 1

    @property
    def placements(self) -> int:
        """The number of placements, without the entry for `MISSING`."""
        return self.excluded.shape[1] - 1


def title_rules(
    titles: pa.Table, vocabulary: Vocabulary, placements: Vocabulary, settings: Settings
) -> TitleRules:
    """Return the rules for every title in `vocabulary`, adding their ancestors to it first.

    `titles` is the catalogue (columns title_id, parent_title_id, content_type, runtime_seconds; all
    but the first may be absent). Titles of the vocabulary that are not in it have no parent, no
    runtime, and the settings of no content type. Titles on a loop of ancestors count as having no
    parent. Both vocabularies must be complete: a later code has no rule.
    """
    rows = _rows_with_ancestors(titles, vocabulary)
    attributes = _attributes_at(titles, rows)
    parent = _break_loops(vocabulary.encode(attributes["parent_title_id"]))
    types = pc.dictionary_encode(attributes["content_type"], null_encoding="encode")
    by_type = [settings.for_content_type(name) for name in types.dictionary.to_pylist()]
    exclusions = [frozenset(by_content.exclude_placements) for by_content in by_type]
    kinds = list(dict.fromkeys(exclusions))
    content_type = types.indices.to_numpy(zero_copy_only=False)
    return TitleRules(
        parent=parent,
        root=_find_roots(parent),
        runtime_ms=_runtime_ms(attributes["runtime_seconds"]),
        window_us=np.array([_window_us(by_content) for by_content in by_type], np.int64)[
            content_type
        ],
        min_play_ms=np.array([_min_play_ms(by_content) for by_content in by_type], np.int64)[
            content_type
        ],
        completion=np.array([by_content.completion_fraction for by_content in by_type])[
            content_type
        ],
        kind=np.array([kinds.index(names) for names in exclusions], np.int32)[content_type],
        excluded=_excluded_placements(kinds, placements),
    )


def _rows_with_ancestors(titles: pa.Table, vocabulary: Vocabulary) -> pa.Array:
    """Add all ancestors to the vocabulary; return each title's row in `titles`, null = none.

    The result has one entry more than the vocabulary: a null, for `MISSING`.
    """
    ids = titles["title_id"].combine_chunks()
    while True:
        size = len(vocabulary)
        rows = pc.index_in(vocabulary.array(), value_set=ids)
        if "parent_title_id" in titles.column_names:
            vocabulary.encode(pc.drop_null(titles["parent_title_id"].take(pc.drop_null(rows))))
        if len(vocabulary) == size:
            return pa.concat_arrays([rows, pa.nulls(1, rows.type)])


_ATTRIBUTES = {
    "parent_title_id": pa.string(),
    "content_type": pa.string(),
    "runtime_seconds": pa.float64(),
}


def _attributes_at(titles: pa.Table, rows: pa.Array) -> dict[str, pa.Array]:
    """Return the attributes at `rows` of the catalogue, null where it has no row or column."""
    return {
        name: titles[name].combine_chunks().take(rows).cast(kind)
        if name in titles.column_names
        else pa.nulls(len(rows), kind)
        for name, kind in _ATTRIBUTES.items()
    }


def _break_loops(parent: Codes) -> Codes:
    """Return `parent` without parents for titles on a loop."""
    at = parent
    for _ in range(USUAL_DEPTH):
        at = parent[at]
    cleaned = parent.copy()
    seen_in_walk = np.full(len(parent), -1, np.int32)
    for start in np.flatnonzero(at != MISSING).tolist():
        title = start
        while title != MISSING and seen_in_walk[title] == -1:
            seen_in_walk[title] = start
            title = int(parent[title])
        if title == MISSING or seen_in_walk[title] != start:
            continue
        on_loop = title
        while cleaned[on_loop] != MISSING:
            cleaned[on_loop], on_loop = MISSING, int(parent[on_loop])
    return cleaned


def _find_roots(parent: Codes) -> Codes:
    """Return the topmost ancestor of each title; `parent` has no loops."""
    root = np.arange(len(parent), dtype=np.int32)
    root[-1] = MISSING
    while True:
        above = parent[root]
        if (above == MISSING).all():
            return root
        root = np.where(above == MISSING, root, above)


def _runtime_ms(seconds: pa.Array) -> npt.NDArray[np.int64]:
    """Return whole milliseconds; 0 (unknown) for missing, not positive or absurd values."""
    values = pc.fill_null(seconds, 0.0).to_numpy(zero_copy_only=False)
    sensible = (values > 0) & (values < MAX_RUNTIME_SECONDS)
    return np.rint(np.where(sensible, values, 0) * 1000).astype(np.int64)


def _window_us(settings: Settings) -> int:
    return min(round(settings.attribution_window * 1_000_000), MAX_WINDOW_MICROSECONDS)


def _min_play_ms(settings: Settings) -> int:
    return round(settings.min_play_seconds * 1000)


def _excluded_placements(
    kinds: list[frozenset[str]], placements: Vocabulary
) -> npt.NDArray[np.bool_]:
    """Return bool[kinds, placements + 1]; a missing placement is never excluded."""
    excluded = np.zeros((len(kinds), len(placements) + 1), np.bool_)
    for kind, names in enumerate(kinds):
        codes = [placements.code(name) for name in names]
        excluded[kind, [code for code in codes if code != MISSING]] = True
    return excluded


Pairs = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Families:
    """The family of each title."""

    names: Mapping[str, int]
    """Title id → number of its family, for the catalogue and the titles of a publication."""

    def pairs(self, vocabulary: Vocabulary, titled: Pairs) -> Pairs:
        """Return the distinct family << 32 | profile of title code << 32 | profile, ascending.

        All titles of `vocabulary` must have a family.
        """
        numbers = np.array([self.names[name] for name in vocabulary.values], np.uint64)
        family = numbers[(titled >> np.uint64(32)).astype(np.int64)]
        return np.unique((family << np.uint64(32)) | (titled & np.uint64(0xFFFFFFFF)))

    def relatives(self, titles: Collection[str]) -> frozenset[str]:
        """Return all titles of the families of `titles`."""
        families = {self.names[title] for title in titles if title in self.names}
        return frozenset(t for t, family in self.names.items() if family in families) | set(titles)


def families(titles: pa.Table, vocabulary: Vocabulary) -> Families:
    """Return the families of the titles of the catalogue and of a publication's vocabulary."""
    every = Vocabulary(vocabulary.values)
    every.encode(titles.column("title_id"))
    root = title_rules(titles, every, Vocabulary(), Settings()).root
    return Families(dict(zip(every.values, root[:-1].tolist(), strict=True)))


ATTRIBUTES = ("parent_title_id", "runtime_seconds", "content_type")
"""The title attributes that attribution uses: if one changes, the family is attributed again."""


def changed_titles(before: pa.Table, after: pa.Table) -> pa.Array:
    """Return the ids of titles whose `ATTRIBUTES` differ between two states of the catalogue.

    A new title counts if it has any of them; titles are never removed.
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
