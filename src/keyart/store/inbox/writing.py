"""Putting events into the inbox: what has been appended is on disk before anybody is told so."""

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

from keyart.store.files import force
from keyart.store.inbox.folder import DRAFT, OPEN, Form, make_folder, new_name

AGE = 0.4
"""Seconds after which a file is whole, whatever its size."""

BYTES = 64 << 20
"""Bytes after which a file is whole, whatever its age."""


@dataclass(frozen=True)
class _Post:
    """What one request brought, and who waits for it to be kept."""

    table: str
    form: Form
    data: bytes
    kept: "Future[None]" = field(default_factory=Future[None])


class _Lines:
    """A file that lines are appended to. It holds what was forced to disk, whatever fails."""

    def __init__(self, folder: Path, table: str) -> None:
        self.path = folder / new_name(table, Form.LINES)
        draft = self.path.with_name(self.path.name + DRAFT)
        self._open = self.path.with_name(self.path.name + OPEN)
        self._file = _create(draft)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            draft.rename(self._open)
        except OSError:
            os.close(self._file)
            raise
        self.began = time.monotonic()
        self.bytes = 0

    def append(self, data: bytes, *, durable: bool) -> None:
        """Write `data` after what is there; nothing of it stays if that fails."""
        try:
            _write(self._file, data, durable=durable)
        except OSError:
            with suppress(OSError):
                os.ftruncate(self._file, self.bytes)
            raise
        self.bytes += len(data)

    def finish(self) -> None:
        """Let the file be whole: it may be published, and is not appended to any more."""
        try:
            self._open.rename(self.path)
        finally:
            os.close(self._file)

    @property
    def is_due(self) -> bool:
        """Whether it is time to finish."""
        return self.bytes >= BYTES or time.monotonic() - self.began >= AGE


class Inbox:
    """Appends events for one process. Safe for threads; many appends share one fsync."""

    def __init__(self, root: Path, *, durable: bool = True) -> None:
        self.folder = make_folder(root)
        if durable:
            force(root)
        self._durable = durable
        self._posts: queue.SimpleQueue[_Post | None] = queue.SimpleQueue()
        self._files: dict[str, _Lines] = {}
        self._folder_changed = False
        self._thread = Thread(target=self._run, name="inbox", daemon=True)
        self._thread.start()

    def append(self, table: str, form: Form, data: bytes) -> "Future[None]":
        """Take the events of a request; the future is done when they are on disk.

        Lines end in a newline each. An error of the future is an `OSError`: nothing was kept.
        """
        post = _Post(table, form, data)
        self._posts.put(post)
        return post.kept

    def close(self) -> None:
        """Keep what was appended so far, and let all of it be published."""
        self._posts.put(None)
        self._thread.join()

    def _run(self) -> None:
        going = True
        while going:
            posts, going = self._next()
            if posts:
                self._keep(posts)
            self._finish_due(everything=not going)

    def _next(self) -> tuple[list[_Post], bool]:
        """Return the posts that have come, and whether more may; wait as long as files are new."""
        ages = [AGE - (time.monotonic() - file.began) for file in self._files.values()]
        posts: list[_Post] = []
        try:
            post = self._posts.get(timeout=max(0.001, min(ages)) if ages else None)
            while True:
                if post is None:
                    return posts, False
                if post.kept.set_running_or_notify_cancel():
                    posts.append(post)
                post = self._posts.get_nowait()
        except queue.Empty:
            return posts, True

    def _keep(self, posts: Sequence[_Post]) -> None:
        """Write some posts, force them to disk, and tell who waits for each."""
        written: list[_Post] = []
        self._folder_changed = False
        for together in _together(posts):
            try:
                self._write(together)
            except OSError as error:
                _fail(together, error)
            else:
                written += together
        try:
            if self._durable and self._folder_changed:
                force(self.folder)
        except OSError as error:
            _fail(written, error)
        else:
            for post in written:
                post.kept.set_result(None)

    def _write(self, posts: Sequence[_Post]) -> None:
        first = posts[0]
        if first.form is Form.ARROW:
            self._write_whole(first)
            return
        file = self._files.get(first.table)
        if file is None:
            file = self._files[first.table] = _Lines(self.folder, first.table)
            self._folder_changed = True
        try:
            file.append(b"".join(post.data for post in posts), durable=self._durable)
        except OSError:
            # What a failed write left in the page cache is not to be built upon.
            self._finish(first.table)
            raise

    def _write_whole(self, post: _Post) -> None:
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

    def _finish_due(self, *, everything: bool) -> None:
        for table in [t for t, file in self._files.items() if everything or file.is_due]:
            self._finish(table)

    def _finish(self, table: str) -> None:
        # If the file cannot be renamed, the producer finds it unlocked, and does so.
        with suppress(OSError):
            self._files.pop(table).finish()


def _together(posts: Sequence[_Post]) -> list[list[_Post]]:
    """Return posts as they are written: lines of one table at once, others alone."""
    lines: dict[str, list[_Post]] = {}
    alone: list[list[_Post]] = []
    for post in posts:
        if post.form is Form.LINES:
            lines.setdefault(post.table, []).append(post)
        else:
            alone.append([post])
    return [*lines.values(), *alone]


def _fail(posts: Sequence[_Post], error: OSError) -> None:
    for post in posts:
        post.kept.set_exception(error)


def _create(path: Path) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC
    return os.open(path, flags, 0o600)


def _write(file: int, data: bytes, *, durable: bool) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]
    if durable:
        os.fsync(file)
