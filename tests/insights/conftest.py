"""Demo worlds that the tests of this folder read and never change."""

import fcntl
import json
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

import keyart
from benchmarks.truth.demo_worlds import STORE, Truth, make_store
from keyart import session

Opened = AbstractContextManager[tuple[session.Store, Truth]]
Worlds = Callable[..., Opened]


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Worlds:
    """Give a function that opens a small world, made once for all processes of the run.

    Its arguments are those of `make_store`.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent

    @contextmanager
    def world(
        seed: int, *, permuted: bool = False, affinities: bool = False
    ) -> Generator[tuple[session.Store, Truth]]:
        folder = shared / f"world-{seed}{'-permuted' * permuted}{'-affinities' * affinities}"
        truth = folder / "of-store.json"
        with (shared / f"{folder.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not truth.exists():
                folder.mkdir()
                made = make_store(folder, seed, permuted=permuted, affinities=affinities)
                truth.write_text(json.dumps(made), encoding="utf-8")
        with keyart.open(folder / STORE) as store:
            yield store, json.loads(truth.read_text(encoding="utf-8"))

    return world


@pytest.fixture(scope="session")
def demo_world(worlds: Worlds, full: bool) -> Iterator[tuple[session.Store, Truth]]:
    """Give the store of a small demo world, with affinities in long runs, and its truth."""
    with worlds(1, affinities=full) as made:
        yield made
