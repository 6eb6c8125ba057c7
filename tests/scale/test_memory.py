"""However many facts there are, only so many are in memory at once."""

from pathlib import Path

import pyarrow as pa
import pytest

from keyart.batch import imported_facts
from keyart.core.facts import Family
from keyart.core.progress import Silent
from keyart.scale.facts import rows as fact_rows
from keyart.scale.facts.files import write_facts
from tests.scale.random_facts import empty_store, write

FEW, MANY = 3, 15
"""Days."""


class Watching(Silent):
    """Looks at what Arrow holds whenever a long job goes on."""

    def __init__(self) -> None:
        self.most = 0

    def advance(self, amount: int) -> None:  # noqa: ARG002 - the protocol's
        self.most = max(self.most, pa.total_allocated_bytes())


@pytest.fixture(autouse=True)
def _pieces(monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    """Let a few days be more than is held at once."""
    monkeypatch.setattr(imported_facts, "RUN_ROWS", 20_000)
    monkeypatch.setattr(fact_rows, "FILE_ROWS", 5_000)
    monkeypatch.setattr(fact_rows, "SCAN_ROWS", 25_000)


def test_more_days_need_no_more_memory(tmp_path: Path) -> None:
    read: dict[int, int] = {}
    written: dict[int, int] = {}
    for days in (FEW, MANY):
        folder = write(tmp_path / f"facts{days}", range(days), 1)
        with empty_store(tmp_path / f"{days}.keyart") as store:
            before, reading = pa.total_allocated_bytes(), Watching()
            store.import_facts(folder, progress=reading)
            read[days] = reading.most - before
            before, writing = pa.total_allocated_bytes(), Watching()
            out = tmp_path / f"out{days}"
            write_facts(store.snapshot(), Family.EXPOSURE, out, progress=writing)
            written[days] = writing.most - before
    assert 0 < read[MANY] < read[FEW] * 1.5
    assert written[MANY] < max(written[FEW], 1 << 20) * 1.5
