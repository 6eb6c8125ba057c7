"""A receiver of notices: a real HTTP server with an apprise address (json://…)."""

import json
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET = "hunter2-is-secret"
HANG = 0
"""An answer that never comes, as long as the receiver runs."""


@dataclass
class Receiver:
    """The messages that arrived, and the answers to them."""

    answers: list[int] = field(default_factory=list[int])
    """The status of each answer; after the last one, 200."""
    came: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    ended: threading.Event = field(default_factory=threading.Event)
    arrived: threading.Condition = field(default_factory=threading.Condition)
    port: int = 0

    @property
    def url(self) -> str:
        """The address, with a password."""
        return f"json://keyart:{SECRET}@127.0.0.1:{self.port}/hook"

    @property
    def titles(self) -> list[str]:
        """The subjects of what came."""
        return [one["title"] for one in self.came]

    def take(self, message: dict[str, Any]) -> int:
        """Return what to answer to a message."""
        with self.arrived:
            self.came.append(message)
            self.arrived.notify_all()
            return self.answers.pop(0) if self.answers else 200

    def wait_for(self, count: int, seconds: float = 60.0) -> None:
        """Return once so many messages have come."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.came) >= count, seconds), self.titles


@contextmanager
def receiving(answers: Sequence[int] = (), port: int = 0) -> Generator[Receiver]:
    """Receive as long as the block runs."""
    receiver = Receiver(list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            status = receiver.take(json.loads(self.rfile.read(length)))
            if status == HANG:
                receiver.ended.wait()
                return
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.ended.set()
        server.shutdown()
        server.server_close()
        thread.join(30)
