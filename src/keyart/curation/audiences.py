"""Changes of a store's audiences, and what only its owner may read: part of `store.audiences`."""

import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart import curation
from keyart.core.progress import Progress, Silent
from keyart.curation import changes
from keyart.curation.affinities import SEED, FitReport, fit_affinities, rename
from keyart.curation.changes import SegmentDraft, WriteContext
from keyart.curation.description import Description, describe
from keyart.curation.lookalikes import Lookalike, LookalikeRequest
from keyart.curation.memberships import AffinityExplanation, memberships, why
from keyart.curation.model_card import ModelCard
from keyart.curation.reading import fit_of, members_of, model_card
from keyart.query import owner as full_access
from keyart.query.planning.audience_names import names_of
from keyart.store import Snapshot


class AudienceChanges:
    """Puts, saves, fits and removes audiences of the store at `root`.

    `snapshot` returns the newest version of the store.
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
        snapshot = self._snapshot()
        return describe(members_of(snapshot), names_of(snapshot), name)

    def remove(self, name: str, *, owner: str | None = None, wait: float = 60.0) -> None:
        """Remove a list or a saved segment; `owner` is who does it.

        Raises `UnknownName`, and `AudienceInUse` if saved segments use it.
        """
        changes.remove(self._write_context(wait), name, owner)

    def save_lookalike(
        self,
        name: str,
        seed: str,
        *,
        n: int | None = None,
        threshold: float | None = None,
        include_seed: bool = False,
        wait: float = 60.0,
    ) -> Lookalike:
        """Find the people most like an audience, and store them as a list.

        It replaces any list of the name; see `lookalike`. Raises `BadInput` if nobody is found.
        """
        request = LookalikeRequest(seed, n=n, threshold=threshold, include_seed=include_seed)
        return curation.save_lookalike(self._write_context(wait), full_access(), name, request)

    def ordinals(self, expressions: Iterable[str]) -> dict[str, npt.NDArray[np.uint32]]:
        """Return the members of several audiences: the store's numbers of profiles, ascending.

        Raises `BadExpression`, and `UnknownName` for an audience that does not exist.
        """
        snapshot = self._snapshot()
        members, names = members_of(snapshot), names_of(snapshot)
        return {text: members.ordinals(names.audience(text).expression) for text in expressions}

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

    def card(self, version: int | None = None) -> ModelCard:
        """Return the model card of a fit; raises `UnknownName`, also where there is none."""
        return model_card(self._snapshot(), version)

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
        snapshot = self._snapshot()
        return memberships(snapshot, fit_of(snapshot, version))

    def _write_context(self, wait: float) -> WriteContext:
        return WriteContext(self._root, datetime.now(UTC), wait)
