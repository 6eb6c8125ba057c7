"""Adding segments to a version, and merging many into few without their hidden rows."""

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
from keyart.store.catalogue.draft import Contents, VersionDraft
from keyart.store.files.sorted_runs import runs_to_merge
from keyart.store.paths import FileKind
from keyart.store.segments.runs import KEY_COLUMNS, Codes, Run, SegmentRun
from keyart.store.segments.segment import Segment, segment_files
from keyart.store.segments.writer import write_segment

DIMENSIONS = {Family.EXPOSURE: EXPOSURE_DIMENSIONS, Family.VIEWING: VIEWING_DIMENSIONS}
SUMS = {Family.EXPOSURE: EXPOSURE_SUMS, Family.VIEWING: VIEWING_SUMS}


def put_segment(
    draft: VersionDraft,
    family: Family,
    runs: Sequence[Run],
    dictionaries: Mapping[str, pa.Array],
    columns: Sequence[str],
) -> None:
    """Write a segment from `runs` and add its files to the version.

    `columns` are those of the runs in their order; optional sums that are 0 everywhere are
    omitted.
    """
    columns = [
        name
        for name in columns
        if name not in OPTIONAL_SUMS or any(run.extremes(name) != (0, 0) for run in runs)
    ]
    name = draft.new_name(FileKind.SEGMENT, family)
    index_name = name.removesuffix(".arrow") + ".index.arrow"
    path, index_path = draft.path(name), draft.path(index_name)
    summary = write_segment(path, index_path, runs, dictionaries, columns)
    contents = Contents(summary.rows, summary.first_slot, summary.last_slot)
    segment = draft.add(FileKind.SEGMENT, family, name, contents)
    contents = Contents(summary.titles, parent=segment.id)
    draft.add(FileKind.SEGMENT_INDEX, family, index_name, contents)


def ordered_columns(family: Family, names: set[str]) -> list[str]:
    """Return the columns of a segment in their order: keys, dimensions, sums, custom ones last."""
    dimensions = sorted(name for name in names if name.startswith(custom_dimension("")))
    sums = sorted(name for name in names if name.startswith(custom_sum("")))
    order = ["title", *KEY_COLUMNS, *DIMENSIONS[family], *dimensions, *SUMS[family], *sums]
    return [name for name in order if name in names]


def compact(draft: VersionDraft, data: Path, family: Family, max_segments: int) -> None:
    """Rewrite segments where there are too many, or where half of one's rows are hidden."""
    files = [f for f in segment_files(draft.current) if f.segment.subject == family]
    chosen = set(runs_to_merge([f.visible_rows for f in files], max_segments))
    chosen |= {i for i, f in enumerate(files) if f.visible_rows < f.hidden_rows}
    segments = [Segment(data, files[i]) for i in chosen if files[i].visible_rows]
    if segments:
        _merge_segments(draft, family, segments)
    for i in chosen:
        for file in files[i].all:
            draft.end(file)


def _merge_segments(draft: VersionDraft, family: Family, segments: Sequence[Segment]) -> None:
    """Write one segment from the visible rows of several.

    The largest comes first, so that its titles keep their order and its rows are read in order.
    """
    segments = sorted(segments, key=lambda segment: -segment.rows)
    columns = ordered_columns(family, {name for s in segments for name in s.columns})
    coded = [
        name
        for name in columns
        if any(name in segment.columns and segment.is_coded(name) for segment in segments)
    ]
    dictionaries = {name: _join_dictionaries(segments, name) for name in coded}
    sizes = {name: len(values) for name, values in dictionaries.items()}
    runs = [SegmentRun(s, _new_codes(s, dictionaries), sizes) for s in segments]
    put_segment(draft, family, runs, dictionaries, columns)


def _join_dictionaries(segments: Sequence[Segment], name: str) -> pa.Array:
    dictionaries = [s.dictionary(name) for s in segments if name in s.columns]
    return pc.unique(pa.chunked_array(dictionaries, pa.string()))


def _new_codes(segment: Segment, dictionaries: Mapping[str, pa.Array]) -> dict[str, Codes]:
    """Return for each coded column the new code of each old one, null's at the end."""
    recode: dict[str, Codes] = {}
    for name, values in dictionaries.items():
        if name in segment.columns:
            codes = pc.index_in(segment.dictionary(name), value_set=values).to_numpy()
            recode[name] = np.append(codes, len(values)).astype(np.uint32)
    return recode
