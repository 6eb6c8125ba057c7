"""Appending events to the inbox: they are on disk before they are confirmed."""

import fcntl
import os
import queue
import time
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from keyart.store.files.disk import force
from keyart.store.inbox.files import DRAFT, OPEN, EventFormat, make_folder, new_name

MAX_AGE = 0.4
"""Seconds after which a file is completed."""

MAX_BYTES = 64 << 20
"""Bytes after which a file is completed."""


@dataclass(frozen=True)
class _Post:
    """The events of one request, and the future that is done when they are on disk."""

    table: str
    form: EventFormat
    data: bytes
    stored: "Future[None]" = field(default_factory=Future[None])


class _LineFile:
    """A file that lines are appended to. If a write fails, it keeps what was forced to disk."""

    def __init__(self, folder: Path, table: str) -> None:
        self.path = folder / new_name(table, EventFormat.LINES)
        draft = self.path.with_name(self.path.name + DRAFT)
        self._open = self.path.with_name(self.path.name + OPEN)
        self._file = _create(draft)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            draft.rename(self._open)
        except OSError:
            os.close(self._file)
            raise
        self.started = time.monotonic()
        self.bytes = 0

    def append(self, data: bytes, *, durable: bool) -> None:
        """Append `data`; nothing of it stays if that fails."""
        try:
            _write(self._file, data, durable=durable)
        except OSError:
            with suppress(OSError):
                os.ftruncate(self._file, self.bytes)
            raise
        self.bytes += len(data)

    def complete(self) -> None:
        """Complete the file: it may be published, and is not appended to any more."""
        try:
            self._open.rename(self.path)
        finally:
            os.close(self._file)

    @property
    def is_due(self) -> bool:
        """Whether it is time to complete the file."""
        return self.bytes >= MAX_BYTES or time.monotonic() - self.started >= MAX_AGE


class Inbox:
    """Appends events for one process. Safe for threads; many appends share one fsync."""

    def __init__(self, root: Path, *, durable: bool = True) -> None:
        self.folder = make_folder(root)
        if durable:
            force(root)
        self._durable = durable
        self._posts: queue.SimpleQueue[_Post | None] = queue.SimpleQueue()
        self._files: dict[str, _LineFile] = {}
        self._folder_changed = False
        self._thread = Thread(target=self._run, name="inbox", daemon=True)
        self._thread.start()

    def append(self, table: str, form: EventFormat, data: bytes) -> "Future[None]":
        """Append the events of a request; the future is done when they are on disk.

        Lines end in a newline each. An error of the future is an `OSError`: nothing was stored.
        """
        post = _Post(table, form, data)
        self._posts.put(post)
        return post.stored

    def close(self) -> None:
        """Write what was appended so far, and complete all files."""
        self._posts.put(None)
        self._thread.join()

    def _run(self) -> None:
        going = True
        while going:
            posts, going = self._next()
            if posts:
                self._store(posts)
            self._complete_due(everything=not going)

    def _next(self) -> tuple[list[_Post], bool]:
        """Return new posts, and whether more may come; wait until the next file is due at most."""
        ages = [MAX_AGE - (time.monotonic() - file.started) for file in self._files.values()]
        posts: list[_Post] = []
        try:
            post = self._posts.get(timeout=max(0.001, min(ages)) if ages else None)
            while True:
                if post is None:
                    return posts, False
                if post.stored.set_running_or_notify_cancel():
                    posts.append(post)
                post = self._posts.get_nowait()
        except queue.Empty:
            return posts, True

    def _store(self, posts: Sequence[_Post]) -> None:
        """Write posts, force them to disk, and complete their futures."""
        stored: list[_Post] = []
        self._folder_changed = False
        for group in _group(posts):
            try:
                self._write(group)
            except OSError as error:
                _fail(group, error)
            else:
                stored += group
        try:
            if self._durable and self._folder_changed:
                force(self.folder)
        except OSError as error:
            _fail(stored, error)
        else:
            for post in stored:
                post.stored.set_result(None)

    def _write(self, posts: Sequence[_Post]) -> None:
        first = posts[0]
        if first.form is EventFormat.ARROW:
            self._write_alone(first)
            return
        file = self._files.get(first.table)
        if file is None:
            file = self._files[first.table] = _LineFile(self.folder, first.table)
            self._folder_changed = True
        try:
            file.append(b"".join(post.data for post in posts), durable=self._durable)
        except OSError:
            # The page cache may hold a part of a failed write: do not append to it.
            self._complete(first.table)
            raise

    def _write_alone(self, post: _Post) -> None:
        path = self.folder / new_name(post.table, post.form)
        draft = path.with_name(path.name + DRAFT)
        file = _create(draft)
        try:
            _write(file, post.data, durable=self._durable)
            draft.rename(path)
        except OSError:
            draft.unlink(missing_ok=True)
            raise
        finally:
            os.close(file)
        self._folder_changed = True

    def _complete_due(self, *, everything: bool) -> None:
        for table in [t for t, file in self._files.items() if everything or file.is_due]:
            self._complete(table)

    def _complete(self, table: str) -> None:
        # If the file cannot be renamed, the producer finds it unlocked and completes it.
        with suppress(OSError):
            self._files.pop(table).complete()


def _group(posts: Sequence[_Post]) -> list[list[_Post]]:
    """Return posts as they are written: lines of one table together, others alone."""
    lines: dict[str, list[_Post]] = {}
    alone: list[list[_Post]] = []
    for post in posts:
        if post.form is EventFormat.LINES:
            lines.setdefault(post.table, []).append(post)
        else:
            alone.append([post])
    return [*lines.values(), *alone]


def _fail(posts: Sequence[_Post], error: OSError) -> None:
    for post in posts:
        post.stored.set_exception(error)


def _create(path: Path) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC
    return os.open(path, flags, 0o600)


def _write(file: int, data: bytes, *, durable: bool) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]
    if durable:
        os.fsync(file)
