"""A producer whose judgement always finds one condition, for tests that kill it."""

import sys
from datetime import datetime
from pathlib import Path

from keyart.core.notice import NoticeCondition
from keyart.live import run
from keyart.store import Snapshot
from tests.notify.found import condition


def judge(snapshot: Snapshot, min_cell: int, *, now: datetime) -> tuple[NoticeCondition, ...]:
    """Find one thing in every version that has any batch."""
    assert min_cell == 50
    assert now.tzinfo is not None
    return (condition(1),) if snapshot.batches() else ()


if __name__ == "__main__":
    run(Path(sys.argv[1]), judge=judge)
