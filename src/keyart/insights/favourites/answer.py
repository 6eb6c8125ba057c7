"""The road from a store to whose favourite each asset is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from keyart.insights.catalogue.context import attributed, settled
from keyart.insights.favourites import sentences
from keyart.insights.favourites.judging import Judged, Rules, found, judged
from keyart.insights.favourites.request import FavouriteRequest
from keyart.insights.favourites.result import Favourite, Favourites
from keyart.insights.favourites.shelves import Shelf, Shown, most_shown, shown
from keyart.insights.favourites.telling import Place, favourite
from keyart.query import Access
from keyart.query.memo import recent
from keyart.query.planning.model import model_of
from keyart.store import Snapshot

MOST_TITLES = 60
"""Those that most people were shown are judged, unless a title is asked for."""


def favourites(snapshot: Snapshot, access: Access, request: FavouriteRequest) -> Favourites:
    """Return which assets are the favourite of an affinity, surely; worked out once for a version.

    Raises as `keyart.query.ask` does.
    """
    key = (
        Favourites,
        request.key,
        repr((access.where, access.least_people)),
    )
    return recent(snapshot, key, lambda: _favourites(snapshot, access, request), _bytes)


def _bytes(made: Favourites) -> int:
    return 2000 * (len(made.found) + 1)


def _favourites(snapshot: Snapshot, access: Access, request: FavouriteRequest) -> Favourites:
    if snapshot.fit is None:
        return Favourites((), 0, (sentences.NO_AUDIENCES,))
    # 1. Which impressions count, of which titles.
    context, notes = settled(snapshot, access, attributed(snapshot, request.context()))
    if request.title is not None:
        context = replace(context, where={**context.where, "title": request.title})
    context = most_shown(snapshot, access, context, MOST_TITLES)
    # 2. What everybody did with their assets, and the people of each audience.
    known = shown(snapshot, access, context)
    # 3. Who is whose favourite; who loses viewers is nobody's.
    shelves = tuple(known.shelves())
    verdicts = [judged(shelf.inside, access.least_people) for shelf in shelves]
    told = _told(known, shelves, verdicts, Rules(request.q), _names(snapshot, known.audiences))
    # 4. In order: first those on which most people hang.
    return Favourites(
        found=tuple(sorted(told, key=lambda one: (-one.gain, one.asset, one.audience))),
        titles=len(known.units.titles),
        notes=(*notes, *sentences.notes(len(known.units.titles), int(known.loses.sum()))),
    )


def _told(
    known: Shown,
    shelves: Sequence[Shelf],
    verdicts: Sequence[Judged],
    rules: Rules,
    names: Mapping[str, str],
) -> Iterator[Favourite]:
    flags, adjusted = found(verdicts, rules)
    for shelf, verdict, there, q in zip(shelves, verdicts, flags, adjusted, strict=True):
        for audience, arm in np.argwhere(there & ~known.loses[shelf.arms]).tolist():
            place = Place(shelf, verdict, audience, arm)
            yield favourite(known, place, float(q[audience, arm]), names)


def _names(snapshot: Snapshot, audiences: Sequence[str]) -> dict[str, str]:
    called: Mapping[str, str] = {} if snapshot.fit is None else snapshot.fit.names
    words = model_of(snapshot).names
    return {one: called.get(one) or words.audience(one).label for one in audiences}
