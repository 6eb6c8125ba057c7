"""What all tests of the road need: an empty store, and no waiting for disks."""

from collections.abc import Generator
from pathlib import Path

import pytest

import keyart


@pytest.fixture(autouse=True, scope="package")
def _without_fsync() -> Generator[None]:  # pyright: ignore[reportUnusedFunction]
    """Let stores, those of child processes too, not outlive a loss of power."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KEYART_FSYNC", "false")
        yield


@pytest.fixture
def store(tmp_path: Path) -> Generator[keyart.Store]:
    """An empty store."""
    with keyart.create(tmp_path / "my.keyart") as made:
        yield made
