"""What tests of facts as files need: a store to take them from, and no waiting for disks."""

import shutil
from collections.abc import Generator
from pathlib import Path

import pytest

import keyart
from tests.scale.sources import Origin, make_origin


@pytest.fixture(autouse=True, scope="package")
def _without_fsync() -> Generator[None]:  # pyright: ignore[reportUnusedFunction]
    """Let stores, those of child processes too, not outlive a loss of power."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KEYART_FSYNC", "false")
        yield


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of events and its facts, to be copied."""
    root = tmp_path_factory.mktemp("made")
    make_origin(root)
    return root


@pytest.fixture
def source(made: Path, tmp_path: Path) -> Generator[Origin]:
    """A store of events and the folder of its facts."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    with keyart.open(tmp_path / "from.keyart") as store:
        yield Origin(store, tmp_path / "facts")
