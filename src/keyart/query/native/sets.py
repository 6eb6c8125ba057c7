"""Sets of values: rows with equal values in multi-valued keys fall into the same groups."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.query.native.domains import Domain, Flags, Lists, passing_values
from keyart.query.planning.plan import Axis, Key, Lookup

Longs = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]

NAME = "set of {column}"
"""The name of the key for the sets over a column."""


@dataclass(frozen=True)
class Sets:
    """The distinct sets of values that a column's codes have in some multi-valued keys.

    `lists` has an entry for each key: for each set, the numbers of the key's domain values that
    make a group, possibly including null.
    """

    domain: Domain
    lists: tuple[Lists, ...]


def sets_key(column: str, keys: Sequence[Key]) -> Key:
    """Return one single-valued key, the sets, in place of a column's multi-valued keys."""
    name = NAME.format(column=column)
    axis = Axis(name, column, Lookup.SETS, type=pa.int64(), sets=tuple(keys))
    return Key(name, axis)


def sets_of(keys: Sequence[Key], domain_of: Callable[[Axis], Domain]) -> Sets:
    """Return the sets of a column's codes in `keys`, which are multi-valued.

    Two sets count as the same if random 64-bit weights of their values have the same sum. By
    chance, that happens less than once in 10^7 among a million sets.
    """
    domains = [domain_of(key.axis) for key in keys]
    shown = [_shown(key, domain) for key, domain in zip(keys, domains, strict=True)]
    random = np.random.default_rng(0)
    sums: list[Words] = [np.zeros(part.starts.size - 1, np.uint64) for part in domains[0].lists]
    for domain, flags in zip(domains, shown, strict=True):
        weights = random.integers(1, 1 << 64, flags.size, np.uint64) * flags
        sums = [s + _weighed(part, weights) for s, part in zip(sums, domain.lists, strict=True)]
    _, first, number = np.unique(
        np.concatenate([np.empty(0, np.uint64), *sums]), return_index=True, return_inverse=True
    )
    ends = np.cumsum([part.size for part in sums])[:-1]
    codes = tuple(part.astype(np.int32) for part in np.split(number, ends)) if sums else ()
    lists = tuple(
        _listed(domain, flags, first) for domain, flags in zip(domains, shown, strict=True)
    )
    return Sets(Domain(pa.array(np.arange(first.size)), codes), lists)


def _shown(key: Key, domain: Domain) -> Flags:
    """Return which values of a key make a group; null is last."""
    flags = np.ones(domain.null + 1, np.bool_)
    for condition in key.shown:
        flags &= passing_values(condition, domain.values)
    return flags


def _weighed(lists: Lists, weights: Words) -> Words:
    """Return the sum of each list's weights; an empty list has the weight of null."""
    upto = np.concatenate([np.zeros(1, np.uint64), np.cumsum(weights[lists.items])])
    sums = upto[lists.starts[1:]] - upto[lists.starts[:-1]]
    return np.where(np.diff(lists.starts) == 0, weights[-1], sums)


def _listed(domain: Domain, shown: Flags, chosen: Longs) -> Lists:
    """Return the lists of the chosen codes, numbered across segments; only shown values."""
    starts = np.zeros(1, np.int64)
    parts: list[npt.NDArray[np.int32]] = [np.empty(0, np.int32)]
    before = np.cumsum([0, *(part.starts.size - 1 for part in domain.lists)])
    segment = np.searchsorted(before, chosen, side="right") - 1
    order = np.argsort(segment, kind="stable")
    sizes = np.zeros(chosen.size, np.int64)
    for number, part in enumerate(domain.lists):
        in_part = order[segment[order] == number]
        chosen_lists = _with_null(part.take(chosen[in_part] - before[number]), domain.null)
        keep = shown[chosen_lists.items]
        sizes[in_part] = np.bincount(chosen_lists.keys[keep], minlength=in_part.size)
        parts.append(chosen_lists.items[keep])
    starts = np.concatenate([starts, np.cumsum(sizes[order])])
    place = np.empty(chosen.size, np.int64)
    place[order] = np.arange(chosen.size)
    return Lists(starts, np.concatenate(parts)).take(place)


def _with_null(lists: Lists, null: int) -> Lists:
    """Return lists with each empty one replaced by the number of null."""
    empty = np.diff(lists.starts) == 0
    items = np.insert(lists.items, lists.starts[:-1][empty], null)
    return Lists(lists.starts + np.concatenate([[0], np.cumsum(empty)]), items)
