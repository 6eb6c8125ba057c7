"""The format of segments is held by a file that an earlier version wrote.

If a change of format is meant, raise `catalog.FORMAT` and run this module as a program.
"""

from pathlib import Path

import pyarrow as pa
import pytest

from keyart.core.facts import Family
from keyart.core.vocabulary import Vocabulary
from keyart.store.files.arrow import raw
from keyart.store.segments.compaction import ordered_columns
from keyart.store.segments.runs import FreshRun, with_reasons
from keyart.store.segments.writer import write_segment
from tests.store.store_rows import Row, facts, opened_segment, vocabularies

GOLDEN = Path(__file__).with_name("golden")
NAMES = ("exposure.arrow", "exposure.index.arrow")

WEIGHT: Row = {"inverse_propensity": 2_000_000}
ROWS: list[list[Row]] = [
    [
        {"title": 0, "profile": 1, "slot": 7, "asset": 1, "country": 0, "impressions": 300},
        {"title": 0, "profile": 3, "slot": 8, "asset": -1, "phase": 1, "watch_ms": 1 << 40},
        {"title": 2, "profile": 0, "slot": 9, "asset": 2, "impressions": 1} | WEIGHT,
    ],
    [
        {"title": -1, "profile": 2, "slot": 9, "asset": 0, "impressions": 2},
        {"title": 0, "profile": 2, "slot": 5, "asset": 2, "device": 0, "impressions": 3},
    ],
]
CUSTOM = {"x_cell": [0, -1, 1, 0, 1], "s_cost": [-1_500_000, 0, 1, 2, 3]}


def write(folder: Path) -> None:
    words = with_reasons({**vocabularies(), "x_cell": Vocabulary(["blue", "rot"])})
    runs: list[FreshRun] = []
    start = 0
    for rows in ROWS:
        table, end = facts(Family.EXPOSURE, rows), start + len(rows)
        table = table.append_column("x_cell", pa.array(CUSTOM["x_cell"][start:end], pa.int32()))
        table = table.append_column("s_cost", pa.array(CUSTOM["s_cost"][start:end], pa.int64()))
        runs.append(FreshRun(table, words))
        start = end
    columns = ordered_columns(Family.EXPOSURE, set(runs[0].columns))
    coded = {name: v.array() for name, v in words.items() if name in columns}
    write_segment(folder / NAMES[0], folder / NAMES[1], runs, coded, columns, group_rows=4)


def read(path: Path) -> pa.Table:
    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).read_all()


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_is_what_was_written(tmp_path: Path, name: str) -> None:
    write(tmp_path)
    now, then = read(tmp_path / name), read(GOLDEN / name)
    assert now.schema.equals(then.schema, check_metadata=True)
    assert [b.num_rows for b in now.to_batches()] == [b.num_rows for b in then.to_batches()]
    assert now.equals(then)


def test_raw_codes_and_widths_are_what_they_were(tmp_path: Path) -> None:
    write(tmp_path)
    batches = zip(
        read(tmp_path / NAMES[0]).to_batches(), read(GOLDEN / NAMES[0]).to_batches(), strict=True
    )
    for now, then in batches:
        for mine, theirs in zip(now.columns, then.columns, strict=True):
            assert raw(mine).dtype == raw(theirs).dtype
            assert raw(mine).tolist() == raw(theirs).tolist()


def test_an_old_segment_is_read() -> None:
    segment = opened_segment(GOLDEN, Family.EXPOSURE, "exposure", 5, (5, 9))
    table = segment.table()
    assert table["title"].to_pylist() == ["t0", "t0", "t0", "t2", None]
    assert table["profile"].to_pylist() == [1, 2, 3, 0, 2]
    assert table["asset"].to_pylist() == ["a1", "a2", None, "a2", "a0"]
    assert table["impressions"].to_pylist() == [300, 3, 0, 1, 2]
    assert table["inverse_propensity"].to_pylist() == [0, 0, 0, 2_000_000, 0]
    assert table["x_cell"].to_pylist() == ["blue", "rot", None, "rot", "blue"]
    assert table["s_cost"].to_pylist() == [-1_500_000, 3, 0, 1, 2]
    assert segment.title_codes.tolist() == [0, 2, 3]
    assert segment.title_starts.tolist() == [0, 3, 4, 5]
    assert segment.asset_starts.tolist() == [0, 3, 4, 5]
    assert segment.asset_codes.tolist() == [1, 2, 3, 2, 0]
    assert [chunk.column("title").tolist() for chunk in segment.chunks] == [[0, 0, 0, 2], [3]]


if __name__ == "__main__":
    write(GOLDEN)
