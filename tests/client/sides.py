"""One store from both sides: on this machine, and behind a service."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

import keyart
from keyart import session
from tests.api.serving import TOKEN, serving


@dataclass(frozen=True)
class Both:
    """One store, opened and connected to."""

    local: session.Store
    remote: keyart.RemoteStore


@contextmanager
def both(local: session.Store, min_cell: int = 0) -> Generator[Both]:
    """Serve a store as long as the block runs."""
    with serving(local.root, min_cell=min_cell) as served, keyart.connect(served.url, TOKEN) as far:
        yield Both(local, far)
