"""Whatever is asked, the answer is data that hangs together."""

import json
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keyart import session
from keyart.core.errors import BadQuestion
from keyart.insights.comparison import Comparison, Interval
from tests.insights.comparison.busy import FILM, MEASURES, SERIES, VIP
from tests.insights.comparison.trials import compared

shared = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])

DAYS = [f"2026-03-{day:02}" for day in (1, 2, 5, 9, 14, 15, 16)]

WHERE: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "country": st.sampled_from(["DE", "FR", "XX"]),
        "device": st.sampled_from(["tv", ["web", None], {"not": "tv"}]),
        "placement": st.sampled_from(["home", "row", "search"]),
    },
)

ASKED: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"assets": st.lists(st.sampled_from([*FILM, *SERIES]), min_size=2, max_size=5, unique=True)},
    optional={
        "measure": st.sampled_from([*MEASURES, "watch_time_share"]),
        "guardrails": st.lists(st.sampled_from([*MEASURES, "watch_time_share"]), max_size=3),
        "where": WHERE,
        "audience": st.sampled_from([VIP, f"not {VIP}"]),
        "audiences": st.sampled_from([(), (VIP,)]),
        "since": st.sampled_from(DAYS),
        "until": st.sampled_from(DAYS),
        "level": st.floats(0.01, 0.999),
        "margin": st.floats(0.001, 0.999),
        "crossover": st.sampled_from(["first", "exclude", "all"]),
        "every_crossover": st.booleans(),
        "fixed": st.booleans(),
    },
)


@shared
@given(asked=ASKED, with_baseline=st.booleans())
def test_any_question_has_an_answer_or_a_clear_error(
    busy: session.Store, asked: dict[str, Any], with_baseline: bool
) -> None:
    if with_baseline:
        asked["baseline"] = asked["assets"][-1]
    if asked.get("since", DAYS[0]) > asked.get("until", DAYS[-1]):
        with pytest.raises(BadQuestion, match="after until"):
            compared(busy, **asked)
        return
    found = compared(busy, **asked)
    json.dumps(found.to_dict(), allow_nan=False)
    assert found.verdict.sentence.endswith(".")
    assert sorted(arm.asset for arm in found.arms) == sorted(asked["assets"])
    for one in intervals(found):
        check(one)
    for one in found.differences:
        assert one.p is None or 0 <= one.p <= 1
    best = [arm.best for arm in found.arms if arm.best is not None]
    assert abs(sum(best) - 1) < 1e-6
    assert all((arm.expected_loss or 0) >= 0 for arm in found.arms)
    assert found.verdict.asset in {None, found.arms[0].asset}


def intervals(found: Comparison) -> Iterable[Interval]:
    """Yield every interval of a comparison."""
    for arm in found.arms:
        yield from (one for one in (arm.rate, arm.adjusted, arm.weighted) if one is not None)
        yield from arm.others.values()
    for one in found.differences:
        yield from (one.difference, one.ratio)
    for audience in found.audiences:
        yield from audience.effects.values()
    for step in found.path:
        yield from (step.always_valid, step.fixed)
    yield from (guard.ratio for guard in found.guardrails)


def check(one: Interval) -> None:
    if one.low is not None and one.high is not None:
        assert one.value is not None
        assert one.low <= one.value <= one.high
