"""Comparisons and judgements without what is about too few people; notes say what is left out."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from keyart.api.errors import Refused
from keyart.api.graphql.context import Asked
from keyart.insights.authenticity import Authenticity, Pair
from keyart.insights.authenticity.result import Standing
from keyart.insights.comparison import Comparison
from keyart.insights.norms import Norms
from keyart.insights.outliers import Outliers

T = TypeVar("T", Norms, Outliers, Authenticity, Comparison)

PAIRS = ("take_rate", "kept_rate", "short_play_rate", "completion_rate", "seconds_per_play")
"""The figures of a standing beside which stand those of the title's other assets."""


PLURALS = {"entry": "entries", "audience": "audiences"}


def too_few_people(hint: str) -> Refused:
    """Return the error for an answer of which nothing can be shown."""
    return Refused(403, "too_few_people", "That is about too few people to be told.", hint=hint)


def norms_shown(asked: Asked, found: Norms) -> Norms:
    """Return norms of assets that enough people met."""
    rows = _open(asked, found.rows)
    return _noted(replace(found, rows=rows), len(found.rows) - len(rows))


def outliers_shown(asked: Asked, found: Outliers) -> Outliers:
    """Return findings about enough people."""
    findings = _open(asked, found.findings)
    return _noted(replace(found, findings=findings), len(found.findings) - len(findings))


def authenticity_shown(asked: Asked, found: Authenticity) -> Authenticity:
    """Return standings of assets that enough people met.

    Who may not see few sees no rates of a title's other assets either: they may be one that few
    met.
    """
    if not asked.access.min_cell:
        return found
    standings = _open(asked, found.standings)
    shown = replace(
        found,
        standings=tuple(_alone(one) for one in standings),
        found=tuple(
            replace(one, standing=_alone(one.standing))
            for one in found.found
            if _enough(asked, one.standing)
        ),
    )
    return _noted(shown, len(found.standings) - len(standings))


def comparison_shown(asked: Asked, found: Comparison) -> Comparison:
    """Return a comparison of assets that enough people met; raises `Refused` for another.

    Each asset may be met by its share of an audience alone, so that has to be as much larger.
    """
    least = asked.access.min_cell
    if any(arm.people + arm.waiting < least for arm in found.arms):
        raise too_few_people("Compare assets that more people met, or in a wider context.")
    audiences = tuple(one for one in found.audiences if one.people >= least * len(found.arms))
    shown = replace(
        found,
        audiences=audiences,
        allocation=replace(
            found.allocation,
            slices=tuple(one for one in found.allocation.slices if one.people >= least),
        ),
        path=tuple(step for step in found.path if step.people >= least),
    )
    return _few_in_several(_noted(shown, len(found.audiences) - len(audiences), "audience"), least)


def _few_in_several(found: Comparison, least: int) -> Comparison:
    """Return a comparison in which few who met several arms are told as the smallest cell."""
    told = found.overlap
    counts = {name: getattr(told, name) for name in ("within", "later", "tied")}
    raised = {name: least for name, count in counts.items() if 0 < count < least}
    if not raised:
        return found
    overlap = replace(told, **raised)
    share = overlap.within / overlap.people if overlap.people else 0.0
    note = f"Counts of people who met several assets are at least {least} where they are not 0."
    return replace(found, overlap=replace(overlap, share=share), notes=(*found.notes, note))


def _open(asked: Asked, found: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(one for one in found if _enough(asked, one))


def _enough(asked: Asked, one: Any) -> bool:
    return asked.shown(one.people) is not None


def _alone(standing: Standing) -> Standing:
    return replace(standing, **{name: Pair(getattr(standing, name).own, None) for name in PAIRS})


def _noted(found: T, left_out: int, what: str = "entry") -> T:
    """Return an answer with a note on what was left out."""
    if not left_out:
        return found
    words = f"1 {what} is" if left_out == 1 else f"{left_out} {PLURALS[what]} are"
    note = f"{words} about too few people to be shown."
    return replace(found, notes=(*found.notes, note))
