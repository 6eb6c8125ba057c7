"""Runs grow and are merged; which ones, and that nothing is lost or out of order."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from keyart.store.files import sorted_runs
from keyart.store.files.sorted_runs import PIECE_ROWS, merge_runs, runs_to_merge

SIZES = st.lists(st.integers(0, 1000), max_size=40)


@given(SIZES, st.integers(1, 10))
def test_at_most_so_many_runs_remain(sizes: list[int], most: int) -> None:
    chosen = runs_to_merge(sizes, most)
    assert len(sizes) - len(chosen) + bool(chosen) <= most
    assert chosen == sorted(set(chosen))
    assert (chosen == []) == (len(sizes) <= most)


def test_small_runs_are_merged_before_large_ones() -> None:
    assert runs_to_merge([1000, 1, 500, 1, 1], 4) == [1, 3, 4]
    assert runs_to_merge([1, 1, 1, 1, 3], 4) == [0, 1, 2, 3, 4]
    assert runs_to_merge([1, 1, 1, 1, 9], 4) == [0, 1, 2, 3]


def test_a_row_is_rewritten_only_a_logarithm_of_times() -> None:
    runs: list[int] = []
    rewritten = 0
    for _ in range(4096):
        runs.append(1)
        chosen = runs_to_merge(runs, sorted_runs.MAX_RUNS)
        if chosen:
            merged = sum(runs[i] for i in chosen)
            rewritten += merged
            runs = [size for i, size in enumerate(runs) if i not in chosen] + [merged]
    assert sum(runs) == 4096
    assert rewritten < 4096 * 8


RUN = st.lists(st.integers(0, 30), max_size=20)


@given(st.lists(RUN, max_size=5))
def test_merged_runs_hold_every_row_in_order(lists: list[list[int]]) -> None:
    runs = [
        {"key": np.sort(np.array(keys, np.uint64)), "run": np.full(len(keys), i)}
        for i, keys in enumerate(lists)
    ]
    pieces = list(merge_runs(runs, "key"))
    found = [
        pair
        for piece in pieces
        for pair in zip(piece["key"].tolist(), piece["run"].tolist(), strict=True)
    ]
    assert found == sorted((key, i) for i, keys in enumerate(lists) for key in keys)


def test_long_runs_are_merged_in_pieces_and_equal_keys_stay_together() -> None:
    keys = np.repeat(np.arange(1000, dtype=np.uint64), 5000)
    pieces = list(merge_runs([{"key": keys}, {"key": keys[::7]}], "key"))
    assert 2 <= len(pieces) <= 8
    assert all(len(piece["key"]) < 2 * PIECE_ROWS for piece in pieces)
    ends = [(piece["key"][0], piece["key"][-1]) for piece in pieces]
    assert all(before[1] < after[0] for before, after in pairwise(ends))
    assert sum(len(piece["key"]) for piece in pieces) == len(keys) + len(keys[::7])
