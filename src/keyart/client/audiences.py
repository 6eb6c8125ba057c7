"""The audiences of a remote store: `store.audiences`, as far as a service offers them."""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from keyart.client.calls import Calls
from keyart.client.reading import part, read
from keyart.curation import Description, Lookalike, ModelCard
from keyart.questions.question import Q, Question, R
from keyart.questions.registry import AudienceQuestions


class RemoteAudiences(AudienceQuestions):
    """Lists, affinities and segments behind a service.

    Arguments and results are those of `Store.audiences`. Sizes below the service's `min_cell` are
    None; a request about too few people raises `ServiceError` (`too_few_people`).
    """

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def answer(self, question: Question[Any, Q, R], request: Q) -> R:
        """Answer a request of one of the questions; see `AudienceQuestions`."""
        return self._calls.answer(question, request)

    def put(self, name: str, profile_ids: Iterable[object]) -> int:
        """Replace the list of profiles with this name, or create it; return its size.

        The size of the request is limited by the service's `body_size`.
        """
        ids = profile_ids
        if isinstance(ids, pa.Array | pa.ChunkedArray):
            ids = ids.to_pylist()
        arguments = {"name": name, "profile_ids": ids}
        return part(self._calls.change("/v1/audiences/put", arguments), "profiles")

    def save(
        self, name: str, expression: str, *, note: str | None = None, owner: str | None = None
    ) -> Description:
        """Save an expression as a segment, replacing any with the same name."""
        arguments = {"name": name, "expression": expression, "note": note, "owner": owner}
        return read(Description, self._calls.change("/v1/audiences/save", arguments))

    def save_lookalike(
        self,
        name: str,
        seed: str,
        *,
        n: int | None = None,
        threshold: float | None = None,
        include_seed: bool = False,
    ) -> Lookalike:
        """Find the people most like an audience, and store them as a list."""
        arguments = {
            "name": name,
            "seed": seed,
            "n": n,
            "threshold": threshold,
            "include_seed": include_seed,
        }
        return read(Lookalike, self._calls.change("/v1/audiences/save_lookalike", arguments))

    def remove(self, name: str, *, owner: str | None = None) -> None:
        """Remove a list or a saved segment; `owner` is who removes it."""
        self._calls.change("/v1/audiences/remove", {"name": name, "owner": owner})

    def card(self, version: int | None = None) -> ModelCard:
        """Return the model card of a fit; numbers of too few people are None."""
        return ModelCard(self._calls.ask("/v1/audiences/card", {"version": version}))

    def rename(self, name: str, new: str, *, owner: str | None = None) -> None:
        """Rename an affinity; its id stays, and later fits keep the name."""
        self._calls.change("/v1/audiences/rename", {"name": name, "new": new, "owner": owner})
