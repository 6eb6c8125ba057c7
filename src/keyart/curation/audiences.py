"""The audiences of a store: `store.audiences`."""

import builtins
import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.audiences.affinities import Affinity
from keyart.core.errors import UnknownName
from keyart.core.progress import Progress, Silent
from keyart.curation import changes
from keyart.curation.affinities import (
    SEED,
    FitReport,
    current_fit,
    fit_affinities,
    model_of,
    rename,
)
from keyart.curation.changes import SegmentDraft, WriteContext
from keyart.curation.description import Description, describe
from keyart.curation.exploration import Exploration, explored
from keyart.curation.indexes import check_counted
from keyart.curation.memberships import AffinityExplanation, memberships, why
from keyart.curation.model_card import ModelCard
from keyart.query import Access, owner
from keyart.query.membership import Members, Overlap, overlap
from keyart.query.planning.audience_names import names_of
from keyart.query.router import ENGINES, engine
from keyart.store import Fit, Snapshot


class Audiences:
    """Lists, segments and affinities of the store at `root`.

    Expressions are described in docs/audiences.md; they are evaluated on the newest version, which
    `snapshot` returns.
    """

    def __init__(self, root: Path, snapshot: Callable[[], Snapshot]) -> None:
        self._root = root
        self._snapshot = snapshot

    def put(self, name: str, profile_ids: Iterable[object], *, wait: float = 60.0) -> int:
        """Store a list of profiles, replacing any list of that name; return its size.

        `name` starts with `list:`. Ids (text or integers; an iterable or an Arrow array) not seen
        yet count when their events come. Repeated ids count once.
        """
        return changes.put_list(self._write_context(wait), name, profile_ids)

    def save(
        self,
        name: str,
        expression: str,
        *,
        note: str | None = None,
        owner: str | None = None,
        wait: float = 60.0,
    ) -> Description:
        """Save an expression as a segment, replacing any segment of that name.

        `name` starts with `segment:`; `note` and `owner` are free text. Earlier definitions are
        kept as the segment's history. Raises `BadExpression`, also for a segment defined by
        itself, and `UnknownName` for a name in the expression that does not exist.
        """
        changes.save_segment(self._write_context(wait), name, SegmentDraft(expression, note, owner))
        return self.show(name)

    def show(self, name: str) -> Description:
        """Return the description of an audience; raises `UnknownName`."""
        snapshot = self._snapshot()
        names = names_of(snapshot)
        if name not in names.known:
            raise UnknownName("audience", name, names.known, hint=_removed(snapshot, name))
        return describe(self._members(snapshot), names, name)

    def remove(self, name: str, *, owner: str | None = None, wait: float = 60.0) -> None:
        """Remove a list or a saved segment; `owner` is who does it.

        Raises `UnknownName`, and `AudienceInUse` if saved segments use it.
        """
        changes.remove(self._write_context(wait), name, owner)

    def list(self) -> builtins.list[str]:
        """Return the names of the lists, affinities and saved segments, in byte order."""
        return builtins.list(names_of(self._snapshot()).kept)

    def size(self, expression: str) -> int:
        """Return the number of profiles in an audience.

        Raises `BadExpression`, and `UnknownName` for a name that does not exist.
        """
        snapshot = self._snapshot()
        return self._members(snapshot).size(names_of(snapshot).read(expression))

    def ordinals(self, expressions: Iterable[str]) -> dict[str, npt.NDArray[np.uint32]]:
        """Return the members of several audiences: the store's numbers of profiles, ascending.

        Raises as `size` does.
        """
        snapshot = self._snapshot()
        members, names = self._members(snapshot), names_of(snapshot)
        return {text: members.ordinals(names.audience(text).expression) for text in expressions}

    def overlap(self, expressions: Iterable[str]) -> Overlap:
        """Return the exact overlap of each pair of audiences.

        Raises as `size` does.
        """
        snapshot = self._snapshot()
        chosen = [names_of(snapshot).audience(text) for text in expressions]
        return overlap(self._members(snapshot), chosen)

    def explore(
        self, expression: str, *, tz: str = "UTC", of: str = "plays", access: Access | None = None
    ) -> Exploration:
        """Return what an audience over-indexes on, its growth, nearest audiences and return rates.

        Indexes compare the share of its `plays` that went to a genre (or tag, series, …) with that
        of everybody's; `of="hours"` compares hours. Hours of the week are in the zone `tz`. Uses
        the rights of `access`, the owner's by default. Raises as `size` does.
        """
        check_counted(of)
        snapshot = self._snapshot()
        names = names_of(snapshot)
        return explored(
            self._members(snapshot), names, names.audience(expression), tz, access or owner(), of
        )

    def fit(
        self, *, seed: int = SEED, wait: float = 60.0, progress: Progress | None = None
    ) -> FitReport:
        """Infer affinities from all kept plays, and publish them as a new fit.

        Tastes that persist keep their ids and names of the previous fit. Queries use the newest
        fit, or the one given as `audiences_version=`.

        Raises `NothingToFit`, and publishes nothing, if nobody who may be profiled has watched
        enough; the previous fit, if any, stays.
        """
        threads = self._snapshot().config.settings.threads or os.cpu_count() or 1
        return fit_affinities(self._write_context(wait), progress or Silent(), threads, seed)

    def affinities(self, version: int | None = None) -> tuple[Affinity, ...]:
        """Return the affinities of a fit, the largest first; empty without a fit.

        `version` is the number of a fit, the newest by default; raises `UnknownName`.
        """
        fit = self._fit(version)
        return () if fit is None else model_of(fit).affinities

    def card(self, version: int | None = None) -> ModelCard:
        """Return the model card of a fit; raises `UnknownName`, also if there is no fit."""
        snapshot = self._snapshot()
        fit = current_fit(snapshot) if version is None else snapshot.stored_fit(version)
        return ModelCard.of(model_of(fit))

    def rename(self, name: str, new: str, *, owner: str | None = None, wait: float = 60.0) -> None:
        """Rename an affinity; its id stays, and later fits keep the new name.

        Raises `UnknownName` for an unknown affinity, `BadInput` for an empty or taken name.
        """
        rename(self._write_context(wait), name, new, owner)

    def why(self, profile_id: object) -> AffinityExplanation:
        """Return the titles behind each affinity of a profile.

        Raises `UnknownName` for an unknown profile, or if there is no fit.
        """
        return why(self._snapshot(), profile_id)

    def memberships(self, version: int | None = None) -> pa.Table:
        """Return the members of each affinity: a table that other systems can join.

        Columns: `profile` (the store's number), `profile_key` (the keyed hash of its id, 32
        hexadecimal digits), `audience`, `strength`. Profiles that may not be segmented are
        excluded.
        """
        return memberships(self._snapshot(), self._fit(version))

    def _fit(self, version: int | None) -> Fit | None:
        snapshot = self._snapshot()
        return snapshot.fit if version is None else snapshot.stored_fit(version)

    def _members(self, snapshot: Snapshot) -> Members:
        return Members(snapshot, engine(next(iter(ENGINES))))

    def _write_context(self, wait: float) -> WriteContext:
        return WriteContext(self._root, datetime.now(UTC), wait)


def _removed(snapshot: Snapshot, name: str) -> str:
    """Return a hint about who removed a segment; empty if it never existed."""
    history = snapshot.definitions.history(name)
    if not history:
        return ""
    last = history[-1]
    return f"It was removed by {last.owner or 'somebody'} on {last.created:%Y-%m-%d}."
