"""Verifying the fits of affinities."""

import json
from collections.abc import Iterator

import numpy as np

from keyart.store.finding import Finding
from keyart.store.fits import MEMBERS_SCHEMA, ROWS, TOLD
from keyart.store.paths import Kind
from keyart.store.snapshot import Snapshot


def check_fits(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify that each fit has both files, and that its members are profiles, each once."""
    models = {file.subject: file for file in snapshot.files(Kind.FIT_MODEL)}
    members = {file.subject: file for file in snapshot.files(Kind.FIT_MEMBERS)}
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
    if ROWS not in metadata[0] or TOLD not in metadata[1]:
        yield Finding(name, "does not say what it is made of")
        return
    told = {one["id"] for one in json.loads(metadata[1][TOLD])["affinities"]}
    members = {affinity for affinity, profiles in fit.profiles.items() if profiles.size}
    if not members <= told <= set(fit.rows):
        yield Finding(name, "has other affinities than it tells of")
    for affinity, profiles in fit.profiles.items():
        if np.any(profiles[1:] <= profiles[:-1]):
            yield Finding(affinity, "has members twice, or out of order")
        elif profiles.size and profiles[-1] >= snapshot.profiles:
            yield Finding(affinity, "has members that are no profiles")
