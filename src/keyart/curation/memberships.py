"""Who is in which affinity, as a table for other systems."""

import numpy as np
import pyarrow as pa

from keyart.store import Fit, Snapshot, key_texts

SCHEMA = pa.schema(
    {
        "profile": pa.uint32(),
        "profile_key": pa.string(),
        "audience": pa.string(),
        "strength": pa.float32(),
    }
)
"""Sorted by audience (in byte order), then profile."""


def memberships(snapshot: Snapshot, fit: Fit | None) -> pa.Table:
    """Return a row for each membership of those who may be segmented."""
    parts: list[pa.Table] = []
    names = sorted(fit.profiles, key=str.encode) if fit is not None else []
    for name in names:
        assert fit is not None
        allowed = ~snapshot.protected[fit.profiles[name]]
        profile = fit.profiles[name][allowed]
        columns = [
            pa.array(profile),
            key_texts(snapshot, profile),
            pa.repeat(name, profile.size),
            pa.array(np.ascontiguousarray(fit.strengths[name][allowed])),
        ]
        parts.append(pa.table(columns, schema=SCHEMA))
    return pa.concat_tables(parts) if parts else SCHEMA.empty_table()
