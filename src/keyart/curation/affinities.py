"""Fits of affinities to a store: fitting, storing, reading and renaming."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from keyart.audiences import AFFINITY
from keyart.audiences import affinities as method
from keyart.audiences.affinities import (
    Affinity,
    AffinityChange,
    AffinityMembers,
    AffinityModel,
    Sensitive,
    read_model,
)
from keyart.core.errors import BadInput, NothingToFit, UnknownName
from keyart.core.facts import SLOT_MICROSECONDS, Family
from keyart.core.memory import free_memory, require_memory
from keyart.core.progress import Progress
from keyart.curation.changes import WriteContext, used_by
from keyart.curation.viewing import ROWS_AT_ONCE, StoreViewing, title_info
from keyart.query.memo import memo
from keyart.query.planning.audience_names import names_of
from keyart.store import Fit, Segment, Snapshot, members_table, model_table

SEED = 1
"""The default random seed of the worlds without taste; results hardly depend on it."""

BYTES_PER_PLAY = 100
BYTES_OF_FIT = 80 << 20
"""Memory of a fit for each fact of viewing, and in addition: 250 MB were measured for 2 million."""

LESS_MEMORY = "Close other programs, or raise that limit."

NOBODY = (np.empty(0, np.uint32), np.empty(0, np.float32))


@dataclass(frozen=True)
class FitReport:
    """The result of a fit: its affinities, what changed, and the model card."""

    number: int
    """The number of the fit, for `audiences_version=`."""
    version: int
    """The version of the store that has the fit."""
    affinities: tuple[Affinity, ...]
    changes: tuple[AffinityChange, ...]
    card: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return all fields in JSON types."""
        return {
            "number": self.number,
            "version": self.version,
            "affinities": [affinity.to_dict() for affinity in self.affinities],
            "changes": [asdict(change) for change in self.changes],
            "card": dict(self.card),
        }


def fit_affinities(
    context: WriteContext, progress: Progress, threads: int, seed: int = SEED
) -> FitReport:
    """Fit affinities to all kept plays, and publish them as one version.

    Tastes that persist keep their ids and names of the previous fit. Raises `NothingToFit`, and
    publishes nothing, if nobody has watched enough; raises `TooLittleMemory` before it starts.
    """
    with context.publishing("audiences fit") as p:
        snapshot, settings = p.base, p.base.config.settings
        viewing = StoreViewing(snapshot)
        _require_viewers(viewing)
        require_memory("A fit of these plays", _memory_for(snapshot), LESS_MEMORY, free_memory())
        options = method.FitOptions(
            limits=method.StructureLimits(settings.affinities_max, settings.affinity_detail),
            sensitive=Sensitive(settings.sensitive_tags),
            seed=seed,
            threads=threads,
            progress=progress,
        )
        fitted = method.fit(
            viewing, lambda: title_info(snapshot, viewing.works), options, _previous_fit(snapshot)
        )
        _require_enough(fitted.model.card)
        card = {**_data_summary(snapshot, context), **fitted.model.card}
        model = replace(fitted.model, card=card)
        members = {name: (m.profile, m.strength) for name, m in fitted.members.items()}
        members |= dict.fromkeys(_still_named(snapshot, members), NOBODY)
        p.put_fit(model.number, members_table(members), _table(model), max(1, settings.fits_kept))
        version = snapshot.version + 1
    return FitReport(model.number, version, model.affinities, fitted.changes, model.card)


def _memory_for(snapshot: Snapshot) -> int:
    """Return the approximate memory of a fit, in bytes."""
    rows = sum(segment.rows for segment in snapshot.segments(Family.VIEWING))
    return BYTES_OF_FIT + BYTES_PER_PLAY * min(rows, ROWS_AT_ONCE)


def _require_viewers(viewing: StoreViewing) -> None:
    """Raise `NothingToFit` if nobody who may be profiled has watched anything."""
    if viewing.profiles:
        return
    snapshot = viewing.snapshot
    if not any(segment.rows for segment in snapshot.segments(Family.VIEWING)):
        raise NothingToFit(
            "There are no plays to fit affinities to.",
            hint="Add some: keyart ingest STORE --plays FILES. Then fit again.",
        )
    raise NothingToFit(
        "Nobody who watched anything may be profiled: they are minors or have not consented.",
        hint="Check the columns consent and is_minor of the profiles.",
    )


def _require_enough(card: Mapping[str, Any]) -> None:
    """Raise `NothingToFit` if nobody has watched enough titles."""
    profiles, least = card["profiles"], card["settings"]["least_titles"]
    if profiles["told"] + profiles["none"] == 0:
        raise NothingToFit(
            f"Too little was watched: none of {profiles['watched']:,} profiles "
            f"watched {least} titles that {method.LEAST_VIEWERS} profiles watched.",
            hint="Add more plays, then fit again.",
        )


def _still_named(snapshot: Snapshot, affinities: Iterable[str]) -> list[str]:
    """Return the previous affinities that no longer exist but that saved segments name.

    They stay, without members, so that every saved segment can be evaluated.
    """
    previous = () if snapshot.fit is None else snapshot.fit.profiles
    names = names_of(snapshot)
    return [name for name in previous if name not in affinities and used_by(names, name)]


def _table(model: AffinityModel) -> Any:
    return model_table(model.titles_table(), model.to_dict())


def model_of(fit: Fit) -> AffinityModel:
    """Return the model of a stored fit."""
    return read_model(fit.card, fit.model)


def affinities_of(snapshot: Snapshot) -> Mapping[str, Affinity]:
    """Return the affinities of the newest fit by full name; empty without a fit."""
    newest = snapshot.fit
    if newest is None:
        return {}
    return memo(snapshot, Affinity, lambda: {a.id: a for a in model_of(newest).affinities})


def _previous_fit(snapshot: Snapshot) -> "method.PreviousFit | None":
    """Return the newest fit, with its members that may still be segmented."""
    newest = snapshot.fit
    if newest is None:
        return None
    members: dict[str, AffinityMembers] = {}
    for name, profile in newest.profiles.items():
        allowed = ~snapshot.protected[profile]
        members[name] = AffinityMembers(profile[allowed], newest.strengths[name][allowed])
    return method.PreviousFit(model_of(newest), members)


def _data_summary(snapshot: Snapshot, context: WriteContext) -> dict[str, Any]:
    """Return the part of a model card about the data."""
    return {
        "fitted": context.now.isoformat(),
        "plays": _plays(snapshot) if snapshot.imported is None else _imported_plays(snapshot),
        "protected": int(np.count_nonzero(snapshot.protected)),
    }


def _plays(snapshot: Snapshot) -> dict[str, Any]:
    files = snapshot.event_files("plays")
    return {
        "kept": sum(file.rows for file in files),
        "from": _instant(min((file.first_ts for file in files), default=None)),
        "until": _instant(max((file.last_ts for file in files), default=None)),
    }


def _imported_plays(snapshot: Snapshot) -> dict[str, Any]:
    """Return the same for imported facts, which have no events: by quarters of an hour."""
    segments = snapshot.segments(Family.VIEWING)
    slots = [_visible_column(segment, "slot") for segment in segments]
    first = min((int(part.min()) for part in slots if len(part)), default=None)
    return {
        "kept": sum(int(_visible_column(segment, "starts").sum()) for segment in segments),
        "from": None if first is None else _instant(first * SLOT_MICROSECONDS),
        "until": None if first is None else _instant(snapshot.data_until),
    }


def _visible_column(segment: Segment, name: str) -> npt.NDArray[np.integer]:
    """Return a column of the visible rows."""
    values = np.concatenate([chunk.column(name) for chunk in segment.chunks])
    return values if segment.hidden is None else values[segment.hidden == 0]


def _instant(micros: int | None) -> str | None:
    if micros is None:
        return None
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)).isoformat()


def rename(context: WriteContext, name: str, new: str, owner: str | None) -> None:
    """Rename an affinity; its id stays, and later fits keep the new name.

    Raises `UnknownName` for an unknown affinity, `BadInput` for an empty or taken name.
    """
    new_name = " ".join(new.split())
    with context.publishing(f"audiences rename {name}") as p:
        model = model_of(current_fit(p.base))
        if name not in {affinity.id for affinity in model.affinities}:
            raise UnknownName("affinity", name, [affinity.id for affinity in model.affinities])
        others = {a.name.casefold() for a in model.affinities if a.id != name}
        if not new_name or new_name.casefold() in others:
            hint = "Another affinity has that name." if new_name else "Give it a name."
            raise BadInput(f"{new!r} cannot be the name of {name}.", hint=hint)
        affinities = tuple(
            replace(a, name=new_name, edited_by=owner or "") if a.id == name else a
            for a in model.affinities
        )
        p.put_fit_model(model.number, _table(replace(model, affinities=affinities)))


def current_fit(snapshot: Snapshot) -> Fit:
    """Return the newest fit; raises `UnknownName` if there is none."""
    fit = snapshot.fit
    if fit is None:
        raise UnknownName(AFFINITY, "", (), hint="Fit affinities with keyart audiences fit.")
    return fit
