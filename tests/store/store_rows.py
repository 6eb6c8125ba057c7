"""Small stores, facts and events whose contents are plain by construction."""

import tempfile
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.facts import (
    EXPOSURE_DIMENSIONS,
    EXPOSURE_SUMS,
    REASONS,
    VIEWING_DIMENSIONS,
    VIEWING_SUMS,
    Family,
)
from keyart.core.ids import KEY_DTYPE
from keyart.core.vocabulary import Vocabulary
from keyart.store import Publication, Segment, Snapshot, create, publication
from keyart.store.catalogue.database import FileRow
from keyart.store.files.disk import checksum
from keyart.store.paths import FileKind
from keyart.store.segments.runs import Run, with_reasons
from keyart.store.segments.segment import SegmentFiles
from keyart.store.segments.writer import write_segment

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
DAY = 86_400_000_000
SLOTS = 96

FAST = "[settings]\nfsync = false\nmax_segments = {max_segments}\n"

Row = dict[str, Any]


@contextmanager
def temporary_store(max_segments: int = 16) -> Generator[Path]:
    """An empty store that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "store"
        create(root, now=NOW, config_text=FAST.format(max_segments=max_segments))
        yield root


@contextmanager
def publishing(root: Path) -> Generator[Publication]:
    """A publication that is committed at the end."""
    with publication(root, command="test", now=NOW) as p:
        yield p
        p.commit()


def vocabularies(*, titles: int = 3, assets: int = 3, values: int = 2) -> dict[str, Vocabulary]:
    """The values t0, t1, … of title; a0, a1, … of asset; v0, v1, … of everything else."""
    found = {n: Vocabulary(f"v{i}" for i in range(values)) for n in EXPOSURE_DIMENSIONS}
    found["asset"] = Vocabulary(f"a{i}" for i in range(assets))
    found["title"] = Vocabulary(f"t{i}" for i in range(titles))
    return found


def facts(family: Family, rows: Iterable[Row]) -> pa.Table:
    """A run of facts with codes: what a row does not say is missing (−1) or 0; sorted."""
    exposure = family is Family.EXPOSURE
    dimensions = EXPOSURE_DIMENSIONS if exposure else VIEWING_DIMENSIONS
    sums = EXPOSURE_SUMS if exposure else VIEWING_SUMS
    ordered = sorted(rows, key=lambda row: (row["title"], row["profile"]))
    columns: dict[str, pa.Array] = {}
    for name in ("title", "profile", "slot", *dimensions, *sums):
        default, dtype = (0, np.int64) if name in sums else (-1, np.int32)
        dtype = np.uint32 if name in {"profile", "slot"} else dtype
        columns[name] = pa.array(np.array([row.get(name, default) for row in ordered], dtype))
    return pa.table(columns)


def text_rows(rows: Iterable[Row], words: dict[str, Vocabulary]) -> list[Row]:
    """The same rows with text for codes, as they should come out of a store."""
    words = {**words, "reason": Vocabulary(REASONS)}
    return [
        {
            name: (words[name].values[value] if value >= 0 else None) if name in words else value
            for name, value in row.items()
        }
        for row in rows
    ]


def visible_rows(snapshot: Snapshot, family: Family) -> list[Row]:
    """The rows of all segments that are not hidden, in a fixed order."""
    found: list[Row] = []
    for segment in snapshot.segments(family):
        rows = segment.table().to_pylist()
        hidden = segment.hidden
        found += [row for i, row in enumerate(rows) if hidden is None or not hidden[i]]
    return in_order(found)


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Rows in an order that does not depend on how they came."""
    return sorted(rows, key=lambda row: repr(sorted(row.items())))


def key_array(pairs: Sequence[tuple[int, int]]) -> npt.NDArray[np.void]:
    """Keys of 128 bits from (high, low)."""
    return np.array(list(pairs), KEY_DTYPE)


def events(rows: Iterable[Row]) -> pa.Table:
    """Kept events with text, of the columns that the store itself looks at."""
    listed = list(rows)
    titles = pa.array([row["title"] for row in listed], pa.string())
    return pa.table(
        {
            "profile": pa.array([row["profile"] for row in listed], pa.uint32()),
            "title": titles.dictionary_encode(),
            "ts": pa.array([row["ts"] for row in listed], pa.int64()),
            "event_id": pa.array([row.get("event_id") for row in listed], pa.string()),
            "number": pa.array([row["number"] for row in listed], pa.int64()),
        }
    )


def written_segment(
    folder: Path, family: Family, runs: Sequence[Run], group_rows: int, name: str = "segment"
) -> Segment:
    """A segment of `runs` with codes of `vocabularies()`, in chunks of about `group_rows` rows."""
    words = with_reasons(vocabularies())
    columns = runs[0].columns
    coded = {column: v.array() for column, v in words.items() if column in columns}
    paths = folder / f"{name}.arrow", folder / f"{name}.index.arrow"
    written = write_segment(*paths, runs, coded, columns, group_rows)
    slots = (written.first_slot, written.last_slot)
    return opened_segment(folder, family, name, written.rows, slots)


def opened_segment(
    folder: Path, family: Family, name: str, rows: int, slots: tuple[int, int]
) -> Segment:
    """The segment in the files NAME.arrow and NAME.index.arrow."""
    kinds = {f"{name}.arrow": FileKind.SEGMENT, f"{name}.index.arrow": FileKind.SEGMENT_INDEX}
    segment, index = (
        FileRow(
            id=i,
            kind=kind,
            subject=family,
            name=file,
            parent=None,
            rows=rows,
            first=slots[0],
            last=slots[1],
            batch=None,
            bytes=(folder / file).stat().st_size,
            checksum=checksum(folder / file).checksum,
            begin=1,
        )
        for i, (file, kind) in enumerate(kinds.items())
    )
    return Segment(folder, SegmentFiles(segment, index))
