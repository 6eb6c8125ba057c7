"""A snapshot as a fact folder, for `keyart import facts` and other programs."""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from keyart.core.errors import StoreExists
from keyart.core.fact_files import (
    ABOUT,
    ACCOUNT,
    CATALOGUE,
    PROFILE_HIGH,
    PROFILE_LOW,
    QUARANTINE,
    About,
    key_fingerprint,
)
from keyart.core.facts import MISSING, Family
from keyart.core.progress import Progress, Silent
from keyart.core.report import Report, sum_of
from keyart.core.schema import CONSENTS, EVENT_TABLES
from keyart.scale.facts.files import FactSelection, audience_column, fact_files
from keyart.store import Snapshot, profile_keys

PROFILE_ROWS = 1 << 20
"""Profiles that are written together."""

Members = Mapping[str, npt.NDArray[np.uint32]]
"""The ordinals of audiences by full name."""


@dataclass(frozen=True)
class ExportedFacts:
    """The contents of an exported folder."""

    facts: Mapping[str, int]
    """Facts by family."""
    days: Mapping[str, int]
    """Days by family."""
    bytes: int
    """The size of all files."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


def export_facts(
    snapshot: Snapshot,
    folder: Path,
    audiences: Members | None = None,
    progress: Progress | None = None,
) -> ExportedFacts:
    """Write facts, catalogue, profiles, quarantine and account of a snapshot to a new folder.

    With `audiences`, facts name the audiences of their profiles. The folder appears when it is
    complete. Raises `StoreExists` if it is not empty.
    """
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreExists(f"{folder} is not empty.", hint="Name a new folder.")
    draft = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    attached = () if audiences is None else (audience_column(snapshot, audiences),)
    selection = FactSelection(attached=attached)
    try:
        facts, days = _write_facts(snapshot, draft, selection, progress or Silent())
        _write_catalogue(snapshot, draft)
        _write_origin(snapshot, draft)
        _write_about(snapshot, draft)
        draft.replace(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    files = (path for path in folder.rglob("*") if path.is_file())
    return ExportedFacts(facts, days, sum(path.stat().st_size for path in files))


def _write_facts(
    snapshot: Snapshot, folder: Path, selection: FactSelection, progress: Progress
) -> tuple[dict[str, int], dict[str, int]]:
    facts: dict[str, int] = {}
    days: dict[str, int] = {}
    for family in Family:
        files = list(fact_files(snapshot, family, folder, selection, progress))
        facts[family] = sum(file.rows for file in files)
        days[family] = len({file.day for file in files})
    return facts, days


def _write_catalogue(snapshot: Snapshot, folder: Path) -> None:
    for name in CATALOGUE:
        if name == "profiles":
            _write_pieces(_described_profiles(snapshot), folder / f"{name}.parquet")
        elif snapshot.metadata(name).num_rows:
            pq.write_table(snapshot.metadata(name), folder / f"{name}.parquet", compression="zstd")


def _write_pieces(pieces: Iterator[pa.Table], path: Path) -> None:
    """Write tables of one schema as one file; no file if there are no tables."""
    writer: pq.ParquetWriter | None = None
    for piece in pieces:
        writer = writer or pq.ParquetWriter(path, piece.schema, compression="zstd")
        writer.write_table(piece)
    if writer is not None:
        writer.close()


def _described_profiles(snapshot: Snapshot) -> Iterator[pa.Table]:
    """Yield key, consent, is_minor and attributes of the profiles that have any."""
    described = snapshot.protected.copy()
    attributes = {name: snapshot.attribute(name) for name in snapshot.attributes}
    for attribute in attributes.values():
        described |= attribute.codes != MISSING
    ordinals = np.flatnonzero(described)
    if len(ordinals) == 0:
        return
    keys = profile_keys(snapshot)
    table = snapshot.profile_table
    consents = pa.array(CONSENTS, pa.string())
    for first in range(0, len(ordinals), PROFILE_ROWS):
        chunk = ordinals[first : first + PROFILE_ROWS]
        columns: dict[str, pa.Array] = {
            PROFILE_HIGH: pa.array(keys["high"][chunk].view(np.int64)),
            PROFILE_LOW: pa.array(keys["low"][chunk].view(np.int64)),
            "consent": consents.take(pa.array(table.flags("consent")[chunk])),
            "is_minor": pa.array(table.flags("is_minor")[chunk] != 0),
        }
        for name, attribute in attributes.items():
            codes = attribute.codes[chunk]
            values = pa.array(attribute.values, pa.string())
            columns[name] = values.take(pa.array(codes, mask=codes == MISSING))
        yield pa.table(columns)


def _write_about(snapshot: Snapshot, folder: Path) -> None:
    about = About(key_fingerprint(snapshot.salt), snapshot.data_until)
    (folder / ABOUT).write_text(about.to_text(), encoding="utf-8")


def _write_origin(snapshot: Snapshot, folder: Path) -> None:
    """Write the rejected rows and the account of the rows behind the facts."""
    (folder / QUARANTINE).mkdir()
    pieces = (piece for piece in snapshot.quarantine_pieces() if piece.num_rows)
    _write_pieces(pieces, folder / QUARANTINE / "part-00000.parquet")
    batches = snapshot.batches()
    accounts = {
        table.name: sum_of(b.tables[table.name] for b in batches if table.name in b.tables)
        for table in EVENT_TABLES
    }
    report = Report(batches={name: account for name, account in accounts.items() if account.rows})
    text = json.dumps({**report.to_dict(), "whole": True}, indent=2)
    (folder / ACCOUNT).write_text(text + "\n", encoding="utf-8")
