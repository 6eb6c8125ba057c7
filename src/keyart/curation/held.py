"""Everything that a store holds about one person, for who asks for it (GDPR, article 15).

Decisions, notices and feeds hold nothing about persons. The Parquet and Arrow files that are read
are verified as they are for questions.
"""

import json
import math
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.errors import UnknownName
from keyart.core.fact_files import PROFILE_HIGH, PROFILE_LOW, TIME, fact_schema
from keyart.core.facts import Family
from keyart.core.schema import CONSENTS, EVENT_TABLES
from keyart.curation.reading import members_of
from keyart.ingest import list_keys
from keyart.ingest.values.keyed_hash import key_hex
from keyart.query.planning.audience_names import names_of
from keyart.scale.facts.columns import FactColumns
from keyart.scale.facts.rows import rows_of_profile
from keyart.store import CAMPAIGN_LIST, Snapshot, locate
from keyart.store.inbox import EventFormat, format_of, inbox_folder, waiting_files
from keyart.store.metadata.audiences import Strengths

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PROFILE = "profile_id"


def held_about(snapshot: Snapshot, profile_id: object) -> dict[str, Any]:
    """Return all that is held about a person, as plain data.

    Raises `UnknownName` if nothing is.
    """
    keys = list_keys(snapshot.salt, [profile_id])
    (key,) = key_hex(keys)
    ordinal = int(locate(snapshot, keys)[0])
    told: dict[str, Any] = {PROFILE: str(profile_id), "store_version": snapshot.version}
    if ordinal >= 0:
        told["profile_key"] = key
        told["attributes"] = _attributes(snapshot, ordinal)
        for table in EVENT_TABLES:
            told[table.name] = list(_events(snapshot, table.name, ordinal))
        told["facts"] = {str(family): _facts(snapshot, family, ordinal) for family in Family}
        told["audiences"] = _audiences(snapshot, ordinal)
        told["campaigns"] = list(_campaigns(snapshot, ordinal))
    told["rejected_rows"] = list(_rejected(snapshot, key))
    told["waiting_events"] = list(_waiting(snapshot, str(profile_id)))
    if ordinal < 0 and not told["rejected_rows"] and not told["waiting_events"]:
        raise UnknownName("profile", str(profile_id), (), hint="The store holds nothing about it.")
    return told


def _attributes(snapshot: Snapshot, ordinal: int) -> dict[str, Any]:
    table = snapshot.profile_table
    told: dict[str, Any] = {
        "consent": CONSENTS[int(table.flags("consent")[ordinal])],
        "is_minor": bool(table.flags("is_minor")[ordinal]),
    }
    for name in snapshot.attributes:
        attribute = snapshot.attribute(name)
        code = int(attribute.codes[ordinal])
        told[name] = None if code < 0 else str(attribute.values[code])
    return told


def _events(snapshot: Snapshot, table: str, ordinal: int) -> Iterator[dict[str, Any]]:
    for file in snapshot.event_files(table):
        mapped = file.open()
        parquet = mapped.parquet()
        for group in range(parquet.num_row_groups):
            own = pc.equal(
                mapped.read_group(parquet, group, ["profile"]).column("profile"),
                pa.scalar(ordinal, pa.uint32()),
            )
            if pc.any(own).as_py():
                rows = mapped.read_group(parquet, group, None).filter(own)
                yield from map(_event, rows.drop_columns(["profile"]).to_pylist())


def _event(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a kept event; what is not known is left out."""
    known = {name: value for name, value in row.items() if not _is_missing(value)}
    return known | {"ts": (EPOCH + timedelta(microseconds=row["ts"])).isoformat()}


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _facts(snapshot: Snapshot, family: Family, ordinal: int) -> list[dict[str, Any]]:
    config = snapshot.config
    schema = fact_schema(family, config.dimensions, config.custom_sums)
    wanted = pa.schema([field for field in schema if field.name not in {PROFILE_HIGH, PROFILE_LOW}])
    found = rows_of_profile(snapshot, family, ordinal)
    rows = FactColumns(snapshot, wanted, ()).table(found).to_pylist() if found.count else []
    return [row | {TIME: row[TIME].isoformat()} for row in rows]


def _audiences(snapshot: Snapshot, ordinal: int) -> list[dict[str, Any]]:
    """Return the lists, affinities (with their strengths) and segments that a person is in."""
    told: list[dict[str, Any]] = []
    strengths: Mapping[str, Strengths] = {} if snapshot.fit is None else snapshot.fit.strengths
    for name, profiles in snapshot.lists.items():
        at = int(np.searchsorted(profiles, ordinal))
        if at < profiles.size and profiles[at] == ordinal and not name.startswith(CAMPAIGN_LIST):
            strength = {"strength": float(strengths[name][at])} if name in strengths else {}
            told.append({"audience": name, **strength})
    members, names = members_of(snapshot), names_of(snapshot)
    return told + [
        {"audience": name}
        for name in snapshot.definitions.current
        if (members.ordinals(names.audience(name).expression) == ordinal).any()
    ]


def _campaigns(snapshot: Snapshot, ordinal: int) -> Iterator[dict[str, Any]]:
    for name in snapshot.campaigns:
        members = snapshot.campaign_members(name)
        if members is None:
            continue
        own = members.filter(pc.equal(members.column("profile"), pa.scalar(ordinal, pa.uint32())))
        for row in own.to_pylist():
            yield {"campaign": name, "held_out": not row["treated"]}


def _rejected(snapshot: Snapshot, key: str) -> Iterator[dict[str, Any]]:
    for rows in snapshot.quarantine_pieces():
        own = pc.fill_null(pc.match_substring(rows.column("data"), key), False)
        yield from rows.filter(own).to_pylist()


def _waiting(snapshot: Snapshot, profile_id: str) -> Iterator[dict[str, Any]]:
    """Yield a person's events that wait in the inbox, which holds ids as they came."""
    for file in waiting_files(inbox_folder(snapshot.root)):
        if format_of(file.path.name) is EventFormat.ARROW:
            with pa.OSFile(str(file.path)) as source, pa.ipc.open_stream(source) as stream:
                events = stream.read_all().to_pylist()
        else:
            lines = file.path.read_text(encoding="utf-8", errors="replace").splitlines()
            events = [json.loads(line) for line in lines if profile_id in line]
        for event in events:
            if str(event.get(PROFILE)) == profile_id:
                yield {"table": file.table, **event}
