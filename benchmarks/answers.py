"""Answers of different engines in one form, and where they differ."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import isclose
from typing import Any

import pyarrow as pa

from benchmarks.questions import MEASURES, Question

Key = tuple[str | int | None, ...]
"""The values of a row's groups: text, days since 1970, or None."""

Measured = Mapping[str, float | None]
"""Measures by name; an engine may leave some out."""

EPOCH = date(1970, 1, 1)
TOTALS: Key = ("totals",)


@dataclass(frozen=True)
class Answer:
    """What an engine answered: its groups, and the totals under the key `TOTALS`."""

    groups: Mapping[Key, Measured]


def read(question: Question, tables: Iterable[pa.Table]) -> Answer:
    """Return the answer in `tables`.

    A row is the totals if its column `is_total` is true or its table has no grouping column.
    """
    return Answer(dict(_rows(question, tables)))


def _rows(question: Question, tables: Iterable[pa.Table]) -> Iterator[tuple[Key, Measured]]:
    for table in tables:
        for row in table.to_pylist():
            total = row.get("is_total") or question.by[0] not in row
            key = TOTALS if total else tuple(_plain(row[name]) for name in question.by)
            yield key, {name: row[name] for name in MEASURES if name in row}


def _plain(value: Any) -> str | int | None:
    """Return a group's value: days as numbers, the empty text of engines without null as None."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return (value - EPOCH).days
    return value if value != "" else None


def difference(expected: Answer, got: Answer) -> str | None:
    """Return the first difference in what `got` answers, or None. Rates may differ by 1e-9."""
    groups = expected.groups if TOTALS in got.groups else _without_totals(expected)
    if groups.keys() != got.groups.keys():
        odd = sorted(groups.keys() ^ got.groups.keys(), key=str)
        return f"{len(groups)} and {len(got.groups)} groups; only one has {odd[:3]}"
    for key, measured in got.groups.items():
        for name, value in measured.items():
            if not _equal(groups[key][name], value):
                return f"{name} of {key} is {groups[key][name]} and {value}"
    return None


def worst_error(expected: Answer, got: Answer, measures: Sequence[str] = ("reach",)) -> float:
    """Return the greatest relative error of `measures` over all groups that both have."""
    errors = [
        abs((measured[name] or 0) - (wanted := expected.groups[key][name] or 0)) / max(wanted, 1)
        for key, measured in got.groups.items()
        if key in expected.groups
        for name in measures
    ]
    return max(errors, default=0.0)


def _without_totals(answer: Answer) -> Mapping[Key, Measured]:
    return {key: measured for key, measured in answer.groups.items() if key != TOTALS}


def _equal(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return isclose(a, b, rel_tol=1e-9)
