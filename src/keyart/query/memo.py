"""What is worked out once for a snapshot and forgotten with it."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from keyart.store import Snapshot

T = TypeVar("T")

RECENT_BYTES = 256 << 20
"""What `recent` keeps for one snapshot at most."""

_kept: WeakKeyDictionary[Snapshot, dict[Hashable, Any]] = WeakKeyDictionary()
_recent: "WeakKeyDictionary[Snapshot, _Recent]" = WeakKeyDictionary()
_lock = Lock()


def memo(snapshot: Snapshot, key: Hashable, make: Callable[[], T]) -> T:
    """Return what `make` made for this snapshot and key, making it at the first call."""
    own = _kept.setdefault(snapshot, {})
    if key not in own:
        own[key] = make()
    return own[key]


def recent(snapshot: Snapshot, key: Hashable, make: Callable[[], T], size: Callable[[T], int]) -> T:
    """As `memo`, but only what was asked for last is kept, `size` being the bytes of a thing."""
    with _lock:
        own = _recent.setdefault(snapshot, _Recent())
    return own.get(key, make, size)


class _Recent:
    """Things by key, those asked for last, up to `RECENT_BYTES`. Safe for threads."""

    def __init__(self) -> None:
        self._things: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T], size: Callable[[T], int]) -> T:
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key][0]
        made = make()  # without the lock: it may take long, and ask for other things
        self._put(key, made, size(made))
        return made

    def _put(self, key: Hashable, made: object, size: int) -> None:
        with self._lock:
            if key in self._things or size > RECENT_BYTES:
                return
            self._things[key] = (made, size)
            self._bytes += size
            while self._bytes > RECENT_BYTES:
                self._bytes -= self._things.popitem(last=False)[1][1]
