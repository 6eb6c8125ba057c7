"""Rates and differences are those of a plain count of the events."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from keyart import session
from keyart.insights.comparison import Basis, Comparison
from tests.insights.comparison.busy import (
    FILM,
    MEASURES,
    SERIES,
    VIP,
    Unit,
    attributed,
    units,
)
from tests.insights.comparison.trials import compared

DAY = 86_400

Event = dict[str, Any]


def total(of: Sequence[Unit], measure: str) -> tuple[float, float]:
    """Return numerator and denominator of a measure over units."""
    plays = [play for unit in of for play in unit.plays()]
    good = [play for play in plays if not play["short"]]
    seconds = sum(play["seconds"] for play in good)
    times = [one for unit in of for one in unit.shown]
    return {
        "take_rate": (sum(unit.takes() for unit in of), len(of)),
        "play_rate": (len(good), len(times)),
        "short_play_rate": (len(plays) - len(good), len(plays)),
        "completion_rate": (sum(play["fraction"] >= 0.9 for play in good), len(good)),
        "watch_seconds_per_profile": (seconds, len(of)),
        "avg_watch_seconds": (seconds, len(good)),
        "cost_per_person": (sum(one.row["cost_usd"] for one in times), len(of)),
    }[measure]


def check(found: Comparison, of: Sequence[Unit], measure: str = "take_rate") -> None:
    """Compare everything that is counted with the plain count."""
    for arm in found.arms:
        own = [unit for unit in of if unit.arm == arm.asset]
        closed = [unit for unit in own if unit.closed]
        assert (arm.people, arm.waiting) == (len(closed), len(own) - len(closed))
        y, x = total(closed, measure)
        assert arm.rate.value == pytest.approx(y / x)
    rates = {arm.asset: arm.rate.value or 0 for arm in found.arms}
    own = {arm.asset: found.rate_of(arm).value or 0 for arm in found.arms}
    for one in found.differences:
        assert one.difference.value == pytest.approx(own[one.asset] - own[one.other])
        assert one.ratio.value == pytest.approx(own[one.asset] / own[one.other] - 1)
        assert one.raw == pytest.approx(rates[one.asset] / rates[one.other] - 1)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("arms", [FILM, ("c", "a"), SERIES])
def test_rates_are_of_people_by_first_exposure(
    busy: session.Store, arms: tuple[str, ...], measure: str
) -> None:
    found = compared(busy, *arms, measure=measure)
    check(found, units(attributed(), arms), measure)


def german(row: Event) -> bool:
    return row["country"] == "DE"


def web_at_home(row: Event) -> bool:
    return (row["device"], row["placement"]) == ("web", "home")


def vip(row: Event) -> bool:
    return int(row["profile_id"][1:]) % 3 == 0


def not_vip(row: Event) -> bool:
    return not vip(row)


CONTEXTS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"where": {"country": "DE"}}, {"passes": german}),
    ({"where": {"device": {"not": ["tv"]}, "placement": ["home"]}}, {"passes": web_at_home}),
    ({"audience": VIP}, {"passes": vip}),
    ({"audience": f"not {VIP}"}, {"passes": not_vip}),
    ({"since": "2026-03-04"}, {"first": 3 * DAY}),
    ({"until": "2026-03-08"}, {"last": 7 * DAY}),
    (
        {"since": "2026-03-02T06:15", "until": "2026-03-09", "tz": "Europe/Berlin"},
        {"first": DAY + 5 * 3600 + 900, "last": 8 * DAY - 3600},
    ),
]


@pytest.mark.parametrize(("asked", "plain"), CONTEXTS)
@pytest.mark.parametrize("arms", [FILM, SERIES])
def test_only_what_was_asked_for_counts(
    busy: session.Store, arms: tuple[str, ...], asked: dict[str, Any], plain: dict[str, Any]
) -> None:
    check(compared(busy, *arms, **asked), units(attributed(), arms, **plain))


def test_people_who_met_several_arms_are_counted_by_rule(busy: session.Store) -> None:
    first = units(attributed(), FILM)
    alone = [unit for unit in first if not unit.crossed]
    each = units(attributed(), FILM, each_arm=True)
    check(compared(busy, *FILM, crossover="first"), first)
    found = compared(busy, *FILM, crossover="exclude")
    for arm in found.arms:
        own = [unit for unit in alone if unit.closed and unit.arm == arm.asset]
        assert arm.people == len(own)
        assert arm.rate.value == pytest.approx(np.mean([unit.takes() for unit in own]))
    check(compared(busy, *FILM, crossover="all"), each)


def test_every_rule_for_people_who_met_several_arms_is_told(busy: session.Store) -> None:
    found = compared(busy, *FILM, every_crossover=True)
    assert list(found.by_crossover) == ["first", "exclude", "all"]
    for rule, differences in found.by_crossover.items():
        alone = compared(busy, *FILM, crossover=rule)
        assert [one.raw for one in differences] == [one.raw for one in alone.differences]
        assert alone.overlap == found.overlap
    closed = [unit for unit in units(attributed(), FILM) if unit.closed]
    crossed = sum(unit.crossed for unit in closed)
    assert (found.overlap.people, found.overlap.within) == (len(closed), crossed)
    assert found.overlap.share == pytest.approx(crossed / len(closed))
    assert found.overlap.later > 0


def test_weighted_rates_count_people_by_propensity(busy: session.Store) -> None:
    found = compared(busy, *FILM)
    assert found.basis is Basis.WEIGHTED
    for arm in found.arms:
        own = [unit for unit in units(attributed(), FILM) if unit.closed and unit.arm == arm.asset]
        weights = np.array([unit.weight for unit in own])
        takes = np.array([unit.takes() for unit in own])
        assert arm.weighted is not None
        assert arm.weighted.value == pytest.approx((weights * takes).sum() / weights.sum())
        assert arm.effective_people == pytest.approx(weights.sum() ** 2 / (weights**2).sum())


def test_watch_time_is_shared_by_the_arms(busy: session.Store) -> None:
    found = compared(busy, *FILM, measure="watch_time_share")
    seconds = compared(busy, *FILM, measure="watch_seconds_per_profile")
    of = {arm.asset: arm.rate.value or 0 for arm in seconds.arms}
    for arm in found.arms:
        assert arm.rate.value == pytest.approx(of[arm.asset] / sum(of.values()))
    assert sum(arm.rate.value or 0 for arm in found.arms) == pytest.approx(1)
    for share, own in zip(found.differences, seconds.differences, strict=True):
        assert share.raw == pytest.approx(own.raw)
        assert share.p == pytest.approx(own.p)


def test_the_order_of_arms_changes_no_number(busy: session.Store) -> None:
    found, other = compared(busy, "a", "b", "c"), compared(busy, "c", "a", "b")
    assert found.verdict == other.verdict
    for one, same in zip(other.arms, found.arms, strict=True):
        assert one.asset == same.asset
        assert one.best == pytest.approx(same.best)
        assert one.expected_loss == pytest.approx(same.expected_loss)
        assert (one.rate, one.weighted, one.others) == (same.rate, same.weighted, same.others)
    for one in other.differences:
        (same,) = (d for d in found.differences if set(d.arms) == set(one.arms))
        assert one.difference.value == pytest.approx(same.seen_from(one.asset).difference.value)
        assert one.p == pytest.approx(same.p)
