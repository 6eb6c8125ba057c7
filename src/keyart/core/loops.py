# pyright: basic
"""Loops that numba compiles, kept for every environment that holds the same source.

Numba keeps compiled code by the path of its source file. That compiles everything again in each
new environment, and keeps old code when a loop of another file, compiled into this one, changes.
Here it is kept by the module's name and by all that went into it.
"""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numba import njit
from numba.core.caching import CacheImpl, UserProvidedCacheLocator
from numba.core.dispatcher import Dispatcher


class _LocatorByContents(UserProvidedCacheLocator):
    """Where numba keeps the code of a loop: a folder with the name of its module."""

    def __init__(self, py_func: Callable[..., Any], py_file: str) -> None:
        super().__init__(py_func, py_file)
        self._cache_path = str(Path(self._cache_path).with_name(py_func.__module__))
        self._stamp = _digest(py_func.__globals__)

    @classmethod
    def from_function(cls, py_func: Callable[..., Any], py_file: str) -> Any:
        if not py_func.__module__.startswith("keyart"):
            return None
        return super().from_function(py_func, py_file)

    def get_source_stamp(self) -> bytes:
        return self._stamp


def _digest(module: dict[str, Any]) -> bytes:
    """Digest a module's source, and the loops and numbers that it imports."""
    digest = sha256(Path(module["__file__"]).read_bytes())
    for value in [*module.values()]:
        if isinstance(value, Dispatcher) and value.__module__ != module["__name__"]:
            digest.update(_digest(value.py_func.__globals__))
        elif isinstance(value, int | float | np.generic):
            digest.update(repr(value).encode())
    return digest.digest()


# Numba asks each of these in turn, and has no public way to add one for a single package.
CacheImpl._locator_classes.insert(0, _LocatorByContents)  # noqa: SLF001

compiled = njit(nogil=True, cache=True)
"""Compile a function for the types that it is first called with; it runs without the GIL."""

inlined = njit(inline="always")
"""Compile a function into each loop that calls it."""

reordered = njit(nogil=True, cache=True, fastmath=True)
"""Compile a loop whose sums may be taken in any order; their last digits depend on it."""
