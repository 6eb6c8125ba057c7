"""Ordinals: dense, given once, never changed, whatever the batches."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyart.core.errors import StoreError
from keyart.core.ids import keys
from keyart.store import check, open_snapshot, publication, sorted_keys
from keyart.store.profiles.dictionary import Dictionary, KeyRun
from tests.store.store_rows import NOW, key_array, publishing, temporary_store

pytestmark = pytest.mark.kernels

HALVES = st.sampled_from([0, 1, 2**56, 2**63, 2**64 - 1])
KEYS = st.lists(st.tuples(HALVES, HALVES), max_size=12)
"""Few values, so that keys meet again and share their high half."""


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.one_of(KEYS, st.integers(0, 3)), max_size=3), max_size=12))
def test_ordinals_are_dense_and_stay(batches: list[list[list[tuple[int, int]] | int]]) -> None:
    known: dict[tuple[int, int], int] = {}
    given_out = 0
    with temporary_store() as root:
        for batch in batches:
            with publishing(root) as p:
                for wanted in batch:
                    if isinstance(wanted, int):
                        fresh = p.add_anonymous(wanted)
                        assert fresh.tolist() == list(range(given_out, given_out + wanted))
                        given_out += wanted
                        continue
                    distinct = sorted(set(wanted))
                    ordinals, is_new = p.ordinals(key_array(distinct))
                    assert is_new.tolist() == [key not in known for key in distinct]
                    for key, ordinal in zip(distinct, ordinals.tolist(), strict=True):
                        if key not in known:
                            known[key] = given_out
                            given_out += 1
                        assert known[key] == ordinal
                assert p.profiles == given_out
        with open_snapshot(root) as snapshot:
            assert snapshot.profiles == given_out == len(snapshot.key_bits)
            for (high, _), ordinal in known.items():
                assert snapshot.key_bits[ordinal] == high >> 56
        assert check(root) == []


def test_an_abandoned_publication_gives_its_ordinals_back() -> None:
    with temporary_store() as root:
        with publishing(root) as p:
            p.ordinals(sorted_keys(keys("salt", ["a"])))
        with publication(root, command="test", now=NOW) as p:
            p.ordinals(sorted_keys(keys("salt", ["b"])))
        with publishing(root) as p:
            ordinals, is_new = p.ordinals(sorted_keys(keys("salt", ["c"])))
            assert (ordinals.tolist(), is_new.tolist()) == ([1], [True])


def test_threads_never_get_the_same_ordinal() -> None:
    dictionary = Dictionary([], 0)
    parts = [sorted_keys(keys("salt", map(str, range(i, 20_000, 4)))) for i in range(4)]
    with ThreadPoolExecutor(4) as threads:
        found = [ordinals for ordinals, _ in threads.map(dictionary.ordinals, [*parts, *parts])]
    assert dictionary.profiles == 20_000
    assert np.array_equal(np.unique(np.concatenate(found)), np.arange(20_000))


def test_the_last_number_is_never_given() -> None:
    dictionary = Dictionary([], 0xFFFFFFFE)
    assert dictionary.add_anonymous(1).tolist() == [0xFFFFFFFE]
    with pytest.raises(StoreError, match="4,294,967,295"):
        dictionary.add_anonymous(1)


def test_sorted_keys_are_distinct_and_ordered_by_both_halves() -> None:
    pairs = [(2, 1), (1, 9), (1, 3), (2, 1), (0, 5)]
    assert sorted_keys(key_array(pairs)).tolist() == [(0, 5), (1, 3), (1, 9), (2, 1)]


def test_few_keys_are_found_in_a_long_run() -> None:
    high = np.arange(0, 3_000_000, 3, dtype=np.uint64)
    run = KeyRun(high, high, np.arange(len(high), dtype=np.uint32))
    dictionary = Dictionary([run], len(high))
    wanted = [0, 3, 4, 1_500_000, 2_999_997, 2_999_998]
    ordinals, is_new = dictionary.ordinals(key_array([(k, k) for k in wanted]))
    assert is_new.tolist() == [False, False, True, False, False, True]
    assert ordinals[[0, 1, 3, 4]].tolist() == [0, 1, 500_000, 999_999]


def test_keys_of_ordinals() -> None:
    with temporary_store() as root:
        with publishing(root) as p:
            p.ordinals(key_array([(1, 1), (5, 5)]))
            p.add_anonymous(1)
        with publishing(root) as p:
            p.ordinals(key_array([(3, 3)]))
            assert p.keys(np.array([0, 2, 3], np.uint32)).tolist() == [(1, 1), (3, 3)]
