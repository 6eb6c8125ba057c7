"""Looking every day: how often chance is taken for a difference, and how long to wait."""

from pathlib import Path

import numpy as np
import pyarrow as pa
from scipy.stats import binom

from keyart import session
from keyart.insights.comparison import VerdictKind
from keyart.insights.comparison.parts import DailyDifference, Interval
from tests.insights.comparison.trials import START, Events, Trial, compared, even, events_of, load

DAYS = 20


def coins(titles: int, people: int, take: float) -> Events:
    """Return titles of two equal arms: chance decides who sees which when, and who takes it."""
    rng = np.random.default_rng(8)
    size = titles * people
    title = np.repeat(np.arange(titles), people)
    ts = np.datetime64(START.replace(tzinfo=None), "us") + (
        rng.uniform(0, DAYS * 86_400e6, size).astype("m8[us]")
    )
    arm = rng.integers(0, 2, size)
    taken = rng.random(size) < take
    shown = pa.table(
        {
            "ts": pa.array(ts, pa.timestamp("us", "UTC")),
            "profile_id": [f"p{number}" for number in np.tile(np.arange(people), titles)],
            "title_id": [f"t{number}" for number in title],
            "asset_id": [f"t{t}.{a}" for t, a in zip(title, arm, strict=True)],
        }
    )
    plays = shown.select(["ts", "profile_id", "title_id"]).filter(pa.array(taken))
    return Events(shown, plays.append_column("seconds", pa.array(np.full(plays.num_rows, 900.0))))


def test_looking_daily_seldom_takes_chance_for_a_difference(tmp_path: Path, full: bool) -> None:
    titles = 240 if full else 60
    with session.create(tmp_path / "coins.keyart") as store:
        load(store, [coins(titles, 4_000, 0.3)], until=DAYS + 3)
        found = [compared(store, f"t{t}.0", f"t{t}.1") for t in range(titles)]
    always = sum(any(step.always_valid.leaves_out_zero for step in one.path) for one in found)
    naive = sum(any(step.fixed.leaves_out_zero for step in one.path) for one in found)
    assert always <= binom.ppf(0.999, titles, 0.05)
    assert naive > binom.ppf(0.95, titles, 0.05)
    winners = [one for one in found if one.verdict.kind is VerdictKind.WINNER]
    assert len(winners) <= always
    assert not any(one.allocation.broken for one in found)
    assert sum((one.arms[0].best or 0) > 0.99 for one in found) <= binom.ppf(0.999, titles, 0.02)
    assert all(_is_last(one.path[-1], one.differences[0].difference) for one in found)


def _is_last(step: DailyDifference, difference: Interval) -> bool:
    """Return whether the last step says what the comparison says, either way round."""
    now = step.always_valid
    return np.allclose(
        sorted(abs(bound or 0) for bound in (now.low, now.high)),
        sorted(abs(bound or 0) for bound in (difference.low, difference.high)),
    )


def test_the_days_to_wait_are_about_right(tmp_path: Path) -> None:
    trial = Trial("steady", [even({"s": 0.20, "t": 0.23}, 8_000, steady=True, last=40)])
    events = events_of(trial)
    with session.create(tmp_path / "steady.keyart") as store:
        load(store, [events.between(0, 3)], [trial], until=3)
        early = compared(store, "s", "t").verdict
        assert early.kind is VerdictKind.KEEP_WAITING
        assert early.sentence == ("Keep waiting, about 2 more days: not enough data yet.")
        assert early.days_left == 2
        load(store, [events.between(3, 8)], until=8)
        soon = compared(store, "s", "t").verdict
        assert soon.kind is VerdictKind.KEEP_WAITING
        assert "“t” leads “s” with a take rate +1" in soon.sentence
        load(store, [events.between(8, 40)], until=40)
        late = compared(store, "s", "t")
        assert late.verdict.kind is VerdictKind.WINNER
        decided = next(step for step in late.path if step.always_valid.leaves_out_zero)
        waited = (decided.day - START.date()).days + 1 - 6
        assert abs((soon.days_left or 0) - waited) <= 2
