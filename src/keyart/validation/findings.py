"""The results of a validation, as data."""

import json
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from statistics import quantiles
from typing import Any

from keyart.query import Query

REFERENCE = "native"
"""The engine that the other one is compared with: it counts people exactly."""


@dataclass(frozen=True)
class Pick:
    """Titles to ask questions about."""

    kind: str
    """One of `titles.KINDS`."""
    why: str
    """Why these: `launched 2026-03-01`, `one asset`."""
    where: Mapping[str, Any]
    """The condition that selects them; empty for all titles."""


@dataclass(frozen=True)
class DifferingValue:
    """One value that differs."""

    key: Mapping[str, Any]
    """The row's values of the dimensions, and `time`; empty in totals."""
    part: str
    """`rows` or `totals`."""
    measure: str
    """Empty if the whole row is on one side only."""
    reference: Any
    other: Any
    low: float | None = None
    """The least and the greatest value that the other engine's bound allows; None if exact."""
    high: float | None = None


@dataclass(frozen=True)
class AnswerDifference:
    """A question that the engines answer differently, beyond the bound."""

    question: Query
    pick: Pick
    cells: tuple[DifferingValue, ...]
    """The first differing values."""
    count: int
    """The number of differing values."""


@dataclass(frozen=True)
class Refusal:
    """Questions that the other engine refuses, for one reason."""

    message: str
    example: Query
    count: int


@dataclass(frozen=True)
class Failure:
    """A question that the other engine failed to answer."""

    question: Query
    code: str
    message: str


@dataclass(frozen=True)
class Estimates:
    """How well the other engine estimates people, over all compared values."""

    count: int = 0
    inside: int = 0
    """The number within the bound that the other engine states."""
    bound: float = 0.0
    """The greatest relative error that it states, at `confidence`."""
    confidence: float = 1.0
    allowed: float = 0.0
    """The relative error beyond which a value is a difference: wider than `bound`, since some of
    many values exceed that by chance."""
    widest: float = 0.0
    """The greatest relative error observed."""
    points: tuple[tuple[int, float], ...] = ()
    """A sample: the exact number of people, and the relative error."""

    @property
    def share_inside(self) -> float | None:
        """The share within the stated bound; None if nothing was estimated."""
        return self.inside / self.count if self.count else None


@dataclass(frozen=True)
class Validation:
    """The result of asking two engines the same questions."""

    store: str
    against: str
    seed: int
    began: datetime
    version: int
    """The version of the store."""
    other_version: int
    """The version that the other engine holds; 0 if it answered nothing."""
    picks: tuple[Pick, ...]
    asked: int
    compared: int
    """Questions that both answered."""
    rows: int
    """Compared rows, without totals."""
    exact: int
    """Compared values that must be equal."""
    estimates: Estimates
    differences: tuple[AnswerDifference, ...]
    refusals: tuple[Refusal, ...]
    failures: tuple[Failure, ...]
    reference_ms: tuple[float, ...]
    """How long each compared question took."""
    other_ms: tuple[float, ...]

    @property
    def is_sound(self) -> bool:
        """Whether both engines agree, as far as the other one answers."""
        return not self.differences and not self.failures

    @property
    def verdict(self) -> str:
        """The result in one sentence."""
        if not self.compared:
            return f"{self.against} answered none of {self.asked:,} questions."
        wrong = len(self.differences), len(self.failures)
        problems = [
            f"{wrong[0]:,} of {self.asked:,} questions are answered differently",
            f"{self.against} failed at {wrong[1]:,} of {self.asked:,} questions",
        ]
        if any(wrong):
            return f"{'; '.join(text for text, n in zip(problems, wrong, strict=True) if n)}."
        return f"{self.against} and {REFERENCE} agree on {self.compared:,} questions."

    @property
    def remarks(self) -> tuple[str, ...]:
        """Remarks on the verdict."""
        if not self.other_version or self.other_version == self.version:
            return ()
        older = (
            f"{self.against} holds version {self.other_version}, and the store is at version "
            f"{self.version}: load it first, or data may differ only by age."
        )
        return (older,)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON data."""
        data: dict[str, Any] = {
            **{name: getattr(self, name) for name in _COPIED_FIELDS},
            "began": self.began.isoformat(),
            "is_sound": self.is_sound,
            "verdict": self.verdict,
            "remarks": list(self.remarks),
            "picks": [asdict(pick) for pick in self.picks],
            "estimates": asdict(self.estimates) | {"share_inside": self.estimates.share_inside},
            "differences": [_difference_dict(item, self) for item in self.differences],
            "refusals": [
                {"message": item.message, "count": item.count, "example": item.example.to_dict()}
                for item in self.refusals
            ],
            "failures": [
                {"code": item.code, "message": item.message, "question": item.question.to_dict()}
                for item in self.failures
            ],
            "ms": {
                REFERENCE: time_percentiles(self.reference_ms),
                self.against: time_percentiles(self.other_ms),
            },
        }
        return data


_COPIED_FIELDS = (
    *("store", "against", "seed", "version", "other_version"),
    *("asked", "compared", "rows", "exact"),
)


def time_percentiles(times: Sequence[float]) -> dict[str, float]:
    """Return the median and the 95th percentile of times; empty without times."""
    if not times:
        return {}
    cuts = quantiles([*times, *times], n=100, method="inclusive")
    return {"p50": cuts[49], "p95": cuts[94]}


def _difference_dict(difference: AnswerDifference, validation: Validation) -> dict[str, Any]:
    return {
        "question": difference.question.to_dict(),
        "commands": list(
            repeat_commands(validation.store, difference.question, (REFERENCE, validation.against))
        ),
        "pick": asdict(difference.pick),
        "count": difference.count,
        "cells": [
            {
                "key": {name: _json_value(value) for name, value in cell.key.items()},
                "part": cell.part,
                "measure": cell.measure,
                REFERENCE: _json_value(cell.reference),
                validation.against: _json_value(cell.other),
                "allowed": None if cell.low is None else [cell.low, cell.high],
            }
            for cell in difference.cells
        ],
    }


def _json_value(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def repeat_commands(store: str, question: Query, engines: Iterable[str]) -> tuple[str, ...]:
    """Return a shell command for each engine that asks the question again."""
    return tuple(
        f"echo {shlex.quote(_question_json(question, engine))} | "
        f"keyart query {shlex.quote(store)} --json-query -"
        for engine in engines
    )


def _question_json(question: Query, engine: str) -> str:
    request = {**question.to_dict(), "engine": engine}
    return json.dumps(request, ensure_ascii=False)
