"""Judging each version once its feed is made, and telling people: in a thread of its own.

Nothing here is in the way of a request or of a publication. Sending is a delivery at a time, so
that who does not answer keeps nobody from the next judgement for longer than one of them takes.
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
from keyart.core.notice import Condition, NoticesRequest, NoticeState
from keyart.feed import FeedReader
from keyart.insights.notices import damaged_files, find
from keyart.insights.notices.answer import KIND as DAMAGED
from keyart.notify import Channel, Judgement, give_up_others, is_due, notices, record
from keyart.query import Cancel, under
from keyart.store import Snapshot, open_snapshot
from keyart.store.paths import Paths

LOOK = 1.0
"""Seconds between two looks for something to judge or send, at least: a judgement is followed by
as long a rest as it took."""

PAUSE = 60.0
"""Seconds to wait after something failed."""

GRACE = 20.0
"""Seconds in which a delivery that is under way may end when the producer does."""

UNFORESEEN = (
    ArithmeticError,
    AssertionError,
    LookupError,
    TypeError,
    ValueError,
    pa.ArrowException,
)
"""What a judgement raises if data are such as nobody foresaw: it waits for the next version."""

log = logging.getLogger("keyart.live")


class Judge(Protocol):
    """Finds what people should know of a version."""

    def __call__(self, snapshot: Snapshot, min_cell: int, *, now: datetime) -> Sequence[Condition]:
        """Return it, as of `now`; name no group of fewer people than `min_cell`."""
        ...


Send = Callable[[], bool]
"""Sends what is due next; returns whether anything was."""


@contextmanager
def noticing(root: Path, fed: Event, judge: Judge, address: str) -> Generator[None]:
    """Judge versions and send notices while the block runs.

    `fed` is set whenever the making of a feed has ended. `address` is where the service itself can
    be reached, for links. Raises `BadSettings`.
    """
    settings = server_settings(Paths(root).config)
    names, send_next = _sending(root, settings.notify_urls)
    give_up_others(root, names)
    channel = Channel(names, settings.public_url or address.rstrip("/"))
    judging = _Judging(root, judge, settings.min_cell, channel)
    ended = Event()
    work = (judging, send_next, fed, ended)
    thread = Thread(target=_work, args=work, name="notices", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        judging.cancel.stop()
        thread.join(GRACE)


def judge_once(root: Path, judge: Judge = find) -> None:
    """Judge the newest version, if that is due, and send nothing."""
    settings = server_settings(Paths(root).config)
    _Judging(root, judge, settings.min_cell, Channel(base=settings.public_url)).judge()


def _sending(root: Path, urls: Sequence[str]) -> tuple[dict[str, str], Send]:
    """Return the names of the addresses by their keys, and what sends to them."""
    if not urls:
        return {}, lambda: False
    # They load apprise, which takes a second that only who sends anything should wait for.
    from keyart.notify.addresses import addresses  # noqa: PLC0415
    from keyart.notify.sending import send_next  # noqa: PLC0415

    with open_snapshot(root) as snapshot:
        told = addresses(urls, snapshot.salt)

    def send() -> bool:
        outcome = send_next(root, told, datetime.now(UTC))
        if outcome is not None and outcome.error is not None:
            log.info("A notice was not sent, or may not have been: %s", outcome.error)
        return outcome is not None

    return {one.key: one.name for one in told}, send


def _work(judging: "_Judging", send_next: Send, fed: Event, ended: Event) -> None:
    while not ended.is_set():
        began = time.monotonic()
        rest = LOOK
        try:
            if fed.is_set():
                fed.clear()
                judging.judge()
                rest = max(LOOK, time.monotonic() - began)
            if send_next():
                rest = 0.0
        except QueryTimeout:
            return
        except (KeyartError, OSError) as error:
            log.warning("Notices wait: %s", error)
            rest = PAUSE
        ended.wait(rest)


class _Judging:
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
                    found = tuple(self.find(snapshot, self.min_cell, now=now))
            except StoreDamaged as error:
                log.warning("Version %d cannot be judged: %s", version, error)
                found = self._still_open()
            except UNFORESEEN:
                self.failed = version
                log.exception("Version %d cannot be judged.", version)
                return
            found = (*found, *damaged_files(snapshot))
        made = record(self.root, Judgement(version, found, now), self.channel)
        if made is not None and (made.opened or made.resolved):
            said = (version, len(made.opened), len(made.resolved))
            log.info("Version %d: %d new notices, %d resolved.", *said)

    def _still_open(self) -> tuple[Condition, ...]:
        """Return what was found before, for a version of which nobody can say what holds."""
        known = notices(self.root, NoticesRequest(state=NoticeState.OPEN))
        names = [own.name for own in fields(Condition)]
        return tuple(
            Condition(**{name: getattr(one, name) for name in names})
            for one in known
            if one.kind != DAMAGED
        )
