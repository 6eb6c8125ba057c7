"""Rounding of small counts within rows that are shown: three viewers among five thousand people.

A count of plays or viewers from 1 to below the smallest cell, or one that leaves that few of its
whole, is rounded to a multiple of a step. The largest row of the same measure absorbs the
difference, so that rows still add up to their total, and subtracting the others gives only the
rounded count (controlled rounding: Hundepool et al., Statistical Disclosure Control, 2012, chapter
5). Rates and intervals are computed from the rounded counts.

Impressions, reach and sums over all people of a row stay exact: the row has enough people.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from keyart.core.facts import Family
from keyart.core.measures import KEPT, RETURN_DAYS, active_days, returned
from keyart.query.engine import Groups, Moments
from keyart.query.planning.compile import people_term
from keyart.query.planning.plan import DistinctTerm, SumTerm, Term

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[Any]
"""Integers or floats."""

Values = dict[Term, Numbers]

VIEWERS = DistinctTerm("qualified_plays")
TITLE_VIEWERS = DistinctTerm("qualified_plays", per_title=True)
QUALIFIED, SHORT, PLAYS = (SumTerm(n) for n in ("qualified_plays", "short_plays", "plays"))
WATCHED = SumTerm("watch_ms")

WHOLE: Mapping[Term, Term] = {
    VIEWERS: DistinctTerm("impressions"),
    TITLE_VIEWERS: DistinctTerm("impressions", per_title=True),
    QUALIFIED: PLAYS,
    SHORT: PLAYS,
    SumTerm("completion_known"): QUALIFIED,
    SumTerm("completions"): SumTerm("completion_known"),
    SumTerm("hooks"): SumTerm("impressions"),
    SumTerm("holds"): SumTerm("hooks"),
    SumTerm("unattributed_plays"): SumTerm("starts"),
    DistinctTerm(KEPT): DistinctTerm("active_starts"),
    **{
        DistinctTerm(returned(after), per_day=True): DistinctTerm(active_days(after), per_day=True)
        for after in RETURN_DAYS
    },
}
"""The whole of each count; a whole precedes its parts, except plays and active days."""

ACTIVE_DAYS = tuple(DistinctTerm(active_days(after), per_day=True) for after in RETURN_DAYS)
RETURNED = tuple(DistinctTerm(returned(after), per_day=True) for after in RETURN_DAYS)

OF_VIEWERS = frozenset(
    {TITLE_VIEWERS, QUALIFIED, SumTerm("completion_known"), SumTerm("completions")}
)
"""Counts of what viewers do: rounded for few viewers, however many plays they had."""

HALF_AN_HOUR = 1_800_000
"""Milliseconds that a viewer is assumed to watch if there are too few to tell."""


def step_of(min_cell: int) -> int:
    """Return the step of rounded counts: a tenth of the smallest cell, at least 2."""
    return max(2, min_cell // 10)


def rounding_note(min_cell: int) -> str:
    """Return the note for a reader of rounded counts."""
    return (
        f"Counts of plays and viewers under {min_cell} are rounded to multiples of "
        f"{step_of(min_cell)}; the largest row absorbs the difference."
    )


def round_share(share: float, people: int, min_cell: int) -> float:
    """Return a share of `people` to show; if few are inside or outside of it, they are rounded."""
    inside = round(share * people)
    for few, sign in ((inside, 1), (people - inside, -1)):
        if 0 < few < min_cell:
            step = step_of(min_cell)
            rounded = max((few + step // 2) // step, 1) * step / people
            return min(rounded if sign > 0 else 1 - rounded, 1.0)
    return share


def round_counts(
    rows: Mapping[Family, Groups], totals: Mapping[Family, Groups], min_cell: int
) -> tuple[dict[Family, Groups], dict[Family, Groups], set[tuple[Family, Term]]]:
    """Return rows and totals with small counts rounded, and which counts were changed.

    `rows` and `totals` may be shown.
    """
    roundings = {f: _Rounding(rows[f], totals[f], min_cell) for f in rows}
    return (
        {f: rounding.groups(rows[f], slice(0, -1)) for f, rounding in roundings.items()},
        {f: rounding.groups(totals[f], slice(-1, None)) for f, rounding in roundings.items()},
        {(f, term) for f, rounding in roundings.items() for term in rounding.changed},
    )


class _Rounding:
    """The counts of one family: each row's, then the totals'."""

    def __init__(self, rows: Groups, totals: Groups, min_cell: int) -> None:
        self._least, self._step = min_cell, step_of(min_cell)
        self.exact: Values = {
            term: np.concatenate([rows.value(term), totals.value(term)])
            for term in (*rows.sums, *rows.distincts)
        }
        self.shown: Values = dict(self.exact)
        few = np.zeros(rows.size + 1, np.bool_)
        if VIEWERS in self.exact:
            few = self._round(VIEWERS)
        for term in (*ACTIVE_DAYS, *WHOLE):
            if term in self.exact and term != VIEWERS:
                self._round(term, few if term in OF_VIEWERS else self._few_days(term))
        for term in filter(self.exact.__contains__, ACTIVE_DAYS):
            self._hide_days(term)
        self._add_up_plays()
        if VIEWERS in self.exact and WATCHED in self.exact:
            self._round_watched(few)

    @property
    def changed(self) -> set[Term]:
        """The terms whose values were changed."""
        return {t for t, values in self.shown.items() if (values != self.exact[t]).any()}

    def groups(self, groups: Groups, which: slice) -> Groups:
        """Return groups with the values to show."""
        shown = {term: values[which] for term, values in self.shown.items()}
        return replace(
            groups,
            sums={term: shown[term] for term in groups.sums},
            distincts={term: shown[term] for term in groups.distincts},
            moments={
                pair: _scale(
                    m,
                    y=self._factor(pair.numerator, which),
                    x=self._factor(pair.denominator, which),
                )
                for pair, m in groups.moments.items()
            },
        )

    def _factor(self, term: Term, which: slice) -> npt.NDArray[np.float64]:
        exact = self.exact[term][which].astype(np.float64)
        shown = self.shown[term][which]
        return np.divide(shown, exact, out=np.ones_like(exact), where=exact != 0)

    def _round(self, term: Term, few: Flags | None = None) -> Flags:
        """Round a count where it, or the rest of its whole, is small; return where it is small."""
        exact, whole = self.exact[term], WHOLE.get(term, PLAYS)
        small = self._is_small(exact)
        if few is not None:
            small |= few & (exact > 0)
        values = np.where(small, self._nearest(exact), exact)
        if whole in self.exact and whole != PLAYS:
            rest = self.exact[whole] - exact
            near = self._is_small(rest) & ~small
            limit = self.shown[whole]
            values = np.where(near, np.maximum(limit - self._nearest(rest), 1), values)
            self._put(term, values, small | near)
            # A count below its whole stays below it: "all of them" would be a different finding.
            most = np.where(rest > 0, np.maximum(limit - 1, 0), limit)
            self.shown[term] = np.minimum(self.shown[term], most)
        else:
            self._put(term, values, small)
        return self._is_small(exact)

    def _few_days(self, term: Term) -> Flags | None:
        """Return where a count by day is of few people; None for another count."""
        people = people_term(term)
        return None if people is None else self._is_small(self.exact[people])

    def _hide_days(self, active: DistinctTerm) -> None:
        """Set people to 0 where the return of too few is known, so that no count is shown."""
        few = self.exact[DistinctTerm(active.guard)] < self._least
        of_returned = RETURNED[ACTIVE_DAYS.index(active)]
        for people in map(people_term, (active, of_returned)):
            if people is not None and people in self.exact:
                # Few who returned are shown, rounded, if enough people could have.
                self.shown[people] = np.where(few, 0, 1)

    def _put(self, term: Term, values: Numbers, changed: Flags, unit: float = 0) -> None:
        """Store rounded values; the largest row that is not rounded absorbs the difference."""
        if not changed.any():
            return
        exact, changed_rows = self.exact[term], changed[:-1]
        rest = (exact - values)[:-1][changed_rows].sum()
        absorbing = np.flatnonzero(~changed_rows & (exact[:-1] >= self._least))
        if absorbing.size:
            largest = absorbing[np.argmax(exact[absorbing])]
            values[largest] = max(exact[largest] + rest, 0)
        elif changed_rows.any() and not changed[-1]:
            unit = unit or self._step
            values[-1] = np.round(exact[-1] / unit) * unit
        self.shown[term] = values.astype(exact.dtype)

    def _add_up_plays(self) -> None:
        """Set plays to qualified plus short plays: each reveals the other."""
        if PLAYS not in self.exact:
            return
        plays = self.exact[PLAYS]
        parts = {term: self.exact[term] for term in (QUALIFIED, SHORT) if term in self.exact}
        if not parts:
            self._put(PLAYS, np.where(self._is_small(plays), self._nearest(plays), plays),
                      self._is_small(plays))  # fmt: skip
            return
        shown = sum((self.shown[term] for term in parts), start=np.zeros_like(plays))
        if len(parts) == 1:
            (part,) = parts.values()
            rest = plays - part
            shown = shown + np.where(self._is_small(rest), self._nearest(rest), rest)
        self.shown[PLAYS] = shown

    def _round_watched(self, few: Flags) -> None:
        """Round watch time of few viewers to multiples of what one step of viewers watches."""
        watched, viewers = self.exact[WATCHED], self.exact[VIEWERS]
        small = few & (watched > 0)
        many = viewers[-1] >= self._least
        unit = self._step * (watched[-1] / viewers[-1] if many else HALF_AN_HOUR)
        values = np.where(small, np.maximum(np.round(watched / unit), 1) * unit, watched)
        self._put(WATCHED, values, small, unit)

    def _is_small(self, values: Numbers) -> Flags:
        return (values > 0) & (values < self._least)

    def _nearest(self, values: Numbers) -> Numbers:
        """Return the nearest multiples of the step, at least one step."""
        return np.maximum((values + self._step // 2) // self._step, 1) * self._step


def _scale(of: Moments, y: npt.NDArray[np.float64], x: npt.NDArray[np.float64]) -> Moments:
    """Return moments with each profile's numerator times `y` and denominator times `x`."""
    return Moments(of.n, of.x * x, of.y * y, of.xx * x * x, of.yy * y * y, of.xy * x * y)
