"""Stores of these tests, and of their child processes, need not outlive a loss of power."""

from collections.abc import Generator

import pytest


@pytest.fixture(autouse=True, scope="package")
def _without_fsync() -> Generator[None]:  # pyright: ignore[reportUnusedFunction]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KEYART_FSYNC", "false")
        yield
