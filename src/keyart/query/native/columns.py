"""Mapped columns as addresses, and title runs as pieces of chunks."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from keyart.query.native.memory import address
from keyart.query.native.scope import Runs, ScanScope
from keyart.store import Chunk

Longs = npt.NDArray[np.int64]

HIDDEN = "hidden"
"""A flag that is no stored column: 1 where a later version hides the row."""

SLOT = "slot"


@dataclass(frozen=True)
class Pieces:
    """Parts of runs, each within one chunk."""

    run: Longs
    chunk: Longs
    first: Longs
    last: Longs

    def by_title(self, titles: Longs) -> "Pieces":
        """Return the pieces ordered by title; `titles` has one entry for each run."""
        order = np.argsort(titles[self.run], kind="stable")
        return Pieces(*(getattr(self, f.name)[order] for f in fields(self)))


def pieces_of(scope: ScanScope, runs: Runs) -> Pieces:
    """Return the pieces of the runs, segment by segment; chunk numbers continue across segments."""
    parts: list[tuple[Longs, Longs, Longs, Longs]] = []
    chunks_before = 0
    for number, segment in enumerate(scope.segments):
        starts = np.array([chunk.start for chunk in segment.chunks], np.int64)
        segment_runs = np.flatnonzero(runs.segment == number)
        first, last = runs.first[segment_runs], runs.last[segment_runs]
        low = np.searchsorted(starts, first, side="right") - 1
        high = np.searchsorted(starts, last - 1, side="right") - 1
        count = high - low + 1
        run = np.repeat(segment_runs, count)
        chunk = (
            np.arange(run.size) - np.repeat(np.cumsum(count) - count, count) + np.repeat(low, count)
        )
        ends = np.append(starts[1:], segment.rows)
        parts.append(
            (
                run,
                chunk + chunks_before,
                np.maximum(runs.first[run], starts[chunk]) - starts[chunk],
                np.minimum(runs.last[run], ends[chunk]) - starts[chunk],
            )
        )
        chunks_before += starts.size
    return Pieces(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def verify(scope: ScanScope, pieces: Pieces, names: Sequence[str], threads: int) -> None:
    """Raise `StoreDamaged` if the data to scan differs from what was written."""
    before = 0
    for segment in scope.segments:
        after = before + len(segment.chunks)
        segment_pieces = slice(*np.searchsorted(pieces.chunk, [before, after]))
        chunks, rows = (
            pieces.chunk[segment_pieces] - before,
            (pieces.first[segment_pieces], pieces.last[segment_pieces]),
        )
        segment.verify((name for name in names if name != HIDDEN), chunks, *rows, threads)
        before = after


class ColumnAddresses:
    """Addresses and widths of columns, by chunk; keeps the arrays alive."""

    def __init__(self, scope: ScanScope) -> None:
        self._scope = scope
        self._alive: list[npt.NDArray[np.generic]] = []

    def table(self, names: Sequence[str]) -> tuple[Longs, Longs]:
        """Return (addresses, widths), each [chunks, names]."""
        addresses: list[list[int]] = []
        widths: list[list[int]] = []
        for segment in self._scope.segments:
            for chunk in segment.chunks:
                arrays = [self._array(segment.hidden, chunk, name) for name in names]
                self._alive += arrays
                addresses.append([address(array) for array in arrays])
                widths.append([array.itemsize for array in arrays])
        shape = (len(addresses), len(names))
        return (
            np.array(addresses, np.int64).reshape(shape),
            np.array(widths, np.int64).reshape(shape),
        )

    def _array(
        self, hidden: npt.NDArray[np.uint8] | None, chunk: Chunk, name: str
    ) -> npt.NDArray[np.generic]:
        if name != HIDDEN:
            return chunk.unverified(name)
        if hidden is None:
            return np.zeros(chunk.rows, np.uint8)
        return hidden[chunk.start : chunk.start + chunk.rows]
