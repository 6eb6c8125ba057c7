"""Whether two answers to one question agree.

Sums must be equal. A count of people that the other engine estimates must be within its stated
error of the exact one; a ratio, within the error that its parts allow.

The stated bound holds for one estimate, at its confidence. Of thousands of estimates some exceed it
by chance, so a difference is judged by a wider bound: in `1 / FALSE_ALARMS` validations no estimate
exceeds it by chance more than once (Bonferroni's correction, which holds for any dependence between
estimates). The share within the stated bound is reported, too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import inf, isclose
from random import Random
from statistics import NormalDist
from typing import Any

from keyart.core.measures import Distinct, Measure, Ratio
from keyart.query import Query, Result
from keyart.query.planning.model import Model
from keyart.query.planning.plan import TIME
from keyart.validation.findings import AnswerDifference, DifferingValue, Estimates, Pick

FALSE_ALARMS = 0.001
"""The chance that a validation of two correct engines finds any difference."""

MOST_CELLS = 20
"""The most values of one question that are kept as examples."""

MOST_POINTS = 400

_ROUNDING = 0.5
_FLOAT = 1e-9
_NORMAL = NormalDist()

Row = Mapping[str, Any]


@dataclass(frozen=True)
class _Pair:
    """One value of an answer, by both engines."""

    key: Row
    part: str
    measure: Measure | None
    """None for a row that is missing on one side."""
    row: Row
    """All exact measures of that row."""
    other: Any


@dataclass(frozen=True)
class _DoubtfulQuestion:
    """A question with the values that are not clearly equal."""

    question: Query
    pick: Pick
    sigma: float
    """The relative standard error of the other engine's counts of people; 0 if it is exact."""
    doubtful: tuple[_Pair, ...]


@dataclass
class AnswerComparer:
    """Compares answers one by one, and returns all differences at the end."""

    model: Model
    seed: int
    rows: int = 0
    exact: int = 0
    estimated: int = 0
    inside: int = 0
    bound: float = 0.0
    confidence: float = 1.0
    widest: float = 0.0
    _random: Random = field(init=False)
    _points: list[tuple[int, float]] = field(default_factory=list[tuple[int, float]])
    _doubtful: list[_DoubtfulQuestion] = field(default_factory=list[_DoubtfulQuestion])

    def __post_init__(self) -> None:
        """Seed the sample of points, independently of the questions."""
        self._random = Random(self.seed)  # noqa: S311 - a sample is no secret

    def compare(self, question: Query, pick: Pick, reference: Result, other: Result) -> None:
        """Compare two answers, and remember doubtful values."""
        sigma = _relative_sigma(other)
        if other.meta.error_bound > self.bound:
            self.bound, self.confidence = other.meta.error_bound, other.meta.confidence
        doubtful = tuple(
            pair
            for pair in self._pair_values(question, reference, other)
            if self._is_doubtful(pair, sigma, other.meta.error_bound)
        )
        self.rows += reference.table.num_rows
        if doubtful:
            self._doubtful.append(_DoubtfulQuestion(question, pick, sigma, doubtful))

    @property
    def z(self) -> float:
        """How many standard errors an estimate may be off, given the number of estimates."""
        return _NORMAL.inv_cdf(1 - FALSE_ALARMS / (2 * max(self.estimated, 1)))

    @property
    def estimates(self) -> Estimates:
        """How well people are estimated."""
        sigma = self.bound / _deviations(self.confidence)
        return Estimates(
            count=self.estimated,
            inside=self.inside,
            bound=self.bound,
            confidence=self.confidence,
            allowed=self.z * sigma if self.estimated else 0.0,
            widest=self.widest,
            points=tuple(self._points),
        )

    def differences(self) -> tuple[AnswerDifference, ...]:
        """Return the questions with values that chance does not explain."""
        compared = ((question, self._find_differences(question)) for question in self._doubtful)
        return tuple(
            AnswerDifference(
                question.question, question.pick, tuple(cells[:MOST_CELLS]), len(cells)
            )
            for question, cells in compared
            if cells
        )

    def _find_differences(self, question: _DoubtfulQuestion) -> list[DifferingValue]:
        cells: list[DifferingValue] = []
        for pair in question.doubtful:
            if pair.measure is None:
                one_side = ("a row", None) if pair.row else (None, "a row")
                cells.append(DifferingValue(pair.key, pair.part, "", *one_side))
                continue
            name = pair.measure.name
            low, high = self._allowed_span(pair.measure, pair.row, self.z * question.sigma)
            if not _lies_within(pair.other, low, high):
                bounds = (low, high) if low != high else (None, None)
                cells.append(
                    DifferingValue(pair.key, pair.part, name, pair.row[name], pair.other, *bounds)
                )
        return cells

    def _pair_values(self, question: Query, reference: Result, other: Result) -> Iterator[_Pair]:
        keys = [*question.by, *([TIME] if question.grain else [])]
        names = question.measures
        theirs = {_row_key(row, keys): row for row in other.to_dicts()}
        for row in reference.to_dicts():
            yield from self._pair_row(row, theirs.pop(_row_key(row, keys), None), keys, names)
        for row in theirs.values():
            yield _Pair({key: row[key] for key in keys}, "rows", None, {}, None)
        for name in names:
            measure = self.model.measure(name)
            yield _Pair({}, "totals", measure, reference.totals, other.totals[name])

    def _pair_row(
        self, row: Row, theirs: Row | None, keys: Sequence[str], names: Sequence[str]
    ) -> Iterator[_Pair]:
        key = {name: row[name] for name in keys}
        if theirs is None:
            yield _Pair(key, "rows", None, row, None)
            return
        for name in names:
            yield _Pair(key, "rows", self.model.measure(name), row, theirs[name])

    def _is_doubtful(self, pair: _Pair, sigma: float, bound: float) -> bool:
        """Count a value, and return whether it must be judged at the end."""
        if pair.measure is None:
            return True
        low, high = self._allowed_span(pair.measure, pair.row, bound)
        within = _lies_within(pair.other, low, high)
        if sigma and isinstance(pair.measure, Distinct) and pair.other is not None:
            self._note_estimate(pair.row[pair.measure.name], pair.other, within=within)
        elif not (sigma and isinstance(pair.measure, Ratio)):
            self.exact += 1
        return not within

    def _note_estimate(self, exact: int, estimate: int, *, within: bool) -> None:
        error = (estimate - exact) / exact if exact else 0.0
        self.estimated += 1
        self.inside += within
        self.widest = max(self.widest, abs(error))
        if len(self._points) < MOST_POINTS:
            self._points.append((exact, error))
        else:
            at = self._random.randrange(self.estimated)
            if at < MOST_POINTS:
                self._points[at] = (exact, error)

    def _allowed_span(self, measure: Measure, row: Row, error: float) -> tuple[Any, Any]:
        """Return the least and greatest value for a relative error of people; None for null."""
        value = row[measure.name]
        if value is None or not error:
            return value, value
        if isinstance(measure, Distinct):
            return value * (1 - error) - _ROUNDING, value * (1 + error) + _ROUNDING
        if not isinstance(measure, Ratio):
            return value, value
        spans = (
            self._allowed_span(self.model.measure(name), row, error)
            for name in (measure.numerator, measure.denominator)
        )
        return _quotient_span(*spans)


def _quotient_span(
    numerator: tuple[float, float], denominator: tuple[float, float]
) -> tuple[float, float]:
    """Return the least and greatest quotient of two spans."""
    if denominator[0] <= 0 <= denominator[1]:
        return -inf, inf
    corners = [part / whole for part in numerator for whole in denominator]
    return min(corners), max(corners)


def _lies_within(value: Any, low: Any, high: Any) -> bool:
    """Return whether a value is within a span; floats may differ by rounding."""
    if value is None or low is None:
        return value is None and low is None
    if low <= value <= high:
        return True
    if isinstance(value, int) and isinstance(low, int):
        return False
    return any(isclose(value, side, rel_tol=_FLOAT, abs_tol=_FLOAT) for side in (low, high))


def _row_key(row: Row, names: Sequence[str]) -> tuple[Any, ...]:
    """Return a row's key, with times in UTC."""
    return tuple(
        value.astimezone(UTC) if isinstance(value, datetime) else value
        for value in (row[name] for name in names)
    )


def _relative_sigma(result: Result) -> float:
    """Return the relative standard error that an answer states for counts of people."""
    bound = result.meta.error_bound
    return bound / _deviations(result.meta.confidence) if bound else 0.0


def _deviations(confidence: float) -> float:
    """Return a bound's width in standard errors at a confidence."""
    return _NORMAL.inv_cdf((1 + confidence) / 2) if confidence < 1 else 1.0
