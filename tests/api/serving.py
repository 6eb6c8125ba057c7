"""A real service on a port of its own, in a thread of the test's process."""

import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from keyart.api import create_app
from keyart.api.process.serving import configured
from keyart.api.webapp import WEBDIST
from keyart.core.server import ServerSettings

TOKEN = "a-token-that-may-do-everything"
VIEW_TOKEN = "a-token-that-may-only-read"


@dataclass(frozen=True)
class Served:
    """A running service."""

    url: str
    app: FastAPI

    def client(self, token: str | None = TOKEN, **options: Any) -> httpx.Client:
        """Return a client that has a token."""
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=60, **options)

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.url.rsplit(":", 1)[1])


@contextmanager
def serving(store: Path, web: Path = WEBDIST, **settings: Any) -> Generator[Served]:
    """Serve a store as long as the block runs; all that is asked is answered at its end.

    `web` is the folder of the application.
    """
    given: dict[str, Any] = {
        "token": TOKEN,
        "view_token": VIEW_TOKEN,
        "min_cell": 0,
        "rate": 0.0,
        **settings,
    }
    chosen = ServerSettings(**given)
    app = create_app(store, chosen, web)
    server = uvicorn.Server(configured(app, chosen, host="127.0.0.1", port=0, log_level="critical"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the service did not start"
            time.sleep(0.005)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield Served(f"http://127.0.0.1:{port}", app)
    finally:
        server.should_exit = True
        thread.join(30)
