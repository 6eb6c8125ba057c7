"""What all requests to one worker share."""

from dataclasses import dataclass
from pathlib import Path

from starlette.requests import HTTPConnection

from keyart.api.limits import Scans
from keyart.api.logs import Counts
from keyart.api.snapshots import Snapshots
from keyart.core.server import ServerSettings
from keyart.feed import FeedReader
from keyart.query import Access, Query, Result
from keyart.query.cache import AnswerCache
from keyart.query.memo import memo
from keyart.query.router import NoFeed
from keyart.store import Snapshot

FEW_ROWS = 200
"""Rows of an answer at most that are written in the event loop; others would hold it up."""


@dataclass(frozen=True)
class Service:
    """One store, as one worker serves it."""

    root: Path
    settings: ServerSettings
    snapshots: Snapshots
    feeds: FeedReader
    answers: AnswerCache
    scans: Scans
    counts: Counts

    def ask(self, access: Access, query: Query) -> Result:
        """Answer a question from the newest version; to be called by `Scans.run`.

        From answers given lately, from the feed, or by a scan: `meta` says which.
        """
        with self.snapshots.newest() as snapshot:
            return self.ask_on(snapshot, access, query)

    def at_hand(self, access: Access, query: Query) -> Result | None:
        """Return the answer if it is immediate, so that the event loop may wait for it.

        It was given lately, or is a few rows of the feed. Otherwise None: use `ask`.
        """
        with self.snapshots.at_hand() as snapshot:
            if snapshot is None:
                return None
            feed = self.feeds.current() or NoFeed()
            result = self.answers.ask_if_ready(snapshot, access, query, feed)
        return result if result is not None and result.table.num_rows <= FEW_ROWS else None

    def ask_on(self, snapshot: Snapshot, access: Access, query: Query) -> Result:
        """As `ask`, from a version that is open already."""
        return self.answers.ask(
            snapshot,
            access,
            query,
            feed=self.feeds.current() or NoFeed(),
            wait=self.settings.query_timeout,
        )

    def prime(self, snapshot: Snapshot) -> None:
        """Let judgements on a version start from what the feed holds, where that is of it."""
        feed = self.feeds.current()
        if feed is not None and feed.is_of(snapshot):
            memo(snapshot, ("primed", feed.entry.file), lambda: feed.prime(snapshot))

    def close(self) -> None:
        """Let go of the store."""
        self.scans.close()
        self.snapshots.close()


def open_service(store: Path, settings: ServerSettings) -> Service:
    """Return the service of the store in `store`; raises `StoreError`, such as `NotAStore`."""
    return Service(
        root=store,
        settings=settings,
        snapshots=Snapshots(store),
        feeds=FeedReader(store),
        answers=AnswerCache(settings.cache_size),
        scans=Scans(settings),
        counts=Counts(),
    )


def service_of(request: HTTPConnection) -> Service:
    """Return the service that a request was made to."""
    return request.app.state.service
