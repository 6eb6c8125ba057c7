"""Stores that a Druid holds, loaded once for all tests of its engine, all at the same time."""

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from keyart.mirror import drop, load
from keyart.scale.druid.client import Druid
from keyart.store import Snapshot
from tests.cluster.druid_engine import awkward, crowds
from tests.oracles.expressions import Tree
from tests.oracles.questions import random_world
from tests.oracles.world import World, publish

NOW = datetime(2026, 6, 1, tzinfo=UTC)

SEGMENTS: Mapping[str, Tree] = {
    "segment:one": ("and", ("name", "list:a"), ("not", ("attr", "plan", "gold"))),
    "segment:two": ("or", ("name", "segment:one"), ("not", ("name", "list:b"))),
    "segment:heavy": ("rule", "hours", {}, (">=", "0.2")),
}
PLAIN: Mapping[str, Tree] = {**SEGMENTS, "segment:heavy": ("attr", "plan", None)}
"""Segments that can be told from lists and attributes."""


@dataclass(frozen=True)
class Loaded:
    """A store that Druid holds, and what its answers are compared with, if that is a world."""

    snapshot: Snapshot = field(repr=False)
    world: World | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Loader:
    """Puts stores into one Druid, each under a name of its own."""

    url: str
    folder: Path

    def config(self, further: str = "") -> str:
        """Return the section of keyart.toml that names this Druid."""
        return f'\n[druid]\nurl = "{self.url}"\nprefix = "test_{uuid4().hex[:12]}"\n{further}\n'

    def of_world(self, world: World, further: str = "") -> Loaded:
        """Load a world."""
        world.config_text += self.config(further)
        return Loaded(self._loaded(publish(world, self.folder / uuid4().hex)), world)

    def of_crowd(self, crowd: crowds.Crowd, further: str) -> Loaded:
        """Load a crowd."""
        folder = self.folder / uuid4().hex
        return Loaded(self._loaded(crowds.publish(crowd, folder, self.config(further))))

    def _loaded(self, snapshot: Snapshot) -> Snapshot:
        with Druid(self.url) as druid:
            load(snapshot, druid, snapshot.config.druid, now=NOW)
        return snapshot


@pytest.fixture(scope="package")
def stores(
    druid_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, Loaded]]:
    """Return the stores by name, each in Druid."""
    loader = Loader(druid_url, tmp_path_factory.mktemp("stores"))
    made: Mapping[str, Callable[[], Loaded]] = {
        "whole": lambda: loader.of_world(
            random_world(11, 3, 120, SEGMENTS), 'attributes = ["plan"]'
        ),
        "told": lambda: loader.of_world(
            random_world(12, 1, 40, PLAIN),
            'attributes = ["plan"]\naudiences = ["list", "affinity"]',
        ),
        "empty": lambda: loader.of_world(random_world(13, 1, 0, SEGMENTS), 'attributes = ["plan"]'),
        "awkward": lambda: loader.of_world(awkward.WORLD),
        "crowd": lambda: loader.of_crowd(crowds.MANY_GROUPS, "lg_k = 10"),
        "wide": lambda: loader.of_crowd(crowds.MANY_PEOPLE, "lg_k = 14"),
    }
    with ExitStack() as after, ThreadPoolExecutor(len(made)) as threads:
        begun = {name: threads.submit(make) for name, make in made.items()}
        found = {name: future.result() for name, future in begun.items()}
        for loaded in found.values():
            after.enter_context(loaded.snapshot)
        yield found
        if "KEYART_DRUID_URL" in os.environ:  # else it ends with its data
            list(threads.map(_drop, found.values()))


def _drop(loaded: Loaded) -> None:
    settings = loaded.snapshot.config.druid
    with Druid(settings.url) as druid:
        drop(loaded.snapshot, druid, settings)
