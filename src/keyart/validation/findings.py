"""What a validation says, as data."""

import json
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from statistics import quantiles
from typing import Any

from keyart.query import Query

REFERENCE = "native"
"""The engine that the other one is held against: it counts everybody exactly."""


@dataclass(frozen=True)
class Pick:
    """Titles that questions are asked about."""

    kind: str
    """One of `picking.KINDS`."""
    why: str
    """Why just these: `launched 2026-03-01`, `one asset`."""
    where: Mapping[str, Any]
    """The condition that lets only them pass; empty for all titles."""


@dataclass(frozen=True)
class Cell:
    """One value that is not what it should be."""

    key: Mapping[str, Any]
    """The row's values of the dimensions, and `time`; empty in totals."""
    part: str
    """`rows` or `totals`."""
    measure: str
    """Empty where the whole row is on one side only."""
    reference: Any
    other: Any
    low: float | None = None
    """The least and the greatest value that the other engine's bound would allow; None if exact."""
    high: float | None = None


@dataclass(frozen=True)
class Difference:
    """A question that the engines answer differently, beyond what the bound allows."""

    question: Query
    pick: Pick
    cells: tuple[Cell, ...]
    """The first of them."""
    count: int
    """How many there are."""


@dataclass(frozen=True)
class Refusal:
    """Questions that the other engine says it cannot answer, for one reason."""

    message: str
    example: Query
    count: int


@dataclass(frozen=True)
class Failure:
    """A question that the other engine should have answered, and did not."""

    question: Query
    code: str
    message: str


@dataclass(frozen=True)
class Estimates:
    """How well the other engine estimates people, over all that were compared."""

    count: int = 0
    inside: int = 0
    """How many lie within the bound that the other engine states."""
    bound: float = 0.0
    """The greatest relative error that it states, at `confidence`."""
    confidence: float = 1.0
    allowed: float = 0.0
    """The relative error beyond which one is a difference: wider than `bound`, because of so
    many comparisons some lie beyond that by chance."""
    widest: float = 0.0
    """The greatest relative error that was seen."""
    points: tuple[tuple[int, float], ...] = ()
    """Some of them: the exact number of people, and the relative error."""

    @property
    def share_inside(self) -> float | None:
        """The share within the stated bound; None where nothing was estimated."""
        return self.inside / self.count if self.count else None


@dataclass(frozen=True)
class Validation:
    """What came of asking two engines the same."""

    store: str
    against: str
    seed: int
    began: datetime
    version: int
    """The version of the store that was asked."""
    other_version: int
    """The version that the other engine holds; 0 where it answered nothing."""
    picks: tuple[Pick, ...]
    asked: int
    compared: int
    """Questions that both answered."""
    rows: int
    """Rows of answers that were compared, totals apart."""
    exact: int
    """Values that must be equal, and were compared."""
    estimates: Estimates
    differences: tuple[Difference, ...]
    refusals: tuple[Refusal, ...]
    failures: tuple[Failure, ...]
    reference_ms: tuple[float, ...]
    """How long each compared question took."""
    other_ms: tuple[float, ...]

    @property
    def is_sound(self) -> bool:
        """Whether both engines say the same, as far as the other one answers."""
        return not self.differences and not self.failures

    @property
    def verdict(self) -> str:
        """What came of it, in one sentence."""
        if not self.compared:
            return f"{self.against} answered none of {self.asked:,} questions."
        wrong = len(self.differences), len(self.failures)
        told = [
            f"{wrong[0]:,} of {self.asked:,} questions are answered differently",
            f"{self.against} failed at {wrong[1]:,} of {self.asked:,} questions",
        ]
        if any(wrong):
            return f"{'; '.join(text for text, n in zip(told, wrong, strict=True) if n)}."
        return f"{self.against} and {REFERENCE} agree on {self.compared:,} questions."

    @property
    def remarks(self) -> tuple[str, ...]:
        """What one should know beside the verdict."""
        if not self.other_version or self.other_version == self.version:
            return ()
        older = (
            f"{self.against} holds version {self.other_version}, and the store is at version "
            f"{self.version}: load it first, or differences may be nothing but age."
        )
        return (older,)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as data that JSON can hold."""
        plain: dict[str, Any] = {
            **{name: getattr(self, name) for name in _PLAIN},
            "began": self.began.isoformat(),
            "is_sound": self.is_sound,
            "verdict": self.verdict,
            "remarks": list(self.remarks),
            "picks": [asdict(pick) for pick in self.picks],
            "estimates": asdict(self.estimates) | {"share_inside": self.estimates.share_inside},
            "differences": [_difference(one, self) for one in self.differences],
            "refusals": [
                {"message": one.message, "count": one.count, "example": one.example.to_dict()}
                for one in self.refusals
            ],
            "failures": [
                {"code": one.code, "message": one.message, "question": one.question.to_dict()}
                for one in self.failures
            ],
            "ms": {
                REFERENCE: typical(self.reference_ms),
                self.against: typical(self.other_ms),
            },
        }
        return plain


_PLAIN = (
    *("store", "against", "seed", "version", "other_version"),
    *("asked", "compared", "rows", "exact"),
)


def typical(times: Sequence[float]) -> dict[str, float]:
    """Return the median and the 95th percentile of some times; nothing of none."""
    if not times:
        return {}
    cuts = quantiles([*times, *times], n=100, method="inclusive")
    return {"p50": cuts[49], "p95": cuts[94]}


def _difference(one: Difference, of: Validation) -> dict[str, Any]:
    return {
        "question": one.question.to_dict(),
        "commands": list(commands(of.store, one.question, (REFERENCE, of.against))),
        "pick": asdict(one.pick),
        "count": one.count,
        "cells": [
            {
                "key": {name: _plain(value) for name, value in cell.key.items()},
                "part": cell.part,
                "measure": cell.measure,
                REFERENCE: _plain(cell.reference),
                of.against: _plain(cell.other),
                "allowed": None if cell.low is None else [cell.low, cell.high],
            }
            for cell in one.cells
        ],
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def commands(store: str, question: Query, engines: Iterable[str]) -> tuple[str, ...]:
    """Return a command of the shell for each engine."""
    return tuple(
        f"echo {shlex.quote(_as_json(question, engine))} | "
        f"keyart query {shlex.quote(store)} --json-query -"
        for engine in engines
    )


def _as_json(question: Query, engine: str) -> str:
    asked = {**question.to_dict(), "engine": engine}
    return json.dumps(asked, ensure_ascii=False)
