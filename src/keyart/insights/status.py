"""The state of a store at a glance: what it holds, how fresh, how big, how trustworthy."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast

from keyart.core.facts import Family
from keyart.core.zone_data import ZoneData, zone_data
from keyart.insights.attribution import Attribution, attribution
from keyart.insights.catalogue.entries import asset_entries, title_entries
from keyart.query import Query, ask, owner
from keyart.store import Batch, Snapshot, last_verification
from keyart.store.paths import FOLDERS

OF_IMPRESSIONS = ("impressions", "reach")
OF_PLAYS = ("starts", "active_profiles")
COUNTED = (*OF_IMPRESSIONS, *OF_PLAYS)


@dataclass(frozen=True)
class Status:
    """What one version of a store holds."""

    store: str
    version: int
    published: datetime
    as_of: datetime | None
    """The time of the newest event."""
    complete_until: datetime | None
    """Up to here no more plays can come."""
    measures: Mapping[str, int]
    """Impressions, reach, starts and active profiles, over everything."""
    profiles: int
    titles: int
    """Titles with metadata, and those that only events name; so with assets."""
    assets: int
    audiences: Mapping[str, int]
    """How many profiles each uploaded list has."""
    segments: Mapping[str, int]
    """How many segments each fact family has."""
    bytes: Mapping[str, int]
    """How large the files of each folder are."""
    batches: tuple[Batch, ...]
    attribution: Attribution
    time_zones: ZoneData
    """The time zone data that this process counts days and hours by."""
    verified: datetime | None
    """When all files were last compared with their checksums; None if nobody ever did."""
    warnings: tuple[str, ...]
    """What is wrong with the key or with files, and whether the store can only be asked."""

    @property
    def quarantined(self) -> Mapping[str, int]:
        """Rows put into quarantine so far, by code, the most frequent first."""
        counts = Counter[str]()
        for batch in self.batches:
            for account in batch.tables.values():
                counts.update(account.reasons)
        return dict(counts.most_common())

    @property
    def released(self) -> int:
        """Rows that came out of quarantine again."""
        return sum(batch.released for batch in self.batches)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as data that JSON can hold."""
        plays = self.attribution
        return {
            **_to_json(asdict(self)),
            "attribution": {
                "plays": dict(plays.plays),
                "shares": {outcome: plays.share(outcome) for outcome in plays.plays},
                "causes": [asdict(cause) for cause in plays.causes],
            },
            "quarantined": dict(self.quarantined),
            "released": self.released,
        }


def status(snapshot: Snapshot) -> Status:
    """Return the state of a snapshot."""
    answer = ask(snapshot, owner(), Query(measures=COUNTED))
    verified = last_verification(snapshot.root)
    sizes = Counter[str]()
    for file in snapshot.state.files:
        sizes[FOLDERS[file.kind]] += file.bytes
    return Status(
        store=str(snapshot.root),
        version=snapshot.version,
        published=snapshot.created,
        as_of=answer.meta.as_of,
        complete_until=answer.meta.complete_until,
        measures={name: int(answer.totals[name]) for name in COUNTED},
        profiles=snapshot.profiles,
        titles=title_entries(snapshot).num_rows,
        assets=asset_entries(snapshot).num_rows,
        audiences={name: len(ordinals) for name, ordinals in snapshot.lists.items()},
        segments={family.value: len(snapshot.segments(family)) for family in Family},
        bytes=dict(sizes.most_common()),
        batches=tuple(snapshot.batches()),
        attribution=attribution(snapshot),
        time_zones=zone_data(),
        verified=verified.at if verified is not None else None,
        warnings=warnings(snapshot),
    )


def warnings(snapshot: Snapshot) -> tuple[str, ...]:
    """Return problems of a store's key and files, and whether the store is read-only."""
    messages = [*snapshot.key.warnings()]
    last = last_verification(snapshot.root)
    messages += [f"Damaged: {damage}." for damage in (last.damaged if last is not None else ())]
    if snapshot.is_read_only:
        messages.append(
            "The store's folder is read-only: it answers questions, but can't be changed."
        )
    return tuple(messages)


def _to_json(value: Any) -> Any:
    """Return `value` with its times as ISO text and its tuples as lists."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _to_json(entry) for key, entry in cast(dict[str, Any], value).items()}
    if isinstance(value, list | tuple):
        return [_to_json(entry) for entry in cast(list[Any], value)]
    return value
