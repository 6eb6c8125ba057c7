"""The audiences of a store as its users hold them: `store.audiences`."""

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
    """Lists, affinities and segments of the store at `root`, and what their members have in common.

    Expressions are described in docs/audiences.md; they are answered from the newest version,
    which `snapshot` returns.
    """

    def __init__(self, root: Path, snapshot: Callable[[], Snapshot]) -> None:
        self._root = root
        self._snapshot = snapshot

    def put(self, name: str, profile_ids: Iterable[object], *, wait: float = 60.0) -> int:
        """Put a list of profiles in the place of that of the same name; return its size.

        `name` begins with `list:`. Ids (text or integers; an iterable or an Arrow array) that
        have not been seen yet count when their events come. Repeated ids count once.
        """
        return changes.put_list(self._desk(wait), name, profile_ids)

    def save(
        self,
        name: str,
        expression: str,
        *,
        note: str | None = None,
        owner: str | None = None,
        wait: float = 60.0,
    ) -> Description:
        """Save an expression as a segment, in the place of that of the same name.

        `name` begins with `segment:`; `note` and `owner` are free text. What was said before is
        kept as the segment's history. Raises `BadExpression`, also for a segment made of itself,
        and `UnknownName` for what the expression names and is not.
        """
        changes.save_segment(self._desk(wait), name, SegmentDraft(expression, note, owner))
        return self.show(name)

    def show(self, name: str) -> Description:
        """Return what there is to say about an audience; raises `UnknownName`."""
        snapshot = self._snapshot()
        names = names_of(snapshot)
        if name not in names.known:
            raise UnknownName("audience", name, names.known, hint=_removed(snapshot, name))
        return describe(self._members(snapshot), names, name)

    def remove(self, name: str, *, owner: str | None = None, wait: float = 60.0) -> None:
        """Remove a list or a saved segment; `owner` says who does.

        Raises `UnknownName`, and `AudienceInUse` where saved segments are made of it.
        """
        changes.remove(self._desk(wait), name, owner)

    def list(self) -> builtins.list[str]:
        """Return the names of the lists, affinities and saved segments, in byte order."""
        return builtins.list(names_of(self._snapshot()).kept)

    def size(self, expression: str) -> int:
        """Return how many profiles an expression means.

        Raises `BadExpression`, and `UnknownName` for what it names and is not.
        """
        snapshot = self._snapshot()
        return self._members(snapshot).size(names_of(snapshot).read(expression))

    def ordinals(self, expressions: Iterable[str]) -> dict[str, npt.NDArray[np.uint32]]:
        """Return who is in each of several audiences: the store's numbers of profiles, ascending.

        Raises as `size` does.
        """
        snapshot = self._snapshot()
        members, names = self._members(snapshot), names_of(snapshot)
        return {text: members.ordinals(names.audience(text).expression) for text in expressions}

    def overlap(self, expressions: Iterable[str]) -> Overlap:
        """Return how many profiles every two of several expressions have in common, exactly.

        Raises as `size` does.
        """
        snapshot = self._snapshot()
        chosen = [names_of(snapshot).audience(text) for text in expressions]
        return overlap(self._members(snapshot), chosen)

    def explore(
        self, expression: str, *, tz: str = "UTC", of: str = "plays", access: Access | None = None
    ) -> Exploration:
        """Return an audience seen from all sides: what over-indexes, growth, neighbours, returns.

        Indexes compare the share of its `plays` that went to a genre (or tag, series, …) with that
        of everybody's; `of="hours"` compares hours. Hours of the week are those of the zone `tz`.
        Asked with the rights of `access`, the owner's by default. Raises as `size` does.
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

        Tastes that persist since the fit before keep their ids and names. Answers come from the
        newest fit, or from that which `audiences_version=` says.

        Raises `NothingToFit`, and publishes nothing, where nobody who may be profiled has watched
        enough: the fit before, if any, stays.
        """
        threads = self._snapshot().config.settings.threads or os.cpu_count() or 1
        return fit_affinities(self._desk(wait), progress or Silent(), threads, seed)

    def affinities(self, version: int | None = None) -> tuple[Affinity, ...]:
        """Return the affinities of a fit, the largest first; nothing where there is no fit.

        `version` is the number of a fit, the newest by default; raises `UnknownName`.
        """
        fit = self._fit(version)
        return () if fit is None else model_of(fit).affinities

    def card(self, version: int | None = None) -> ModelCard:
        """Return the model card of a fit; raises `UnknownName`, also where there is none."""
        snapshot = self._snapshot()
        fit = current_fit(snapshot) if version is None else snapshot.stored_fit(version)
        return ModelCard.of(model_of(fit))

    def rename(self, name: str, new: str, *, owner: str | None = None, wait: float = 60.0) -> None:
        """Call an affinity otherwise; its id stays, and later fits keep the name.

        Raises `UnknownName` for no affinity, `BadInput` for a name that is another's or empty.
        """
        rename(self._desk(wait), name, new, owner)

    def why(self, profile_id: object) -> AffinityExplanation:
        """Return the titles behind each affinity of a profile.

        Raises `UnknownName` for a profile that has not been seen, or where there is no fit.
        """
        return why(self._snapshot(), profile_id)

    def memberships(self, version: int | None = None) -> pa.Table:
        """Return who is in which affinity: a table that other systems can join.

        Columns: `profile` (the store's number of it), `profile_key` (the keyed hash of its id, 32
        hexadecimal digits), `audience`, `strength`. Profiles that may not be segmented are not
        in it.
        """
        return memberships(self._snapshot(), self._fit(version))

    def _fit(self, version: int | None) -> Fit | None:
        snapshot = self._snapshot()
        return snapshot.fit if version is None else snapshot.stored_fit(version)

    def _members(self, snapshot: Snapshot) -> Members:
        return Members(snapshot, engine(next(iter(ENGINES))))

    def _desk(self, wait: float) -> WriteContext:
        return WriteContext(self._root, datetime.now(UTC), wait)


def _removed(snapshot: Snapshot, name: str) -> str:
    """Return a hint that says who removed a segment, empty if there was none."""
    history = snapshot.definitions.history(name)
    if not history:
        return ""
    last = history[-1]
    return f"It was removed by {last.owner or 'somebody'} on {last.created:%Y-%m-%d}."
