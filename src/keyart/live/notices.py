"""Judging each version once its feed is made, and sending notices, in a thread.

It does not delay requests or publications. One delivery is sent at a time, so that a service that
does not answer delays the next judgement by one delivery at most.
"""

import logging
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Protocol

import pyarrow as pa

from keyart.core.config import server_settings
from keyart.core.errors import KeyartError, QueryTimeout, StoreDamaged
from keyart.core.notice import NoticeCondition, NoticesRequest, NoticeState
from keyart.decisions import PendingRequest, find_pending
from keyart.feed import FeedReader
from keyart.insights.notices import damaged_files, find
from keyart.insights.notices.answer import KIND as DAMAGED
from keyart.notify import Channel, Judgement, give_up_others, is_due, notices, record
from keyart.query import Access, Cancel, under
from keyart.store import Snapshot, open_snapshot
from keyart.store.paths import Paths

CHECK_SECONDS = 1.0
"""Seconds between two checks for something to judge or send, at least: after a judgement, as long
as it took."""

PAUSE = 60.0
"""Seconds to wait after something failed."""

GRACE = 20.0
"""Seconds that a running delivery may take when the producer ends."""

UNEXPECTED_ERRORS = (
    ArithmeticError,
    AssertionError,
    LookupError,
    TypeError,
    ValueError,
    pa.ArrowException,
)
"""Errors of a judgement on unforeseen data: the next version is tried again."""

log = logging.getLogger("keyart.live")


class Judge(Protocol):
    """Finds conditions in a version."""

    def __call__(
        self, snapshot: Snapshot, min_cell: int, *, now: datetime
    ) -> Sequence[NoticeCondition]:
        """Return conditions as of `now`, without groups of fewer people than `min_cell`."""
        ...


Send = Callable[[], bool]
"""Sends the next delivery that is due; returns whether there was one."""


@contextmanager
def noticing(root: Path, fed: Event, judge: Judge, address: str) -> Generator[None]:
    """Judge versions and send notices while the block runs.

    `fed` is set whenever a feed was made or could not be made. `address` is the service's, for
    links. Raises `BadSettings`.
    """
    settings = server_settings(Paths(root).config)
    names, send_next = _sending(root, settings.notify_urls)
    give_up_others(root, names)
    channel = Channel(names, settings.public_url or address.rstrip("/"))
    version_judge = _VersionJudge(root, judge, settings.min_cell, channel)
    ended = Event()
    work = (version_judge, send_next, fed, ended)
    thread = Thread(target=_work, args=work, name="notices", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        version_judge.cancel.stop()
        thread.join(GRACE)


def judge_once(root: Path, judge: Judge = find) -> None:
    """Judge the newest version, if that is due, and send nothing."""
    settings = server_settings(Paths(root).config)
    _VersionJudge(root, judge, settings.min_cell, Channel(base=settings.public_url)).judge()


def _sending(root: Path, urls: Sequence[str]) -> tuple[dict[str, str], Send]:
    """Return the names of the addresses by key, and the function that sends to them."""
    if not urls:
        return {}, lambda: False
    # These import apprise, which takes a second, so only if something is sent.
    from keyart.notify.addresses import addresses  # noqa: PLC0415
    from keyart.notify.deliveries import send_next  # noqa: PLC0415

    with open_snapshot(root) as snapshot:
        recipients = addresses(urls, snapshot.salt)

    def send() -> bool:
        outcome = send_next(root, recipients, datetime.now(UTC))
        if outcome is not None and outcome.error is not None:
            log.info("A notice was not sent, or possibly not: %s", outcome.error)
        return outcome is not None

    return {recipient.key: recipient.name for recipient in recipients}, send


def _work(judge: "_VersionJudge", send_next: Send, fed: Event, ended: Event) -> None:
    while not ended.is_set():
        start = time.monotonic()
        rest = CHECK_SECONDS
        try:
            if fed.is_set():
                fed.clear()
                judge.judge()
                rest = max(CHECK_SECONDS, time.monotonic() - start)
            if send_next():
                rest = 0.0
        except QueryTimeout:
            return
        except (KeyartError, OSError) as error:
            log.warning("Notices wait: %s", error)
            rest = PAUSE
        ended.wait(rest)


class _VersionJudge:
    """Judges the newest version when that is due."""

    def __init__(self, root: Path, find: Judge, min_cell: int, channel: Channel) -> None:
        self.root = root
        self.find = find
        self.min_cell = min_cell
        self.channel = channel
        self.feeds = FeedReader(root)
        self.cancel = Cancel()
        self.failed: int | None = None
        """The version that cannot be judged."""

    def judge(self) -> None:
        """Judge the newest version, if that is due."""
        now = datetime.now(UTC)
        with open_snapshot(self.root) as snapshot:
            version = snapshot.version
            if version == self.failed or not is_due(self.root, version, now):
                return
            feed = self.feeds.current()
            if feed is not None:
                feed.prime(snapshot)
            try:
                with under(self.cancel):
                    conditions = tuple(self.find(snapshot, self.min_cell, now=now))
            except StoreDamaged as error:
                log.warning("Version %d cannot be judged: %s", version, error)
                conditions = self._open_conditions()
            except UNEXPECTED_ERRORS:
                self.failed = version
                log.exception("Version %d cannot be judged.", version)
                return
            conditions = (*conditions, *damaged_files(snapshot))
            changes = record(self.root, Judgement(version, conditions, now), self.channel)
            if changes is not None and (changes.opened or changes.resolved):
                counts = (version, len(changes.opened), len(changes.resolved))
                log.info("Version %d: %d new notices, %d resolved.", *counts)
            self._find_decisions(snapshot)

    def _find_decisions(self, snapshot: Snapshot) -> None:
        """Find what waits for a decision, for the workers that keep it until somebody asks."""
        readers = Access("readers", min_cell=self.min_cell)
        try:
            with under(self.cancel):
                find_pending(snapshot, readers.judging(), PendingRequest())
        except QueryTimeout:
            raise
        except (KeyartError, *UNEXPECTED_ERRORS):
            log.exception("No decisions were found in version %d.", snapshot.version)

    def _open_conditions(self) -> tuple[NoticeCondition, ...]:
        """Return the open conditions, for a version that cannot be judged."""
        open_notices = notices(self.root, NoticesRequest(state=NoticeState.OPEN))
        names = [field.name for field in fields(NoticeCondition)]
        return tuple(
            NoticeCondition(**{name: getattr(notice, name) for name in names})
            for notice in open_notices
            if notice.kind != DAMAGED
        )
