"""Placements that plays are never linked to: where there is no rate of plays, and what says so.

Attribution leaves out the placements of `exclude_placements`: however many people play after an
impression there, none of these plays counts under it. A rate of plays over such impressions alone
would be 0 and mean nothing, so it is missing; over these and others it is too low, and a note
says so. Which are which, a plan asks by one more sum: the impressions that are `UNLINKED`.
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
"""Conditions on rows of which a row passes all of one entry, and of one entry only."""

IMPRESSIONS = SumTerm("impressions")
UNLINKED = SumTerm("impressions", unlinked=True)

_OF_PLAYS = frozenset(
    {"plays", "qualified_plays", "completions", "completion_known", "short_plays", "watch_ms"}
)
"""The stored sums of plays that impressions led to."""


def unlinked_rows(snapshot: Snapshot, title: Axis, placement: Axis) -> Alternatives:
    """Return which rows of `snapshot` are of placements that plays are not linked to.

    Plays of episodes are linked to impressions of their series, by the settings of the episodes'
    content type: a title's impressions can lead to plays where those of any of its family can.
    """
    there = frozenset(fact_ids(snapshot, placement).to_pylist())
    settings = snapshot.config.settings
    usual = frozenset(settings.exclude_placements) & there
    others = _other_titles(snapshot, there, usual)
    if not others:
        return ((Filter(axis=placement, values=usual),),) if usual else ()
    by_set: dict[frozenset[str], list[str]] = {}
    for name, own in others.items():
        by_set.setdefault(own, []).append(name)
    rest = Filter(axis=title, values=frozenset(others), negate=True)
    found = [(rest, Filter(axis=placement, values=usual))] if usual else []
    found += [
        (Filter(axis=title, values=frozenset(names)), Filter(axis=placement, values=own))
        for own, names in by_set.items()
        if own
    ]
    return tuple(found)


def _other_titles(
    snapshot: Snapshot, there: frozenset[str], usual: frozenset[str]
) -> Mapping[str, frozenset[str]]:
    """Return the placements that are left out for each title, where they are not the usual ones."""
    settings = snapshot.config.settings
    by_type = {
        name: frozenset(settings.for_content_type(name).exclude_placements) & there
        for name in settings.content_type
    }
    if all(own == usual for own in by_type.values()):
        return {}
    titles, loops = snapshot.titles, on_loops(snapshot.titles)
    columns = [titles.column(n).to_pylist() for n in ("title_id", "content_type")]
    own = {name: by_type.get(kind or "", usual) for name, kind in zip(*columns, strict=True)}
    parents = dict(zip(columns[0], titles.column("parent_title_id").to_pylist(), strict=True))
    left_out = dict(own)
    for name, excluded in own.items():
        above = None if name in loops else parents[name]
        while above is not None:
            left_out[above] = left_out.get(above, usual) & excluded
            above = None if above in loops else parents.get(above)
    return {name: excluded for name, excluded in left_out.items() if excluded != usual}


def passing_alternatives(alternatives: Alternatives, filters: Sequence[Filter]) -> Alternatives:
    """Return what of `alternatives` may pass `filters`: conditions on the placement are looked at.

    Placements that no condition lets through are left out.
    """
    found: list[tuple[Filter, ...]] = []
    for *others, placement in alternatives:
        names = pa.array(sorted(map(str, placement.values or ())), pa.string())
        for condition in filters:
            if condition.axis.source == placement.axis.source:
                names = names.filter(pa.array(condition.passes(names)))
        if len(names):
            passing = replace(placement, values=frozenset(names.to_pylist()))
            found.append((*others, passing))
    return tuple(found)


def is_rate_of_plays(measures: Measures, name: str) -> bool:
    """Return whether a measure is the share of impressions, or people shown, that led to plays."""
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
    """Return of which groups plays are linked to no impression; None where to any of all."""
    if UNLINKED not in groups.sums:
        return None
    unlinked = groups.sums[UNLINKED]
    return (unlinked > 0) & (unlinked == groups.sums[IMPRESSIONS])


def linking_notes(
    measures: Measures, plan: Plan, answers: Mapping[Family, EngineAnswer]
) -> list[str]:
    """Return which rates asked for are missing, or too low, for want of links, and why."""
    answer = answers.get(Family.EXPOSURE)
    if answer is None or UNLINKED not in answer.groups.sums:
        return []
    rates = ", ".join(n for n in plan.query.measures if is_rate_of_plays(measures, n))
    if not rates:
        return []
    names = sorted({str(value) for *_, own in plan.unlinked for value in own.values or ()})
    where = ", ".join(names)
    missing = np.concatenate(list(_flags_of_enough_people(plan, answer, _is_whole)))
    mixed, total = (flags.any() for flags in _flags_of_enough_people(plan, answer, _is_part))
    one = rates.count(",") == 0
    notes: list[str] = []
    if missing.any():
        notes.append(
            f"{rates} {'is' if one else 'are'} missing where all impressions were in {where}: "
            "plays are not linked to impressions there (setting exclude_placements)."
        )
    if mixed or total:
        notes.append(
            f"Impressions in {where}, to which no play is linked, count in {rates}. To leave them "
            f'out, add where={{"placement": {{"not": {json.dumps(names)}}}}}.'
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
    """Yield what `flags` says of the groups, then of the totals: of none with too few people."""
    people = DistinctTerm("impressions")  # what `PEOPLE` names
    for groups in (answer.groups, answer.totals):
        found = flags(groups)
        yield found & (groups.distincts[people] >= plan.min_cell) if plan.min_cell else found
