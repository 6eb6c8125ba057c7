"""The parts of a world: lotteries, power, deliveries."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart_demo.faults.delivery import Copy, Rates, account, deliver
from keyart_demo.lottery import Lottery
from keyart_demo.plan.evidence import Sample, power, z_score

weights = st.lists(st.integers(0, 1_000), min_size=1, max_size=12).filter(any)


@given(st.lists(weights, min_size=1, max_size=5), st.integers(0, 2**32))
def test_a_lottery_draws_what_has_weight(rows: list[list[int]], seed: int) -> None:
    width = max(len(row) for row in rows)
    table = np.array([row + [0] * (width - len(row)) for row in rows])
    row = np.repeat(np.arange(len(rows)), 50)
    drawn = Lottery.of(table).draw(row, np.random.default_rng(seed).random(row.size))
    assert (table[row, drawn] > 0).all()


def test_a_lottery_draws_as_often_as_weights_say() -> None:
    u = (np.arange(100_000) + 0.5) / 100_000
    lottery = Lottery.of_rows([((7,), (1.0,)), ((3, 5, 9), (1.0, 2.0, 1.0))])
    assert set(lottery.draw(0, u).tolist()) == {7}
    counts = np.bincount(lottery.draw(1, u), minlength=10)
    assert counts[[3, 5, 9]].tolist() == [25_000, 50_000, 25_000]


@pytest.mark.parametrize(
    ("p", "n", "q", "m", "expected"),
    # statsmodels' and R's power.prop.test (unpooled) to two decimals.
    [
        (0.10, 1_000, 0.10, 1_000, 0.05),
        (0.12, 2_000, 0.10, 2_000, 0.52),
        (0.2, 500, 0.1, 500, 0.99),
    ],
)
def test_power_of_the_oracle(p: float, n: int, q: float, m: int, expected: float) -> None:
    assert power(p, n, q, m) == pytest.approx(expected, abs=0.01)


def test_power_and_z_of_nothing_are_nothing() -> None:
    assert power(0.1, 0, 0.1, 10) == 0
    assert z_score(Sample(0, 0, 0.0), Sample(10, 1, 1.0)) == 0


@given(st.integers(0, 2**32), st.integers(0, 400))
def test_each_event_is_delivered_once_and_accounted_for(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    consenting = rng.random(count) < 0.9
    ms = rng.integers(0, 1_000_000, count)
    rates = Rates(0.1, 0.1, 0.1, late_copy=0.1, growing=0.1, growing_late=0.1)
    sent = deliver(consenting, ms, rates, rng)
    assert np.sort(sent.row[sent.copy == Copy.EVENT]).tolist() == list(range(count))
    said = account("plays", sent, consenting)
    accepted = sum(
        said[f"{batch}.plays.rows"]
        - said[f"{batch}.plays.duplicate"]
        - said[f"{batch}.plays.no_consent"]
        for batch in ("first", "late")
    )
    assert accepted == consenting.sum()
