"""Druid's lookups: small maps from text to text, on every service that answers queries."""

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
"""Seconds between two checks whether lookups are loaded."""

PATIENCE = 300.0
"""Seconds in which every service must load new lookups."""


def names(druid: Druid) -> tuple[str, ...]:
    """Return the names of all lookups."""
    return tuple(sorted(druid.calls.find(f"{CONFIG}/{TIER}") or ()))


def read(druid: Druid, name: str) -> Mapping[str, str] | None:
    """Return a lookup as last written, None if it does not exist."""
    lookup = druid.calls.find(f"{CONFIG}/{TIER}/{quote(name)}")
    return None if lookup is None else lookup["lookupExtractorFactory"]["map"]


def put_changed(druid: Druid, lookups: Mapping[str, Mapping[str, str]]) -> None:
    """Write the lookups that have changed."""
    changed = {name: entries for name, entries in lookups.items() if read(druid, name) != entries}
    if changed:
        put(druid, changed)


def put(druid: Druid, lookups: Mapping[str, Mapping[str, str]]) -> None:
    """Write lookups by name, replacing older ones; services load them soon."""
    if druid.calls.find(f"{CONFIG}/all") is None:
        druid.calls.post(CONFIG, {})
    version = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    tier = {
        name: {"version": version, "lookupExtractorFactory": {"type": "map", "map": dict(entries)}}
        for name, entries in lookups.items()
    }
    druid.calls.post(CONFIG, {TIER: tier})


def await_loaded(druid: Druid, lookups: Iterable[str], patience: float = PATIENCE) -> None:
    """Wait until every service has loaded the latest lookups.

    Raises `DruidUnavailable` after `patience` seconds.
    """
    expected = set(lookups)
    until = time.monotonic() + patience
    while expected - loaded(druid):
        if time.monotonic() > until:
            raise DruidUnavailable(
                f"Druid has not loaded the lookup {min(expected - loaded(druid))}.",
                hint="Check the logs of all its services.",
            )
        time.sleep(PAUSE)


def loaded(druid: Druid) -> set[str]:
    """Return the lookups that every service has in their latest version."""
    status: Mapping[str, Any] = druid.calls.find(f"{STATUS}/{TIER}") or {}
    return {name for name, state in status.items() if state["loaded"]}


def remove(druid: Druid, lookups: Iterable[str]) -> None:
    """Remove lookups that exist."""
    for name in lookups:
        druid.calls.forget(f"{CONFIG}/{TIER}/{quote(name)}")


def read_manifest(druid: Druid, prefix: str) -> Manifest | None:
    """Return the manifest of a store's last load, None if there was none."""
    lookup = read(druid, manifest_lookup(prefix))
    return None if lookup is None else Manifest.from_text(lookup[MANIFEST])
