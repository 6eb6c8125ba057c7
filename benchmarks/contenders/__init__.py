"""The engines that are compared, each with the roads on which it can answer a question."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

import pyarrow as pa

from benchmarks.questions import Question

Ask = Callable[[], Sequence[pa.Table]]
"""Answers one question with tables as `benchmarks.answers.read` takes them."""


class Check(Enum):
    """How an answer is checked before anything is timed."""

    EQUAL = "equal to Keyart's"
    CLOSE = "approximate"
    NONE = "no answer"


@dataclass(frozen=True)
class Contender:
    """An engine, loaded with the facts.

    `roads` gives the formulations of a question that are worth trying, by name; none if it does
    not take part. All are tried and the fastest is timed.
    """

    label: str
    check: Check
    roads: Callable[[Question], Mapping[str, Ask]]
