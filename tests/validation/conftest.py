"""A store to validate, and engines that differ from it in ways that are known."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from keyart.core.progress import Silent
from keyart.query import owner, router
from keyart.store import Snapshot
from keyart.validation import Validation, ValidationRequest, validate
from tests.oracles.questions import random_world
from tests.oracles.world import publish

NOW = datetime(2026, 11, 29, 8, tzinfo=UTC)
PLANTED = (
    *("Estimating", "Sloppy", "Overcounting", "Forgetful"),
    *("Unwilling", "Breaking", "Gone", "Older"),
)

Validate = Callable[..., Validation]


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """Two weeks in which clocks change: 8,000 facts of each family, of 3,000 profiles."""
    world = random_world(7, 2, 4000, {"segment:one": ("attr", "plan", "gold")}, 3000)
    with publish(world, tmp_path_factory.mktemp("store") / "my store.keyart") as opened:
        yield opened


@pytest.fixture(autouse=True)
def engines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let questions ask for the engines of `tests.validation.engines`, by name in lower case."""
    for cls in PLANTED:
        entry = ("tests.validation.engines", cls)
        monkeypatch.setitem(router.ENGINES, cls.lower(), entry)


@pytest.fixture
def validated(snapshot: Snapshot) -> Validate:
    """Validate the store against an engine."""

    def run(against: str, questions: int = 60, seed: int = 0) -> Validation:
        wanted = ValidationRequest(against, questions=questions, seed=seed)
        return validate(snapshot, owner(), wanted, Silent(), now=NOW)

    return run
