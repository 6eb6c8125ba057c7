"""Checks of what the files of events, profiles, audiences, metadata and quarantine hold."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from keyart.core.schema import CONSENTS, EVENT_TABLES
from keyart.store.events.kept import contested_ids, entries, index_runs
from keyart.store.events.quarantine import REJECTED
from keyart.store.files.arrow import column
from keyart.store.metadata.audiences import (
    DEFINITIONS_SCHEMA,
    MEMBERS_SCHEMA,
    MODEL_CARD,
    ROWS,
    read_definitions,
)
from keyart.store.metadata.campaigns import CAMPAIGN_MEMBERS_SCHEMA, CAMPAIGNS_SCHEMA
from keyart.store.metadata.tables import metadata_schema, row_keys
from keyart.store.paths import FileKind
from keyart.store.profiles.dictionary import KeyRun, key_runs, merge_key_runs
from keyart.store.snapshot import Snapshot

Words = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Finding:
    """Something that is wrong with a store."""

    where: str
    """The file, relative to the data folder, or what else it is about."""
    problem: str

    def __str__(self) -> str:
        """Return the finding as one line."""
        return f"{self.where} {self.problem}"


def check_events(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify rows, bounds and profiles of every file of events."""
    for file in snapshot.files(FileKind.EVENTS):
        rows = snapshot.map_file(file).parquet().metadata.num_rows
        if rows != file.rows:
            yield Finding(file.name, f"has {rows} rows where the catalogue says {file.rows}")
        for group in snapshot.map_file(file).read_groups(["ts", "profile"]):
            ts = column(group, "ts", np.int64)
            if int(ts.min()) < (file.first or 0) or int(ts.max()) > (file.last or 0):
                yield Finding(file.name, "has timestamps that the catalogue does not know")
            if int(column(group, "profile", np.uint32).max()) >= snapshot.profiles:
                yield Finding(file.name, "has profiles that the store does not know")


def check_event_ids(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify that the index is sorted and has the id of every kept event."""
    for file in snapshot.files(FileKind.EVENT_IDS):
        last = np.uint64(0)
        for run in index_runs(snapshot, file):
            if run[0] < last or (run[1:] < run[:-1]).any():
                yield Finding(file.name, "is not sorted")
            last = run[-1]
    for table in EVENT_TABLES:
        index = snapshot.files(FileKind.EVENT_IDS, table.name)
        runs = [run for file in index for run in index_runs(snapshot, file)]
        for file in snapshot.files(FileKind.EVENTS, table.name):
            for group in snapshot.map_file(file).read_groups(["ts", "event_id"]):
                missing = _count_missing(entries(group), runs)
                if missing:
                    yield Finding(file.name, f"has {missing} ids that the index lacks")


def _count_missing(expected: Words, runs: Sequence[Words]) -> int:
    """Return how many of the sorted `expected` are in none of the sorted runs."""
    present = np.zeros(len(expected), np.bool_)
    for run in runs:
        start = int(np.searchsorted(expected, run[:1])[0])
        end = int(np.searchsorted(expected, run[-1:], side="right")[0])
        within = expected[start:end]
        at = np.searchsorted(run, within)
        at[at == len(run)] = 0
        present[start:end] |= run[at] == within
    return int(np.count_nonzero(~present))


def check_contested(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify that the hashes of contested ids are sorted and distinct."""
    for file in snapshot.files(FileKind.CONTESTED):
        hashes = contested_ids(snapshot, file.subject)
        if (hashes[1:] <= hashes[:-1]).any():
            yield Finding(file.name, "is not sorted")


def check_dictionary(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify that runs are sorted, keys and ordinals distinct, and the key bits theirs."""
    checked = np.zeros(snapshot.profiles, np.bool_)
    bits = snapshot.key_bits
    if len(bits) != snapshot.profiles:
        yield Finding("dictionary", f"has key bits of {len(bits)} of {snapshot.profiles} profiles")
        return
    all_runs: list[KeyRun] = []
    for file in snapshot.files(FileKind.DICTIONARY):
        runs = key_runs(snapshot.map_table(file))
        all_runs += runs
        for run in runs:
            if int(run.ordinals.max()) >= snapshot.profiles:
                yield Finding(file.name, "has ordinals that were never given")
            elif checked[run.ordinals].any() or len(np.unique(run.ordinals)) < len(run.ordinals):
                yield Finding(file.name, "has an ordinal twice")
            elif (bits[run.ordinals] != run.high >> np.uint64(56)).any():
                yield Finding(file.name, "has keys whose top bits are not those of its ordinals")
            else:
                checked[run.ordinals] = True
        if not _is_ascending(runs):
            yield Finding(file.name, "is not sorted")
    if not _is_ascending(merge_key_runs(all_runs)):
        yield Finding("dictionary", "has a key twice")


def _is_ascending(runs: Iterable[KeyRun]) -> bool:
    """Return whether the keys ascend strictly, from run to run too."""
    last: tuple[int, int] | None = None
    for run in runs:
        higher = run.high[1:] > run.high[:-1]
        lower = (run.high[1:] == run.high[:-1]) & (run.low[1:] > run.low[:-1])
        if not (higher | lower).all():
            return False
        if last is not None and (int(run.high[0]), int(run.low[0])) <= last:
            return False
        last = int(run.high[-1]), int(run.low[-1])
    return True


def check_profiles(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify consent and attributes."""
    for file in snapshot.files(FileKind.PROFILES):
        if file.rows > snapshot.profiles:
            yield Finding(file.name, "has more rows than there are profiles")
            return
        if int(snapshot.profile_table.flags("consent").max(initial=0)) >= len(CONSENTS):
            yield Finding(file.name, "has an unknown consent")
        for name in snapshot.attributes:
            attribute = snapshot.attribute(name)
            if int(attribute.codes.max(initial=-1)) >= len(attribute.values):
                yield Finding(file.name, f"has codes of {name} beyond its values")


def check_lists(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify that lists are sorted, distinct, and of known profiles."""
    for file in snapshot.files(FileKind.LIST):
        ordinals = column(snapshot.map_table(file), "profile", np.uint32)
        if (ordinals[1:] <= ordinals[:-1]).any():
            yield Finding(file.name, "is not sorted")
        if int(ordinals.max(initial=0)) >= max(snapshot.profiles, 1):
            yield Finding(file.name, "has profiles that the store does not know")


def check_definitions(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify columns, and that the history of each segment is whole and in order."""
    for file in snapshot.files(FileKind.DEFINITIONS):
        table = snapshot.map_table(file)
        if not table.schema.equals(DEFINITIONS_SCHEMA):
            yield Finding(file.name, "has other columns than definitions have")
            return
        definitions = read_definitions(table)
        for name in {row.name for row in definitions}:
            rows = definitions.history(name)
            if [row.revision for row in rows] != list(range(1, len(rows) + 1)):
                yield Finding(file.name, f"lacks a part of the history of {name}")
            if any(before.version > after.version for before, after in pairwise(rows)):
                yield Finding(file.name, f"has the history of {name} in another order")
            if rows[-1].version > snapshot.version:
                yield Finding(file.name, f"has a definition of {name} of a later version")


def check_campaigns(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify that campaigns can be read, and that their members are profiles, each once."""
    for file in snapshot.files(FileKind.CAMPAIGNS):
        if not snapshot.map_table(file).schema.equals(CAMPAIGNS_SCHEMA):
            yield Finding(file.name, "has other columns than campaigns have")
            return
    for file in snapshot.files(FileKind.CAMPAIGN_MEMBERS):
        table = snapshot.map_table(file)
        if file.subject not in snapshot.campaigns:
            yield Finding(file.name, "has the members of an unknown campaign")
        if not table.schema.equals(CAMPAIGN_MEMBERS_SCHEMA):
            yield Finding(file.name, "has other columns than members of campaigns have")
            continue
        ordinals = column(table, "profile", np.uint32)
        if (ordinals[1:] <= ordinals[:-1]).any():
            yield Finding(file.name, "is not sorted")
        if int(ordinals.max(initial=0)) >= max(snapshot.profiles, 1):
            yield Finding(file.name, "has profiles that the store does not know")


def check_fits(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify that each fit has both files, and that its members are profiles, each once."""
    models = {file.subject: file for file in snapshot.files(FileKind.FIT_MODEL)}
    members = {file.subject: file for file in snapshot.files(FileKind.FIT_MEMBERS)}
    for number in models.keys() ^ members.keys():
        file = models.get(number) or members[number]
        yield Finding(file.name, f"is only a part of fit {number} of affinities")
    for number in models.keys() & members.keys():
        yield from _check_fit(snapshot, int(number))


def _check_fit(snapshot: Snapshot, number: int) -> Iterator[Finding]:
    fit = snapshot.stored_fit(number)
    name = f"fit {number} of affinities"
    if not fit.members.schema.equals(MEMBERS_SCHEMA):
        yield Finding(name, "has other columns than members have")
        return
    metadata = (fit.members.schema.metadata or {}, fit.model.schema.metadata or {})
    if ROWS not in metadata[0] or MODEL_CARD not in metadata[1]:
        yield Finding(name, "lacks its description")
        return
    listed = {affinity["id"] for affinity in json.loads(metadata[1][MODEL_CARD])["affinities"]}
    members = {affinity for affinity, profiles in fit.profiles.items() if profiles.size}
    if not members <= listed <= set(fit.rows):
        yield Finding(name, "has other affinities than its description lists")
    for affinity, profiles in fit.profiles.items():
        if np.any(profiles[1:] <= profiles[:-1]):
            yield Finding(affinity, "has members twice, or out of order")
        elif profiles.size and profiles[-1] >= snapshot.profiles:
            yield Finding(affinity, "has members that are no profiles")


def check_metadata(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify columns and keys of the metadata tables."""
    for file in snapshot.files(FileKind.METADATA):
        table = snapshot.map_table(file)
        expected = metadata_schema(file.subject)
        if any(f.name not in table.schema.names for f in expected):
            yield Finding(file.name, "lacks columns")
        elif pc.count_distinct(row_keys(file.subject, table)).as_py() != table.num_rows:
            yield Finding(file.name, "has a key twice")


def check_quarantine(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify that all rejected rows are there."""
    for file in [*snapshot.files(FileKind.QUARANTINE), *snapshot.files(FileKind.RETRY)]:
        metadata = snapshot.map_file(file).parquet().metadata
        if metadata.num_rows != file.rows:
            yield Finding(file.name, f"has {metadata.num_rows} rows, not {file.rows}")
        if not set(REJECTED) <= set(metadata.schema.names):
            yield Finding(file.name, "lacks columns")
