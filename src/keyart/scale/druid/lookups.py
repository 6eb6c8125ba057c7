"""Lookups of Druid: small maps from text to text, on every service that answers questions."""

import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from keyart.core.errors import DruidUnavailable
from keyart.scale.druid.client import Druid
from keyart.scale.druid.layout import MANIFEST, Manifest, manifest_lookup

TIER = "__default"
CONFIG = "/druid/coordinator/v1/lookups/config"
STATUS = "/druid/coordinator/v1/lookups/status"

PAUSE = 0.25
"""Seconds between two looks at whether lookups are loaded."""

PATIENCE = 300.0
"""Seconds in which every service must have loaded what was put."""


def names(druid: Druid) -> tuple[str, ...]:
    """Return the names of all lookups."""
    return tuple(sorted(druid.calls.find(f"{CONFIG}/{TIER}") or ()))


def read(druid: Druid, name: str) -> Mapping[str, str] | None:
    """Return a lookup as it was put last, None if there is none of that name."""
    found = druid.calls.find(f"{CONFIG}/{TIER}/{quote(name)}")
    return None if found is None else found["lookupExtractorFactory"]["map"]


def put_changed(druid: Druid, lookups: Mapping[str, Mapping[str, str]]) -> None:
    """Put those of `lookups` that differ from what was put last."""
    changed = {name: own for name, own in lookups.items() if read(druid, name) != own}
    if changed:
        put(druid, changed)


def put(druid: Druid, lookups: Mapping[str, Mapping[str, str]]) -> None:
    """Put lookups by name, each in place of its older one; services load them soon."""
    if druid.calls.find(f"{CONFIG}/all") is None:
        druid.calls.post(CONFIG, {})
    version = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    tier = {
        name: {"version": version, "lookupExtractorFactory": {"type": "map", "map": dict(entries)}}
        for name, entries in lookups.items()
    }
    druid.calls.post(CONFIG, {TIER: tier})


def await_loaded(druid: Druid, lookups: Iterable[str], patience: float = PATIENCE) -> None:
    """Wait until every service has loaded what was put last.

    Raises `DruidUnavailable` when that takes longer than `patience` seconds.
    """
    wanted = set(lookups)
    until = time.monotonic() + patience
    while wanted - loaded(druid):
        if time.monotonic() > until:
            raise DruidUnavailable(
                f"Druid has not loaded the lookup {min(wanted - loaded(druid))}.",
                hint="Are all its services well? Look at their logs.",
            )
        time.sleep(PAUSE)


def loaded(druid: Druid) -> set[str]:
    """Return the lookups that every service has as they were put last."""
    status: Mapping[str, Any] = druid.calls.find(f"{STATUS}/{TIER}") or {}
    return {name for name, one in status.items() if one["loaded"]}


def remove(druid: Druid, lookups: Iterable[str]) -> None:
    """Remove lookups, as far as they are there."""
    for name in lookups:
        druid.calls.forget(f"{CONFIG}/{TIER}/{quote(name)}")


def read_manifest(druid: Druid, prefix: str) -> Manifest | None:
    """Return what the last load of a store says that Druid holds, None if there was none."""
    found = read(druid, manifest_lookup(prefix))
    return None if found is None else Manifest.from_text(found[MANIFEST])
