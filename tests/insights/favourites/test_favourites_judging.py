"""What was planted in rates by audience is found to be a favourite, and nothing else."""

import numpy as np
import pytest

from keyart.core.errors import BadQuestion
from keyart.insights.favourites.judgement import (
    AudienceMoments,
    FavouriteRules,
    judge_audiences,
    select_favourites,
)
from keyart.query.engine import Moments

AUDIENCES, ARMS = 12, 4
PEOPLE, OTHERS = 2000, 20_000
PLANTED = (3, 1)
"""The audience and the arm of a favourite."""


def takes(rng: np.random.Generator, people: int, rates: np.ndarray) -> Moments:
    """Return the moments of people who each take an asset or not."""
    n = np.full(rates.shape, people)
    y = rng.binomial(n, rates).astype(float)
    x = n.astype(float)
    return Moments(n, x, y, x, y, y)


def title(rng: np.random.Generator, *, lift: float = 1.0, leads: int = 0) -> AudienceMoments:
    """Return a title whose arm `leads` by a third, and the planted one in one audience."""
    rates = np.full((AUDIENCES, ARMS), 0.06)
    rates[:, leads] *= 4 / 3
    elsewhere = rates.copy()
    rates[PLANTED] *= lift
    return AudienceMoments(takes(rng, PEOPLE, rates), takes(rng, OTHERS, elsewhere))


def flagged(titles: list[AudienceMoments]) -> set[tuple[int, ...]]:
    flags, _ = select_favourites([judge_audiences(one) for one in titles], FavouriteRules())
    return {(at, *place) for at, own in enumerate(flags) for place in np.argwhere(own).tolist()}


def test_a_favourite_is_found_among_many_titles() -> None:
    rng = np.random.default_rng(1)
    titles = [title(rng, lift=2.4 if at < 5 else 1.0) for at in range(40)]
    seen = flagged(titles)
    assert len(seen) >= 4
    assert seen <= {(at, *PLANTED) for at in range(5)}


def test_what_is_best_with_everybody_alike_is_no_favourite() -> None:
    rng = np.random.default_rng(2)
    assert sum(len(flagged([title(rng) for _ in range(30)])) for _ in range(10)) <= 1


def test_what_is_liked_more_but_is_not_the_best_is_no_favourite() -> None:
    """It catches up with the one that leads, with the audience: neither wins."""
    rng = np.random.default_rng(3)
    seen = [flagged([title(rng, lift=4 / 3) for _ in range(30)]) for _ in range(10)]
    assert sum(map(len, seen)) <= 2


def test_few_people_have_no_favourite() -> None:
    rng = np.random.default_rng(4)
    rates = np.full((AUDIENCES, ARMS), 0.06)
    rates[PLANTED] = 0.6
    few = AudienceMoments(takes(rng, 60, rates), takes(rng, OTHERS, np.full_like(rates, 0.06)))
    assert np.isnan(judge_audiences(few).best).all()
    assert not flagged([few])


def test_no_titles_have_no_favourites() -> None:
    assert select_favourites([], FavouriteRules()) == ([], [])


@pytest.mark.parametrize("q", [0, 1, -0.1])
def test_a_share_of_false_findings_is_between_nothing_and_everything(q: float) -> None:
    with pytest.raises(BadQuestion):
        FavouriteRules(q)


def test_of_assets_that_few_of_an_audience_or_few_others_met_nothing_is_judged() -> None:
    inside = title(np.random.default_rng(1), lift=2.4)
    assert np.isfinite(judge_audiences(inside, PEOPLE).best).all()
    assert not np.isfinite(judge_audiences(inside, PEOPLE + 1).best).any()
    inverse = AudienceMoments(inside.elsewhere, inside.inside)
    assert not np.isfinite(judge_audiences(inverse, PEOPLE + 1).best).any()
