"""Placements that plays are never linked to: their rates of plays are missing, with a note.

Attribution ignores the placements of `exclude_placements`: plays after an impression there do not
count for it. A rate of plays over such impressions alone would be a meaningless 0, so it is
missing; over these and other impressions it is too low, and a note says so. To tell them apart, a
plan has one more sum: the impressions that are `UNLINKED`.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.facts import Family
from keyart.core.measures import Distinct, Measures, Ratio, Sum
from keyart.query.engine import EngineAnswer, Groups
from keyart.query.lookups import fact_ids, on_loops
from keyart.query.planning.plan import Axis, DistinctTerm, Filter, Plan, SumTerm
from keyart.store import Snapshot

Flags = npt.NDArray[np.bool_]
Alternatives = tuple[tuple[Filter, ...], ...]
"""Conditions on rows: a row passes if it passes all conditions of one entry. No row passes two."""

IMPRESSIONS = SumTerm("impressions")
UNLINKED = SumTerm("impressions", unlinked=True)

_OF_PLAYS = frozenset(
    {"plays", "qualified_plays", "completions", "completion_known", "short_plays", "watch_ms"}
)
"""The stored sums of linked plays."""


def unlinked_rows(snapshot: Snapshot, title: Axis, placement: Axis) -> Alternatives:
    """Return conditions for the rows of `snapshot` in placements that plays are not linked to.

    Plays of episodes are linked to impressions of their series, by the settings of the episodes'
    content type: a title's placement is linked if it is linked for any title of its family.
    """
    there = frozenset(fact_ids(snapshot, placement).to_pylist())
    settings = snapshot.config.settings
    usual = frozenset(settings.exclude_placements) & there
    others = _other_titles(snapshot, there, usual)
    if not others:
        return ((Filter(axis=placement, values=usual),),) if usual else ()
    by_set: dict[frozenset[str], list[str]] = {}
    for name, placements in others.items():
        by_set.setdefault(placements, []).append(name)
    rest = Filter(axis=title, values=frozenset(others), negate=True)
    alternatives = [(rest, Filter(axis=placement, values=usual))] if usual else []
    alternatives += [
        (Filter(axis=title, values=frozenset(names)), Filter(axis=placement, values=placements))
        for placements, names in by_set.items()
        if placements
    ]
    return tuple(alternatives)


def _other_titles(
    snapshot: Snapshot, there: frozenset[str], usual: frozenset[str]
) -> Mapping[str, frozenset[str]]:
    """Return the excluded placements of each title for which they are not the usual ones."""
    settings = snapshot.config.settings
    by_type = {
        name: frozenset(settings.for_content_type(name).exclude_placements) & there
        for name in settings.content_type
    }
    if all(placements == usual for placements in by_type.values()):
        return {}
    titles, loops = snapshot.titles, on_loops(snapshot.titles)
    columns = [titles.column(n).to_pylist() for n in ("title_id", "content_type")]
    by_title = {name: by_type.get(kind or "", usual) for name, kind in zip(*columns, strict=True)}
    parents = dict(zip(columns[0], titles.column("parent_title_id").to_pylist(), strict=True))
    excluded = dict(by_title)
    for name, placements in by_title.items():
        ancestor = None if name in loops else parents[name]
        while ancestor is not None:
            excluded[ancestor] = excluded.get(ancestor, usual) & placements
            ancestor = None if ancestor in loops else parents.get(ancestor)
    return {name: placements for name, placements in excluded.items() if placements != usual}


def passing_alternatives(alternatives: Alternatives, filters: Sequence[Filter]) -> Alternatives:
    """Return the alternatives without the placements that do not pass `filters`."""
    passing: list[tuple[Filter, ...]] = []
    for *others, placement in alternatives:
        names = pa.array(sorted(map(str, placement.values or ())), pa.string())
        for condition in filters:
            if condition.axis.source == placement.axis.source:
                names = names.filter(pa.array(condition.passes(names)))
        if len(names):
            passing.append((*others, replace(placement, values=frozenset(names.to_pylist()))))
    return tuple(passing)


def is_rate_of_plays(measures: Measures, name: str) -> bool:
    """Return whether a measure is a share of impressions, or of people shown, that led to plays."""
    ratio = measures[name]
    if not isinstance(ratio, Ratio) or ratio.family is not Family.EXPOSURE:
        return False
    numerator, denominator = (
        part.guard if isinstance(part, Distinct) else part.column
        for part in (measures[ratio.numerator], measures[ratio.denominator])
        if isinstance(part, Sum | Distinct)
    )
    return numerator in _OF_PLAYS and denominator not in _OF_PLAYS


def is_unlinked(groups: Groups) -> Flags | None:
    """Return which groups have only unlinked impressions; None if all impressions are linked."""
    if UNLINKED not in groups.sums:
        return None
    unlinked = groups.sums[UNLINKED]
    return (unlinked > 0) & (unlinked == groups.sums[IMPRESSIONS])


def linking_notes(
    measures: Measures, plan: Plan, answers: Mapping[Family, EngineAnswer]
) -> list[str]:
    """Return notes on rates that are missing or too low because plays are not linked."""
    answer = answers.get(Family.EXPOSURE)
    if answer is None or UNLINKED not in answer.groups.sums:
        return []
    rates = ", ".join(n for n in plan.query.measures if is_rate_of_plays(measures, n))
    if not rates:
        return []
    names = sorted({str(value) for *_, last in plan.unlinked for value in last.values or ()})
    where = ", ".join(names)
    missing = np.concatenate(list(_flags_of_enough_people(plan, answer, _is_whole)))
    mixed, total = (flags.any() for flags in _flags_of_enough_people(plan, answer, _is_part))
    verb = "are" if "," in rates else "is"
    notes: list[str] = []
    if missing.any():
        notes.append(
            f"{rates} {verb} missing where all impressions were in {where}: "
            "plays are not linked to impressions there (setting exclude_placements)."
        )
    if mixed or total:
        notes.append(
            f"{rates} {verb} too low: impressions in {where}, which no play is linked to, count. "
            f'To exclude them, add where={{"placement": {{"not": {json.dumps(names)}}}}}.'
        )
    return notes


def _is_whole(groups: Groups) -> Flags:
    whole = is_unlinked(groups)
    return np.zeros(groups.size, np.bool_) if whole is None else whole


def _is_part(groups: Groups) -> Flags:
    return (groups.sums[UNLINKED] > 0) & ~_is_whole(groups)


def _flags_of_enough_people(
    plan: Plan, answer: EngineAnswer, flags: Callable[[Groups], Flags]
) -> Iterator[Flags]:
    """Yield the flags of the groups, then of the totals; False for those of too few people."""
    people = DistinctTerm("impressions")  # what `PEOPLE` names
    for groups in (answer.groups, answer.totals):
        flagged = flags(groups)
        yield flagged & (groups.distincts[people] >= plan.min_cell) if plan.min_cell else flagged
