"""Packages that import names at first use: all names exist, and none by accident."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import keyart


def _lazy_packages() -> Iterator[str]:
    root = Path(keyart.__file__).parent
    for path in sorted(root.rglob("__init__.py")):
        if "lazy_names(__name__)" in path.read_text():
            yield ".".join(("keyart", *path.parent.relative_to(root).parts))


PACKAGES = [*_lazy_packages()]


def test_the_heaviest_packages_are_lazy() -> None:
    assert {*PACKAGES} >= {"keyart", "keyart.client", "keyart.insights.comparison"}


@pytest.mark.parametrize("name", PACKAGES)
def test_every_name_can_be_imported(name: str) -> None:
    package = importlib.import_module(name)
    assert {*package.__all__} <= {*dir(package)}
    for each in package.__all__:
        assert not hasattr(getattr(package, each), "__path__")


@pytest.mark.parametrize("name", PACKAGES)
def test_no_name_is_a_module_too(name: str) -> None:
    """Importing a module sets a name of its package: which of the two one got would be chance."""
    package = importlib.import_module(name)
    modules = {found.name for found in pkgutil.iter_modules(package.__path__)}
    assert modules.isdisjoint(package.__all__)


def test_other_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="module 'keyart' has no attribute 'opne'"):
        getattr(keyart, "opne")  # noqa: B009 - what type checkers refuse, too
