"""The audiences of a remote store: `store.audiences`, as far as a service offers them."""

import builtins
from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from keyart.audiences.affinities import Affinity
from keyart.client.calls import Calls
from keyart.client.reading import part, read
from keyart.curation import Description, Exploration, ModelCard
from keyart.query.membership import Overlap


class RemoteAudiences:
    """Lists, affinities and segments: put, saved, shown, counted, overlapped.

    Arguments and answers are those of `Store.audiences`. Sizes are None where they are below the
    service's `min_cell`.
    """

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def put(self, name: str, profile_ids: Iterable[object]) -> int:
        """Put a list of profiles in the place of that of the same name; return its size.

        The service takes as many as fit into its `body_size`.
        """
        ids = profile_ids
        if isinstance(ids, pa.Array | pa.ChunkedArray):
            ids = ids.to_pylist()
        said = {"name": name, "profile_ids": ids}
        return part(self._calls.change("/v1/audiences/put", said), "profiles")

    def save(
        self, name: str, expression: str, *, note: str | None = None, owner: str | None = None
    ) -> Description:
        """Save an expression as a segment, in the place of that of the same name."""
        said = {"name": name, "expression": expression, "note": note, "owner": owner}
        return read(Description, self._calls.change("/v1/audiences/save", said))

    def remove(self, name: str, *, owner: str | None = None) -> None:
        """Remove a list or a saved segment; `owner` says who does."""
        self._calls.change("/v1/audiences/remove", {"name": name, "owner": owner})

    def show(self, name: str) -> Description:
        """Return what there is to say about an audience."""
        return read(Description, self._calls.ask("/v1/audiences/show", {"name": name}))

    def list(self) -> builtins.list[str]:
        """Return the names of the lists, affinities and saved segments, in byte order."""
        return part(self._calls.get("/v1/audiences"), "audiences")

    def size(self, expression: str) -> int | None:
        """Return how many profiles an expression means, None where they are too few to be told."""
        said = {"expression": expression}
        return part(self._calls.ask("/v1/audiences/size", said), "profiles")

    def overlap(self, expressions: Iterable[str]) -> Overlap:
        """Return how many profiles every two of several expressions have in common, exactly.

        Raises `ServiceError` (`too_few_people`) where some of that is about too few people.
        """
        said = self._calls.ask("/v1/audiences/overlap", {"expressions": [*expressions]})
        both = np.array(part(said, "both"), np.int64)
        names = tuple(part(said, "audiences"))
        return Overlap(names, part(said, "profiles"), both.reshape(len(names), len(names)))

    def explore(self, expression: str, *, tz: str = "UTC", of: str = "plays") -> Exploration:
        """Return an audience seen from all sides, without what is about too few people.

        Indexes compare shares of its `plays`, or of its `hours`.

        Raises `ServiceError` (`too_few_people`) where it is itself.
        """
        said = {"expression": expression, "tz": tz, "of": of}
        return read(Exploration, self._calls.ask("/v1/audiences/explore", said))

    def affinities(self, version: int | None = None) -> tuple[Affinity, ...]:
        """Return the affinities of a fit that enough people have, the largest first."""
        said = self._calls.ask("/v1/audiences/affinities", {"version": version})
        return tuple(read(Affinity, one) for one in part(said, "affinities"))

    def card(self, version: int | None = None) -> ModelCard:
        """Return the model card of a fit; numbers of too few people are None."""
        return ModelCard(self._calls.ask("/v1/audiences/card", {"version": version}))

    def rename(self, name: str, new: str, *, owner: str | None = None) -> None:
        """Call an affinity otherwise; its id stays, and later fits keep the name."""
        self._calls.change("/v1/audiences/rename", {"name": name, "new": new, "owner": owner})
