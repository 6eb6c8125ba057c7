"""What came of decisions: before against after, corrected for the season by other titles.

For each title, what people won per person in the weeks after a decision is compared with the weeks
before. Titles without a decision say what happens without one: their mean log ratio, and how much
titles differ in it. A title that fewer people are shown than before, as at the end of a test or a
launch, is shown to those who want it more: so the mean is that of titles whose reach changed alike,
by a line through all (random-effects meta-regression by the method of moments: Thompson and Sharp,
"Explaining heterogeneity in meta-analysis", Statistics in Medicine 18, 1999). A decision's own
ratio above that mean is what it brought; titles' differences widen its interval. It is told for as
many new people a week as there were before, as the promise was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from keyart.core.facts import SLOT_MICROSECONDS
from keyart.core.zones import instant
from keyart.decisions.decision import Decision, DecisionKind, DecisionState
from keyart.decisions.recording import decisions
from keyart.decisions.reviews import Review, ReviewRequest, Reviews, ReviewState
from keyart.insights.catalogue.context import Context, attributed
from keyart.insights.comparison.parts import Interval
from keyart.query import Access, ask
from keyart.query.intervals import z_of
from keyart.query.output.table import data_complete_until
from keyart.store import Snapshot

WEEKS = 4
"""Weeks before and, at most, after a decision."""
LEAST = timedelta(days=7)
LEAST_PEOPLE, LEAST_WON = 200, 20
"""People of a title, and what they won, in each period: else its ratio says too little."""
LEAST_TITLES = 5
"""Other titles, to tell the season."""
LEAST_FOR_REACH = 10
"""Other titles, to tell what a change of reach does."""
LEVEL = 0.95
Floats = npt.NDArray[np.float64]
_WON = {DecisionKind.CLICKBAIT: ("completions", "viewers who stay")}
_VIEWERS = ("viewers", "viewers")


@dataclass(frozen=True)
class _Counts:
    """People of a title in a period, and what they won."""

    people: int
    won: int

    @property
    def enough(self) -> bool:
        return self.people >= LEAST_PEOPLE and self.won >= LEAST_WON

    @property
    def rate(self) -> float:
        return self.won / self.people


def review(snapshot: Snapshot, access: Access, request: ReviewRequest) -> Reviews:
    """Return what came of the decisions of a store that promised something."""
    made = decisions(snapshot.root)
    last = data_complete_until(snapshot)
    judged = [
        one
        for one in made
        if one.expected_per_week is not None
        and one.title is not None
        and request.title in {None, one.title}
    ]
    if last is None or not judged:
        return Reviews((), None, None, None, "No decision has promised anything yet.", ())
    end = instant(last - last % SLOT_MICROSECONDS)
    reader = _Reader(snapshot, access)
    reviews = tuple(_review(reader, one, made, end) for one in judged)
    return _together(reviews)


class _Reader:
    """Counts of titles in periods, each asked once."""

    def __init__(self, snapshot: Snapshot, access: Access) -> None:
        self._snapshot, self._access = snapshot, access
        self._known: dict[tuple[str, datetime | None, datetime], Mapping[str, _Counts]] = {}

    def between(self, won: str, since: datetime | None, until: datetime) -> Mapping[str, _Counts]:
        """Return the people of each title in a period, and what was won."""
        key = (won, since, until)
        if key not in self._known:
            begin = None if since is None else since.isoformat()
            context = attributed(self._snapshot, Context(since=begin, until=until.isoformat()))
            query = replace(context.query("title"), measures=("reach", won))
            rows = ask(self._snapshot, self._access, query).to_dicts()
            self._known[key] = {
                row["title"]: _Counts(row["reach"], row[won] or 0) for row in rows if row["title"]
            }
        return self._known[key]

    def new_people(self, title: str, since: datetime, until: datetime) -> int:
        """Return how many people saw a title for the first time in a period."""
        before, after = (
            self.between(_VIEWERS[0], None, time).get(title, _Counts(0, 0))
            for time in (since, until)
        )
        return after.people - before.people


def _review(reader: _Reader, one: Decision, made: Sequence[Decision], end: datetime) -> Review:
    assert one.title is not None
    assert one.expected_per_week is not None
    won, unit = _WON.get(one.kind, _VIEWERS)
    at = _slot(one.made)
    since, until = at - timedelta(weeks=WEEKS), min(_stopped(one, made), end)
    until = min(_slot(until), at + timedelta(weeks=WEEKS))
    result = Review(
        decision=one.id,
        kind=one.kind,
        title=one.title,
        title_name=one.title_name,
        heading=one.heading,
        by=one.by,
        made=one.made,
        since=since,
        until=until,
        people=0,
        rate_before=None,
        rate_usual=None,
        rate_after=None,
        promised=one.expected_per_week,
        actual=None,
        unit=unit,
        state=ReviewState.TOO_EARLY,
        sentence="",
    )
    if until - at >= LEAST:
        before, after = reader.between(won, since, at), reader.between(won, at, until)
        others = {other.title for other in made if _overlaps(other, since, until)}
        new = reader.new_people(one.title, since, at) / WEEKS
        result = _judge(result, before, after, others, new)
    return replace(result, sentence=_sentence(result))


def _slot(time: datetime) -> datetime:
    """Return the start of a quarter of an hour."""
    time = time.astimezone(UTC)
    return time.replace(minute=time.minute - time.minute % 15, second=0, microsecond=0)


def _stopped(one: Decision, made: Sequence[Decision]) -> datetime:
    """Return when a decision stopped to hold: it was reversed, or replaced by a later one."""
    ends = [one.reversed] if one.reversed is not None else []
    if one.state is DecisionState.REPLACED:
        ends += [later.made for later in made if later.title == one.title and later.made > one.made]
    return min(ends, default=datetime.max.replace(tzinfo=UTC))


def _overlaps(one: Decision, since: datetime, until: datetime) -> bool:
    """Return whether a decision may have changed what its title won in a period."""
    return since - timedelta(weeks=WEEKS) < one.made < until


def _judge(
    result: Review,
    before: Mapping[str, _Counts],
    after: Mapping[str, _Counts],
    decided: set[str | None],
    new: float,
) -> Review:
    """Return the review with what came, for `new` people a week, as many as it was promised for."""
    nothing = _Counts(0, 0)
    own = before.get(result.title, nothing), after.get(result.title, nothing)
    result = replace(result, people=own[1].people)
    if not (own[0].enough and own[1].enough):
        return result
    others = [
        (before[title], counts)
        for title, counts in after.items()
        if title not in decided and counts.enough and before.get(title, nothing).enough
    ]
    if len(others) < LEAST_TITLES:
        return replace(result, state=ReviewState.NO_COMPARISON)
    # 1. What the season did to other titles, and how much they differ.
    ratios, variances = map(np.array, zip(*(_ratio(*pair) for pair in others), strict=True))
    people = [after.people / earlier.people for earlier, after in [*others, own]]
    reach = np.log(people) if len(others) >= LEAST_FOR_REACH else np.zeros(len(people))
    mean, error, spread = _usual(ratios, variances, reach)
    # 2. What the title did beyond that.
    ratio, variance = _ratio(*own)
    half = z_of(LEVEL) * float(np.sqrt(variance + spread + error))
    above = ratio - mean
    actual = Interval(
        *(
            new * own[0].rate * float(np.expm1(bound))
            for bound in (above, above - half, above + half)
        )
    )
    return replace(
        result,
        rate_before=own[0].rate,
        rate_usual=own[0].rate * float(np.exp(mean)),
        rate_after=own[1].rate,
        actual=actual,
        state=_compare(result.promised, actual),
    )


def _ratio(before: _Counts, after: _Counts) -> tuple[float, float]:
    """Return the log ratio of two rates, and its variance (delta method, binomial)."""
    value = float(np.log(after.rate / before.rate))
    return value, sum(max(1 - one.rate, 0.0) / one.won for one in (before, after))


def _usual(values: Floats, variances: Floats, reach: Floats) -> tuple[float, float, float]:
    """Return what is usual for the last of `reach`, its variance, and the variance of titles.

    values, variances: shape (titles,): log ratios of rates. reach: shape (titles + 1,): log ratios
    of people, the last one of the title that is judged; all alike where they aren't to count.
    """
    *rows, own = np.column_stack([np.ones(reach.size), reach - reach[:-1].mean()])
    design = np.array(rows)
    rank = np.linalg.matrix_rank(design)

    def line(weights: Floats) -> tuple[Floats, Floats]:
        """Return the line's coefficients and their covariance."""
        covariance = np.linalg.pinv((design.T * weights) @ design).astype(np.float64)
        return covariance @ (design.T * weights) @ values, covariance

    weights = 1 / variances
    coefficients, covariance = line(weights)
    excess = weights @ (values - design @ coefficients) ** 2 - (values.size - rank)
    scale = weights.sum() - np.trace(covariance @ (design.T * weights**2) @ design)
    spread = max(float(excess / scale), 0.0)
    coefficients, covariance = line(1 / (variances + spread))
    return float(own @ coefficients), float(own @ covariance @ own), spread


def _compare(promised: Interval, actual: Interval) -> ReviewState:
    assert actual.low is not None
    assert actual.high is not None
    if promised.low is not None and actual.high < promised.low:
        return ReviewState.FELL_SHORT
    if promised.high is not None and actual.low > promised.high:
        return ReviewState.MORE
    return ReviewState.AS_PROMISED


def _sentence(result: Review) -> str:
    match result.state:
        case ReviewState.TOO_EARLY:
            return "Too early to tell: fewer than seven days have passed, or too few people came."
        case ReviewState.NO_COMPARISON:
            return "Too few other titles have people enough to tell what the season did."
        case ReviewState.AS_PROMISED:
            word = "as promised"
        case ReviewState.FELL_SHORT:
            word = "less than promised"
        case ReviewState.MORE:
            word = "more than promised"
    assert result.actual is not None
    return (
        f"Promised {_words(result.promised)} more {result.unit} a week; "
        f"{_words(result.actual)} came: {word}."
    )


def _words(interval: Interval) -> str:
    values = (interval.value, interval.low, interval.high)
    value, low, high = ("–" if one is None else f"{one:,.0f}".replace("-", "−") for one in values)
    return f"{value} ({low} to {high})"


def _together(reviews: tuple[Review, ...]) -> Reviews:
    """Return reviews with their sums: those that count viewers, each with an interval."""
    judged = [one for one in reviews if one.actual is not None and one.unit == _VIEWERS[1]]
    if not judged:
        return Reviews(reviews, None, None, None, "No decision can be judged yet.", ())
    promised = _total([one.promised for one in judged])
    actual = _total([one.actual for one in judged if one.actual is not None])
    share, sentence = None, f"Of {len(judged):,} decisions, {_words(actual)} viewers a week came."
    if promised.value and promised.value > 0:
        bounds = (actual.value, actual.low, actual.high)
        share = Interval(*((one or 0.0) / promised.value for one in bounds))
        sentence = (
            f"{share.value:.0%} of what was promised came ({share.low:.0%} to {share.high:.0%}): "
            f"{actual.value:,.0f} of {promised.value:,.0f} viewers a week, over "
            f"{len(judged):,} decision{'s' if len(judged) > 1 else ''}."
        )
    notes = ("Corrected for the season by titles without a decision.",)
    return Reviews(reviews, promised, actual, share, sentence.replace("-", "−"), notes)


def _total(intervals: Sequence[Interval]) -> Interval:
    """Return a sum of independent figures, with its interval."""
    value = sum(one.value or 0.0 for one in intervals)
    half = float(
        np.sqrt(sum((((one.high or 0.0) - (one.low or 0.0)) / 2) ** 2 for one in intervals))
    )
    return Interval(value, value - half, value + half)
