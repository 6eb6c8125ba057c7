"""The members of affinities: as a table for other systems, and why a profile is one."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from keyart.audiences.affinities import AffinityReason, explain_affinities
from keyart.core.errors import UnknownName
from keyart.curation.affinities import current_fit, model_of
from keyart.curation.viewing import StoreViewing, title_info
from keyart.ingest import list_keys
from keyart.store import Fit, Snapshot, find_ordinals, key_texts

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
    """Return a row for each membership of profiles that may be segmented."""
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


@dataclass(frozen=True)
class AffinityExplanation:
    """The affinities of one profile, with the titles behind each."""

    fit: int
    """The number of the fit."""
    protected: bool
    """Whether nothing may be inferred: it belongs to a child or has not consented."""
    titles_watched: int
    enough: bool
    """Whether it has watched enough titles."""
    affinities: tuple[AffinityReason, ...]
    """The strongest first."""
    names: dict[str, str]
    """The names of the titles."""

    def to_dict(self) -> dict[str, Any]:
        """Return all fields in JSON types."""
        return asdict(self)


def why(snapshot: Snapshot, profile_id: object) -> AffinityExplanation:
    """Return the titles behind each affinity of a profile, from what is stored now."""
    fit = current_fit(snapshot)
    ordinals = find_ordinals(snapshot, list_keys(snapshot.salt, [profile_id]))
    if not ordinals.size:
        raise UnknownName("profile", str(profile_id), (), hint="Nothing of it has been ingested.")
    ordinal = int(ordinals[0])
    if snapshot.protected[ordinal]:
        return AffinityExplanation(fit.number, True, 0, False, (), {})
    model = model_of(fit)
    viewing = StoreViewing(snapshot, model.title_ids, model.markets)
    explanation = explain_affinities(model, viewing.part(ordinal, ordinal + 1))
    ids = sorted({title.title_id for reason in explanation.affinities for title in reason.titles})
    names = {info.id: info.name for info in title_info(snapshot, ids)}
    return AffinityExplanation(
        fit.number, False, explanation.titles, explanation.enough, explanation.affinities, names
    )
