"""Writing segments into a version, and folding many into few without the rows that are hidden."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.facts import (
    EXPOSURE_DIMENSIONS,
    EXPOSURE_SUMS,
    OPTIONAL_SUMS,
    VIEWING_DIMENSIONS,
    VIEWING_SUMS,
    Family,
    custom_dimension,
    custom_sum,
)
from keyart.store.paths import Kind
from keyart.store.pending import Contents, Pending
from keyart.store.runs import PLAIN, Codes, Run, SegmentRun
from keyart.store.segment_writer import write_segment
from keyart.store.segments import Segment, segment_files
from keyart.store.sorted_runs import runs_to_merge

DIMENSIONS = {Family.EXPOSURE: EXPOSURE_DIMENSIONS, Family.VIEWING: VIEWING_DIMENSIONS}
SUMS = {Family.EXPOSURE: EXPOSURE_SUMS, Family.VIEWING: VIEWING_SUMS}


def put_segment(
    pending: Pending,
    family: Family,
    runs: Sequence[Run],
    dictionaries: Mapping[str, pa.Array],
    columns: Sequence[str],
) -> None:
    """Write a segment from `runs` and add its files to the version.

    `columns` are those of the runs in their order; optional sums that are 0 everywhere are left
    away.
    """
    columns = [c for c in columns if c not in OPTIONAL_SUMS or _is_used(runs, c)]
    name = pending.new_name(Kind.SEGMENT, family)
    index_name = name.removesuffix(".arrow") + ".index.arrow"
    path, index_path = pending.path(name), pending.path(index_name)
    written = write_segment(path, index_path, runs, dictionaries, columns)
    contents = Contents(written.rows, written.first_slot, written.last_slot)
    segment = pending.add(Kind.SEGMENT, family, name, contents)
    contents = Contents(written.titles, parent=segment.id)
    pending.add(Kind.SEGMENT_INDEX, family, index_name, contents)


def _is_used(runs: Sequence[Run], name: str) -> bool:
    return any(run.extremes(name) != (0, 0) for run in runs)


def ordered_columns(family: Family, names: set[str]) -> list[str]:
    """Return the columns of a segment in their order: keys, dimensions, sums, custom ones last."""
    dimensions = sorted(name for name in names if name.startswith(custom_dimension("")))
    sums = sorted(name for name in names if name.startswith(custom_sum("")))
    order = ["title", *PLAIN, *DIMENSIONS[family], *dimensions, *SUMS[family], *sums]
    return [name for name in order if name in names]


def compact(pending: Pending, data: Path, family: Family, max_segments: int) -> None:
    """Rewrite segments where there are too many, or where half of one's rows are hidden."""
    files = [f for f in segment_files(pending.current) if f.segment.subject == family]
    chosen = set(runs_to_merge([f.visible_rows for f in files], max_segments))
    chosen |= {i for i, f in enumerate(files) if f.visible_rows < f.hidden_rows}
    segments = [Segment(data, files[i]) for i in chosen if files[i].visible_rows]
    if segments:
        _rewrite(pending, family, segments)
    for i in chosen:
        for file in files[i].all:
            pending.end(file)


def _rewrite(pending: Pending, family: Family, segments: Sequence[Segment]) -> None:
    """Write one segment from the visible rows of several.

    The largest comes first: its titles keep their order, so that its rows are read in theirs.
    """
    segments = sorted(segments, key=lambda segment: -segment.rows)
    columns = ordered_columns(family, {name for s in segments for name in s.columns})
    coded = [name for name in columns if any(_has_codes(s, name) for s in segments)]
    dictionaries = {name: _union(segments, name) for name in coded}
    sizes = {name: len(values) for name, values in dictionaries.items()}
    runs = [SegmentRun(s, _recode(s, dictionaries), sizes) for s in segments]
    put_segment(pending, family, runs, dictionaries, columns)


def _has_codes(segment: Segment, name: str) -> bool:
    return name in segment.columns and segment.is_coded(name)


def _union(segments: Sequence[Segment], name: str) -> pa.Array:
    dictionaries = [s.dictionary(name) for s in segments if name in s.columns]
    return pc.unique(pa.chunked_array(dictionaries, pa.string()))


def _recode(segment: Segment, dictionaries: Mapping[str, pa.Array]) -> dict[str, Codes]:
    """Return for each coded column the new code of each old one, null's at the end."""
    recode: dict[str, Codes] = {}
    for name, values in dictionaries.items():
        if name in segment.columns:
            codes = pc.index_in(segment.dictionary(name), value_set=values).to_numpy()
            recode[name] = np.append(codes, len(values)).astype(np.uint32)
    return recode
