"""Not described here: see the package. Only `make bench` installs it."""

from typing import Any

def __getattr__(name: str) -> Any: ...
