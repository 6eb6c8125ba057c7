"""What may be said of few people in audiences and their figures.

Rows of questions have their rule in `keyart.query.privacy.suppression`, judgements theirs in
`keyart.insights.privacy`.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from keyart.curation import Exploration, ModelCard
from keyart.curation.return_rates import ReturnRate
from keyart.feed import Values
from keyart.feed.values import MOST_VALUES, OF_PLAYS
from keyart.query import Access, Query, Result
from keyart.query.membership import Overlap
from keyart.query.planning.plan import SUPPRESSED

COUNTS = ("watched", "told", "none", "too_little")
"""Of a model card: profiles that watched anything, and the three kinds of them."""


def told(access: Access, people: int) -> int | None:
    """Return a number of people, None where they are too few to be told of."""
    return people if people >= access.min_cell else None


def filter_values(
    answer: Callable[[Query], Result], dimensions: Iterable[str], title: str
) -> dict[str, Values]:
    """Return the values that enough people of a title have, by dimension; the most frequent first.

    `answer` answers a question with the rights of whoever asks.
    """
    found: dict[str, Values] = {}
    for name in dimensions:
        weights: Counter[str | None] = Counter()
        for measure in ["impressions", *(["starts"] if name in OF_PLAYS else [])]:
            rows = answer(Query((measure,), by=(name,), where={"title": title})).to_dicts()
            weights.update({r[name]: r[measure] for r in rows if r.get(SUPPRESSED) is None})
        values = sorted(weights, key=lambda value: (-weights[value], value is None, value or ""))
        if values:
            found[name] = Values(tuple(values[:MOST_VALUES]), len(values))
    return found


def exploration_shown(access: Access, found: Exploration) -> Exploration | None:
    """Return what there is to know about an audience of enough people; None for another.

    What over-indexes, titles and neighbours were asked for with the rights of `access`.
    """
    least = access.min_cell
    if found.profiles < least:
        return None
    return replace(
        found,
        growth=tuple(one for one in found.growth if one.profiles >= least),
        returns=tuple(_return_shown(one, least) for one in found.returns),
        returns_of_all=tuple(_return_shown(one, least) for one in found.returns_of_all),
    )


def _return_shown(found: ReturnRate, least: int) -> ReturnRate:
    return found if found.active >= least else ReturnRate(found.days, 0, None)


def card_shown(access: Access, card: ModelCard) -> ModelCard:
    """Return a model card in which numbers of too few people are None."""
    said = card.to_dict()
    profiles = {
        name: told(access, count) for name, count in said["profiles"].items() if name in COUNTS
    }
    if None in profiles.values():  # it would follow from the whole
        profiles["watched"] = None
    by_number = said["profiles"]["by_number_of_affinities"]
    many = all(count >= access.min_cell for count in by_number)
    members = {
        name: [{**one, "members": told(access, one["members"])} for one in said[name]]
        for name in ("affinities", "withheld", "left_out", "changes")
    }
    return ModelCard({
        **said,
        **members,
        "profiles": {
            **said["profiles"], **profiles, "by_number_of_affinities": by_number if many else [],
        },
        "protected": told(access, said["protected"]),
    })  # fmt: skip


def overlap_shown(access: Access, found: Overlap) -> npt.NDArray[np.bool_]:
    """Return which numbers of an overlap may be told: [n, n].

    Of two audiences those in both must be enough, and those in one alone: they follow by
    subtraction.
    """
    alone = found.sizes[:, None] - found.both
    np.fill_diagonal(alone, access.min_cell)
    return np.minimum(found.both, np.minimum(alone, alone.T)) >= access.min_cell
