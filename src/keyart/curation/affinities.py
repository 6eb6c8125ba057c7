"""What fits affinities, renames them, and says why a profile has one: roads like `roads`."""

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
"""Of the worlds without taste that a fit compares with; answers do not hang on it."""

BYTES_PER_PLAY = 100
BYTES_OF_FIT = 80 << 20
"""What a fit takes for each fact of viewing, and beside: 250 MB were seen for two million."""

LESS_MEMORY = "Close other programs, or raise that limit."

NOBODY = (np.empty(0, np.uint32), np.empty(0, np.float32))


@dataclass(frozen=True)
class FitReport:
    """What a fit has found: what the model card says, and what has changed."""

    number: int
    """The number of the fit: what `audiences_version=` asks for."""
    version: int
    """The version of the store that came with it."""
    affinities: tuple[Affinity, ...]
    changes: tuple[AffinityChange, ...]
    card: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as data that JSON can hold."""
        return {
            "number": self.number,
            "version": self.version,
            "affinities": [affinity.to_dict() for affinity in self.affinities],
            "changes": [asdict(change) for change in self.changes],
            "card": dict(self.card),
        }


def fit_affinities(
    desk: WriteContext, progress: Progress, threads: int, seed: int = SEED
) -> FitReport:
    """Fit affinities to all kept plays, and publish them as one version.

    Tastes that persist keep the ids and names that they had in the fit before. Raises
    `NothingToFit`, and publishes nothing, where nobody has watched enough, and `TooLittleMemory`
    before it begins.
    """
    with desk.publishing("audiences fit") as p:
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
            viewing, lambda: title_info(snapshot, viewing.works), options, _before(snapshot)
        )
        _require_enough(fitted.model.card)
        model = replace(fitted.model, card={**_window(snapshot, desk), **fitted.model.card})
        members = {name: (own.profile, own.strength) for name, own in fitted.members.items()}
        members |= dict.fromkeys(_still_named(snapshot, members), NOBODY)
        p.put_fit(model.number, members_table(members), _table(model), max(1, settings.fits_kept))
        version = snapshot.version + 1
    return FitReport(model.number, version, model.affinities, fitted.changes, model.card)


def _memory_for(snapshot: Snapshot) -> int:
    """Return about how many bytes a fit needs."""
    rows = sum(segment.rows for segment in snapshot.segments(Family.VIEWING))
    return BYTES_OF_FIT + BYTES_PER_PLAY * min(rows, ROWS_AT_ONCE)


def _require_viewers(viewing: StoreViewing) -> None:
    """Raise `NothingToFit` if nobody who may be profiled has watched anything."""
    if viewing.profiles:
        return
    snapshot = viewing.snapshot
    if not any(segment.rows for segment in snapshot.segments(Family.VIEWING)):
        raise NothingToFit(
            "There are no plays to learn tastes from.",
            hint="Add some: keyart ingest STORE --plays FILES. Then fit again.",
        )
    raise NothingToFit(
        "Nobody who watched anything may be profiled: they are minors, or have not agreed to it.",
        hint="Check the columns consent and is_minor of the profiles.",
    )


def _require_enough(card: Mapping[str, Any]) -> None:
    """Raise `NothingToFit` if nobody has watched so many titles that they say something."""
    profiles, least = card["profiles"], card["settings"]["least_titles"]
    if profiles["told"] + profiles["none"] == 0:
        raise NothingToFit(
            f"Too little was watched: none of {profiles['watched']:,} profiles "
            f"watched {least} titles that {method.LEAST_VIEWERS} profiles watched.",
            hint="Add more plays, then fit again.",
        )


def _still_named(snapshot: Snapshot, found: Iterable[str]) -> list[str]:
    """Return the affinities that are gone, and that saved segments name.

    They stay, without members, so that whatever is saved can be evaluated.
    """
    older = () if snapshot.fit is None else snapshot.fit.profiles
    names = names_of(snapshot)
    return [name for name in older if name not in found and used_by(names, name)]


def _table(model: AffinityModel) -> Any:
    return model_table(model.titles_table(), model.told())


def model_of(fit: Fit) -> AffinityModel:
    """Return the model of a stored fit."""
    return read_model(fit.told, fit.model)


def affinities_of(snapshot: Snapshot) -> Mapping[str, Affinity]:
    """Return the affinities of the newest fit by full name; nothing where there is no fit."""
    newest = snapshot.fit
    if newest is None:
        return {}
    return memo(snapshot, Affinity, lambda: {one.id: one for one in model_of(newest).affinities})


def _before(snapshot: Snapshot) -> "method.PreviousFit | None":
    """Return the newest fit, with those of its members that may still be segmented."""
    newest = snapshot.fit
    if newest is None:
        return None
    members: dict[str, AffinityMembers] = {}
    for name, profile in newest.profiles.items():
        allowed = ~snapshot.protected[profile]
        members[name] = AffinityMembers(profile[allowed], newest.strengths[name][allowed])
    return method.PreviousFit(model_of(newest), members)


def _window(snapshot: Snapshot, desk: WriteContext) -> dict[str, Any]:
    """Return what a model card says of the data."""
    return {
        "fitted": desk.now.isoformat(),
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
    """Return the same of a store of imported facts, which has no events: by quarters of an hour."""
    segments = snapshot.segments(Family.VIEWING)
    slots = [_visible(segment, "slot") for segment in segments]
    first = min((int(own.min()) for own in slots if len(own)), default=None)
    return {
        "kept": sum(int(_visible(segment, "starts").sum()) for segment in segments),
        "from": None if first is None else _instant(first * SLOT_MICROSECONDS),
        "until": None if first is None else _instant(snapshot.data_until),
    }


def _visible(segment: Segment, name: str) -> npt.NDArray[np.integer]:
    """Return a column of the rows that are not hidden."""
    values = np.concatenate([chunk.column(name) for chunk in segment.chunks])
    return values if segment.hidden is None else values[segment.hidden == 0]


def _instant(micros: int | None) -> str | None:
    if micros is None:
        return None
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)).isoformat()


def rename(desk: WriteContext, name: str, new: str, owner: str | None) -> None:
    """Give an affinity another name, which later fits keep; its id stays.

    Raises `UnknownName` for no affinity, `BadInput` for a name that is empty or another's.
    """
    wanted = " ".join(new.split())
    with desk.publishing(f"audiences rename {name}") as p:
        model = model_of(current_fit(p.base))
        if name not in {one.id for one in model.affinities}:
            raise UnknownName("affinity", name, [one.id for one in model.affinities])
        others = {one.name.casefold() for one in model.affinities if one.id != name}
        if not wanted or wanted.casefold() in others:
            hint = "Another affinity is called so." if wanted else "Give it a name."
            raise BadInput(f"{new!r} cannot be the name of {name}.", hint=hint)
        affinities = tuple(
            replace(one, name=wanted, edited_by=owner or "") if one.id == name else one
            for one in model.affinities
        )
        p.put_fit_model(model.number, _table(replace(model, affinities=affinities)))


def current_fit(snapshot: Snapshot) -> Fit:
    """Return the fit that holds; raises `UnknownName` if there is none yet."""
    fit = snapshot.fit
    if fit is None:
        raise UnknownName(AFFINITY, "", (), hint="Fit affinities with keyart audiences fit.")
    return fit
