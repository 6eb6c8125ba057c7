"""Saving what a publication added to the profile dictionary."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.store.arrow_files import column, write_batches
from keyart.store.catalog import FileRow
from keyart.store.dictionary import (
    BITS_SCHEMA,
    SCHEMA,
    Dictionary,
    KeyRun,
    key_batches,
    key_runs,
)
from keyart.store.paths import Kind
from keyart.store.pending import Contents, Pending
from keyart.store.sorted_runs import MAX_RUNS, runs_to_merge


def published_runs(pending: Pending) -> list[KeyRun]:
    """Return the mapped runs of all dictionary files."""
    return [run for file in pending.files(Kind.DICTIONARY) for run in _runs(pending, file)]


def _runs(pending: Pending, file: FileRow) -> list[KeyRun]:
    return key_runs(pending.map(file))


def save_dictionary(pending: Pending, dictionary: Dictionary) -> None:
    """Write the new keys and key bits, merging files where there are too many."""
    if dictionary.new_runs():
        _write_keys(pending, dictionary.new_runs())
        files = pending.files(Kind.DICTIONARY)
        chosen = runs_to_merge([file.rows for file in files], MAX_RUNS)
        if chosen:
            _write_keys(pending, [run for i in chosen for run in _runs(pending, files[i])])
        for i in chosen:
            pending.end(files[i])
    bits = dictionary.new_bits()
    if len(bits):
        _write_bits(pending, bits, dictionary.profiles - len(bits))


def _write_keys(pending: Pending, runs: list[KeyRun]) -> None:
    name = pending.new_name(Kind.DICTIONARY, "keys")
    rows = write_batches(pending.path(name), SCHEMA, key_batches(runs))
    pending.add(Kind.DICTIONARY, "", name, Contents(rows))


def _write_bits(pending: Pending, bits: npt.NDArray[np.uint8], first: int) -> None:
    """Write the bits of ordinals from `first` on, together with older files if they are many."""
    older = pending.files(Kind.KEY_BITS)
    if len(older) >= MAX_RUNS:
        bits = np.concatenate([*(column(pending.map(f), "bits", np.uint8) for f in older), bits])
        first = 0
    else:
        older = []
    name = pending.new_name(Kind.KEY_BITS, "bits")
    batch = pa.record_batch([pa.array(bits)], schema=BITS_SCHEMA)
    rows = write_batches(pending.path(name), BITS_SCHEMA, [batch])
    pending.add(Kind.KEY_BITS, "", name, Contents(rows, first=first))
    for file in older:
        pending.end(file)
