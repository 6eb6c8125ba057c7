"""Who is in which affinity, as a table for other systems."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from keyart.audiences.affinities import AffinityReason, WatchedTitles, explain_affinities
from keyart.core.errors import UnknownName
from keyart.curation.affinities import current_fit, model_of
from keyart.curation.viewing import StoreViewing, title_info
from keyart.ingest import list_keys
from keyart.store import Fit, Snapshot, key_texts, known_ordinals

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


@dataclass(frozen=True)
class AffinityExplanation:
    """What there is to say about one profile."""

    fit: int
    """The number of the fit whose tastes these are."""
    protected: bool
    """Whether nothing is inferred about it, since it is a child's or does not want it."""
    titles_watched: int
    enough: bool
    """Whether it has watched enough for its tastes to be known."""
    affinities: tuple[AffinityReason, ...]
    """The strongest first."""
    names: dict[str, str]
    """What the titles are called."""

    def to_dict(self) -> dict[str, Any]:
        """Return everything as data that JSON can hold."""
        return asdict(self)


def why(snapshot: Snapshot, profile_id: object) -> AffinityExplanation:
    """Return the titles behind each affinity of a profile, from what is stored now."""
    fit = current_fit(snapshot)
    ordinals = known_ordinals(snapshot, list_keys(snapshot.salt, [profile_id]))
    if not ordinals.size:
        raise UnknownName("profile", str(profile_id), (), hint="Nothing of it has been ingested.")
    ordinal = int(ordinals[0])
    if snapshot.protected[ordinal]:
        return AffinityExplanation(fit.number, True, 0, False, (), {})
    model = model_of(fit)
    viewing = StoreViewing(snapshot, model.title_ids, model.markets)
    found = explain_affinities(model, _one(viewing, ordinal))
    ids = sorted({title.title_id for reason in found.affinities for title in reason.titles})
    names = {info.id: info.name for info in title_info(snapshot, ids)}
    return AffinityExplanation(
        fit.number, False, found.titles, found.enough, found.affinities, names
    )


def _one(viewing: StoreViewing, ordinal: int) -> WatchedTitles:
    return viewing.part(ordinal, ordinal + 1)
