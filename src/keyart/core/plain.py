"""Nested data as JSON can express it."""

import math
from datetime import date, datetime
from typing import Any


def plain(value: Any) -> Any:
    """Return nested data as JSON can express it: times as ISO text, infinite numbers as None."""
    if isinstance(value, dict):
        return {str(key): plain(entry) for key, entry in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
