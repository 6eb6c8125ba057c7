"""Packages that import their names at first use (PEP 562).

Importing such a package costs nothing, and importing one of its names imports only that name's
module. The package lists its names in a block that type checkers read, and nothing else runs:

    if TYPE_CHECKING:
        from keyart.query.request import Query
    else:
        __getattr__, __dir__ = lazy_names(__name__)

    __all__ = ["Query"]

That block is the only list: it is read from the package's source at the first use of a name.
"""

import ast
import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import get_data
from typing import Any


def lazy_names(package: str) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return the `__getattr__` and the `__dir__` of a package."""

    def get(name: str) -> Any:
        module = _modules(package).get(name)
        if module is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(module), name)
        setattr(sys.modules[package], name, value)
        return value

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *_modules(package)})

    return get, names


@cache
def _modules(package: str) -> dict[str, str]:
    """Return the module of each name of a package."""
    source = get_data(package, "__init__.py")
    body = ast.parse(source or b"").body
    return {
        name.name: part.module
        for block in body
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for part in block.body
        if isinstance(part, ast.ImportFrom) and part.module
        for name in part.names
    }
