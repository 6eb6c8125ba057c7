# pyright: basic
# ruff: noqa: PLR0913
"""Compiled loops of a fit; each takes profiles [low, high) of a `WatchedTitles`, for one thread.

Shapes: p profiles, n pairs, m titles, c markets, k components; the last component is the
background, which is everyone's viewing in a market.
"""

from typing import Any

import numpy as np

from keyart.core.loops import compiled, reordered

FEW_DRAWS = 4
"""Draw titles one by one if a profile needs at most one in this many."""


@compiled
def add_together(
    by_title: Any,
    title_starts: Any,
    owner: Any,
    sums: Any,
    starts: Any,
    title: Any,
    strength: Any,
    low: Any,
    high: Any,
    together: Any,
) -> None:
    """Add up the titles watched together with the titles [low, high), one title at a time.

    A title's row stays in the cache during the loop over its viewers. by_title: the pairs in the
    order of titles, int64 [n]; title_starts: int64 [m + 1]; owner: the profile of each pair, [n];
    sums: the total strength of each profile, [p]. together: float32 [m, m], to which x_j x_l / sum
    is added.
    """
    for j in range(low, high):
        row = together[j]
        for at in range(title_starts[j], title_starts[j + 1]):
            pair = by_title[at]
            i = owner[pair]
            share = strength[pair] / sums[i]
            for other in range(starts[i], starts[i + 1]):
                row[title[other]] += share * strength[other]


@compiled
def draw_lots(
    market: Any, starts: Any, title: Any, strength: Any, low: Any, high: Any, seed: Any, lot: Any
) -> None:
    """Give each profile a lot, a hash of what it watched: uint64 [p].

    strength: the bits of the strengths, uint32 [n]; seed: uint64. Mixed as in splitmix64 (Steele,
    Lea, Flood 2014).
    """
    for i in range(low, high):
        state = seed ^ np.uint64(market[i])
        for a in range(starts[i], starts[i + 1]):
            state ^= (np.uint64(title[a]) << np.uint64(32)) | np.uint64(strength[a])
            state += np.uint64(0x9E3779B97F4A7C15)
            state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            state ^= state >> np.uint64(31)
        lot[i] = state


@compiled
def redraw(
    market: Any, starts: Any, cumulative: Any, low: Any, high: Any, rng: Any, title: Any
) -> None:
    """Replace each profile's titles with as many others, drawn by popularity in its market.

    The titles of a profile are distinct. cumulative: float64 [c, m], rising to 1 in each market;
    title: int32 [n], is overwritten; rng: a numpy Generator.
    """
    m = cumulative.shape[1]
    taken = np.full(m, -1, np.int64)
    keys = np.empty(m, np.float64)
    for i in range(low, high):
        first, last = starts[i], starts[i + 1]
        own = cumulative[market[i]]
        if (last - first) * FEW_DRAWS <= m:
            at = first
            tries = 0
            while at < last and tries < 64 * (last - first):
                j = min(np.searchsorted(own, rng.random(), side="right"), m - 1)
                tries += 1
                if taken[j] != i:
                    taken[j] = i
                    title[at] = j
                    at += 1
            if at == last:
                continue
        # Exponential races: the titles with the smallest times are a sample without replacement.
        before = 0.0
        for j in range(m):
            weight = max(own[j] - before, 1e-12)
            before = own[j]
            keys[j] = -np.log(1.0 - rng.random()) / weight
        order = np.argsort(keys)
        for a in range(first, last):
            title[a] = order[a - first]


@reordered
def step(
    market: Any,
    starts: Any,
    title: Any,
    strength: Any,
    chance: Any,
    sparsity: Any,
    low: Any,
    high: Any,
    theta: Any,
    by_title: Any,
    by_market: Any,
) -> None:
    """Do one step of expectation and maximisation.

    chance: float32 [c, m, k], the probability of a title given component and market; theta: float32
    [p, k], shares of components, replaced by better ones; by_title: float64 [m, k] and by_market:
    float64 [c, k], to which each component's strength is added.
    """
    k = theta.shape[1]
    resp = np.empty(k, np.float32)
    own = np.empty(k, np.float32)
    for i in range(low, high):
        first, last = starts[i], starts[i + 1]
        if first == last:
            continue
        of_market = chance[market[i]]
        own[:] = 0
        for a in range(first, last):
            j = title[a]
            total = np.float32(0)
            for t in range(k):
                resp[t] = theta[i, t] * of_market[j, t]
                total += resp[t]
            scale = strength[a] / max(total, np.float32(1e-30))
            for t in range(k):
                resp[t] *= scale
                own[t] += resp[t]
                by_title[j, t] += resp[t]
        for t in range(k):
            by_market[market[i], t] += own[t]
        share_out(own, sparsity, theta[i])


@reordered
def share_out(own: Any, sparsity: Any, theta: Any) -> None:
    """Set `theta` to the most probable shares; small ones shrink. The background's share is last.

    A Dirichlet prior with exponent −sparsity on the tastes, flat for the background.
    """
    k = own.size
    total = np.float32(0)
    for t in range(k):
        value = own[t] - (sparsity if t < k - 1 else np.float32(0))
        theta[t] = max(value, np.float32(1e-4) * own[t])
        total += theta[t]
    for t in range(k):
        theta[t] /= max(total, np.float32(1e-30))


@reordered
def fold_in(
    market: Any,
    starts: Any,
    title: Any,
    strength: Any,
    chance: Any,
    sparsity: Any,
    steps: Any,
    low: Any,
    high: Any,
    theta: Any,
    evidence: Any,
) -> None:
    """Find the shares of known components, and the evidence for each.

    theta: float32 [p, k], is overwritten; evidence: float32 [p, k], for each taste the natural
    logarithm of how many times as likely the plays are with it as with the background in its place.
    """
    k = theta.shape[1]
    own = np.empty(k, np.float32)
    resp = np.empty(k, np.float32)
    for i in range(low, high):
        first, last = starts[i], starts[i + 1]
        evidence[i] = 0
        if first == last:
            theta[i] = 0
            continue
        of_market = chance[market[i]]
        theta[i] = np.float32(1) / np.float32(k)
        for _ in range(steps):
            own[:] = 0
            for a in range(first, last):
                j = title[a]
                total = np.float32(0)
                for t in range(k):
                    resp[t] = theta[i, t] * of_market[j, t]
                    total += resp[t]
                scale = strength[a] / max(total, np.float32(1e-30))
                for t in range(k):
                    own[t] += resp[t] * scale
            share_out(own, sparsity, theta[i])
        for a in range(first, last):
            j = title[a]
            total = np.float32(0)
            for t in range(k):
                total += theta[i, t] * of_market[j, t]
            total = max(total, np.float32(1e-30))
            usual = of_market[j, k - 1]
            for t in range(k - 1):
                other = total + theta[i, t] * (usual - of_market[j, t])
                evidence[i, t] += strength[a] * np.log(total / max(other, np.float32(1e-30)))
