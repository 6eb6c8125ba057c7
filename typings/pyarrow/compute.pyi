"""Not described here: see the package."""

from typing import Any

def __getattr__(name: str) -> Any: ...
