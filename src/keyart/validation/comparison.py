"""Whether two answers to one question say the same.

Sums must be equal. A count of people that the other engine estimates must lie as near to the
exact one as the error that it states allows; a ratio, as near as what it is made of allows.

The stated bound holds for one estimate, at its confidence. Over thousands of estimates some lie
beyond it by chance, so what is called a difference is judged by a bound that *none* of them would
cross by chance more often than once in `1 / FALSE_ALARMS` validations (Bonferroni's correction,
which holds however the estimates depend on one another). The share within the stated bound is
reported beside it.
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
from keyart.validation.findings import Cell, Difference, Estimates, Pick

FALSE_ALARMS = 0.001
"""The chance that a validation of two sound engines finds any difference."""

MOST_CELLS = 20
"""So many values of one question are kept as examples."""

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
    """None for a whole row that one side lacks."""
    row: Row
    """All exact measures of that row."""
    other: Any


@dataclass(frozen=True)
class _Asked:
    """A question with the values that are not plainly equal."""

    question: Query
    pick: Pick
    sigma: float
    """The relative standard error of the other engine's counts of people; 0 if it is exact."""
    doubtful: tuple[_Pair, ...]


@dataclass
class Judge:
    """Compares answers one by one, and says at the end what differs."""

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
    _asked: list[_Asked] = field(default_factory=list[_Asked])

    def __post_init__(self) -> None:
        """Begin the choice of points, apart from that of questions."""
        self._random = Random(self.seed)  # noqa: S311 - a sample is no secret

    def compare(self, question: Query, pick: Pick, reference: Result, other: Result) -> None:
        """Take note of where two answers differ."""
        sigma = _sigma(other)
        if other.meta.error_bound > self.bound:
            self.bound, self.confidence = other.meta.error_bound, other.meta.confidence
        doubtful = tuple(
            pair
            for pair in self._pairs(question, reference, other)
            if self._is_doubtful(pair, sigma, other.meta.error_bound)
        )
        self.rows += reference.table.num_rows
        if doubtful:
            self._asked.append(_Asked(question, pick, sigma, doubtful))

    @property
    def z(self) -> float:
        """How many standard errors an estimate may be off, considering how many there are."""
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

    def differences(self) -> tuple[Difference, ...]:
        """Return the questions with values that no chance explains."""
        found = ((asked, self._wrong(asked)) for asked in self._asked)
        return tuple(
            Difference(asked.question, asked.pick, tuple(cells[:MOST_CELLS]), len(cells))
            for asked, cells in found
            if cells
        )

    def _wrong(self, asked: _Asked) -> list[Cell]:
        cells: list[Cell] = []
        for pair in asked.doubtful:
            if pair.measure is None:
                one_side = ("a row", None) if pair.row else (None, "a row")
                cells.append(Cell(pair.key, pair.part, "", *one_side))
                continue
            name = pair.measure.name
            low, high = self._span(pair.measure, pair.row, self.z * asked.sigma)
            if not _lies_within(pair.other, low, high):
                bounds = (low, high) if low != high else (None, None)
                cells.append(Cell(pair.key, pair.part, name, pair.row[name], pair.other, *bounds))
        return cells

    def _pairs(self, question: Query, reference: Result, other: Result) -> Iterator[_Pair]:
        keys = [*question.by, *([TIME] if question.grain else [])]
        names = question.measures
        theirs = {_key(row, keys): row for row in other.to_dicts()}
        for row in reference.to_dicts():
            yield from self._of_row(row, theirs.pop(_key(row, keys), None), keys, names)
        for row in theirs.values():
            yield _Pair({key: row[key] for key in keys}, "rows", None, {}, None)
        for name in names:
            measure = self.model.measure(name)
            yield _Pair({}, "totals", measure, reference.totals, other.totals[name])

    def _of_row(
        self, row: Row, theirs: Row | None, keys: Sequence[str], names: Sequence[str]
    ) -> Iterator[_Pair]:
        key = {name: row[name] for name in keys}
        if theirs is None:
            yield _Pair(key, "rows", None, row, None)
            return
        for name in names:
            yield _Pair(key, "rows", self.model.measure(name), row, theirs[name])

    def _is_doubtful(self, pair: _Pair, sigma: float, bound: float) -> bool:
        """Count a value, and tell whether it must be judged once all are counted."""
        if pair.measure is None:
            return True
        low, high = self._span(pair.measure, pair.row, bound)
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

    def _span(self, measure: Measure, row: Row, error: float) -> tuple[Any, Any]:
        """Return the least and greatest value that an error of people allows; None for null."""
        value = row[measure.name]
        if value is None or not error:
            return value, value
        if isinstance(measure, Distinct):
            return value * (1 - error) - _ROUNDING, value * (1 + error) + _ROUNDING
        if not isinstance(measure, Ratio):
            return value, value
        spans = (
            self._span(self.model.measure(name), row, error)
            for name in (measure.numerator, measure.denominator)
        )
        return _quotients(*spans)


def _quotients(
    numerator: tuple[float, float], denominator: tuple[float, float]
) -> tuple[float, float]:
    """Return the least and greatest quotient of two spans."""
    if denominator[0] <= 0 <= denominator[1]:
        return -inf, inf
    corners = [part / whole for part in numerator for whole in denominator]
    return min(corners), max(corners)


def _lies_within(value: Any, low: Any, high: Any) -> bool:
    """Tell whether a value lies within a span; numbers with parts need not be equal to the bit."""
    if value is None or low is None:
        return value is None and low is None
    if low <= value <= high:
        return True
    if isinstance(value, int) and isinstance(low, int):
        return False
    return any(isclose(value, side, rel_tol=_FLOAT, abs_tol=_FLOAT) for side in (low, high))


def _key(row: Row, names: Sequence[str]) -> tuple[Any, ...]:
    """Return what tells a row from others; times of one zone are equal if their clocks are."""
    return tuple(
        value.astimezone(UTC) if isinstance(value, datetime) else value
        for value in (row[name] for name in names)
    )


def _sigma(result: Result) -> float:
    """Return the relative standard error of counts of people that an answer states."""
    bound = result.meta.error_bound
    return bound / _deviations(result.meta.confidence) if bound else 0.0


def _deviations(confidence: float) -> float:
    """Return how many standard errors a bound at this confidence is wide."""
    return _NORMAL.inv_cdf((1 + confidence) / 2) if confidence < 1 else 1.0
