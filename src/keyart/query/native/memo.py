"""What is worked out once for a snapshot and forgotten with it."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from keyart.store import Snapshot

T = TypeVar("T")

_kept: WeakKeyDictionary[Snapshot, dict[Hashable, Any]] = WeakKeyDictionary()


def memo(snapshot: Snapshot, key: Hashable, make: Callable[[], T]) -> T:
    """Return what `make` made for this snapshot and key, making it at the first call."""
    own = _kept.setdefault(snapshot, {})
    if key not in own:
        own[key] = make()
    return own[key]
