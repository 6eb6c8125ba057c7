"""Keyart, asked through its public Python interface."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

import keyart
from benchmarks.contenders import Ask, Check, Contender
from benchmarks.questions import MEASURES, SLOT_SECONDS, Question

LABEL = "Keyart"


def contender(store: keyart.Store) -> Contender:
    """Return the contender."""

    def roads(question: Question) -> Mapping[str, Ask]:
        return {"native": lambda: ask(store, question)}

    return Contender(LABEL, Check.EQUAL, roads)


def arguments(question: Question) -> dict[str, Any]:
    """Return a question as the keyword arguments of `Store.query`."""
    since = question.since
    return {
        "measures": list(MEASURES),
        "by": [name for name in question.by if name != "day"],
        "where": {"title": question.title} | {n: list(v) for n, v in question.where.items()},
        "audience": question.audience,
        "audiences": list(question.audiences) or None,
        "since": None if since is None else datetime.fromtimestamp(since * SLOT_SECONDS, UTC),
        "grain": "day" if "day" in question.by else None,
        "engine": "native",
    }


def ask(store: keyart.Store, question: Question) -> Sequence[pa.Table]:
    """Return the rows and the totals, day as a column of that name."""
    result = store.query(**arguments(question))
    rows = result.to_arrow()
    if "day" in question.by:
        rows = rows.rename_columns({"time": "day"})
    return [rows, pa.Table.from_pylist([dict(result.totals)])]
