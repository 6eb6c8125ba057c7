"""Values computed once for a snapshot and dropped with it."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from keyart.core.request import Request
from keyart.query.access import Access
from keyart.store import Snapshot

T = TypeVar("T")

RECENT_BYTES = 256 << 20
"""Most memory that `recent` uses for one snapshot."""

_permanent: WeakKeyDictionary[Snapshot, dict[Hashable, Any]] = WeakKeyDictionary()
_recent: "WeakKeyDictionary[Snapshot, _Recent]" = WeakKeyDictionary()
_lock = Lock()


def memo(snapshot: Snapshot, key: Hashable, make: Callable[[], T]) -> T:
    """Return what `make` returned for this snapshot and key; it is called once."""
    values = _permanent.setdefault(snapshot, {})
    if key not in values:
        values[key] = make()
    return values[key]


def recent(snapshot: Snapshot, key: Hashable, make: Callable[[], T], size: Callable[[T], int]) -> T:
    """As `memo`, but keep only the most recently used values; `size` returns a value's bytes."""
    with _lock:
        values = _recent.setdefault(snapshot, _Recent())
    return values.get(key, make, size)


def recent_answer(
    snapshot: Snapshot,
    access: Access,
    request: Request,
    make: Callable[[], T],
    size: Callable[[T], int],
    *further: Hashable,
) -> T:
    """As `recent`, for the answer to a request with the rights of `access`.

    `further` is what the answer also depends on.
    """
    key = (type(request), request.key, repr((access.where, access.least_people)), *further)
    return recent(snapshot, key, make, size)


class _Recent:
    """The most recently used values by key, up to `RECENT_BYTES`. Thread-safe."""

    def __init__(self) -> None:
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T], size: Callable[[T], int]) -> T:
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key][0]
        value = make()  # without the lock: it may take long, and call `recent` again
        self._put(key, value, size(value))
        return value

    def _put(self, key: Hashable, value: object, size: int) -> None:
        with self._lock:
            if key in self._values or size > RECENT_BYTES:
                return
            self._values[key] = (value, size)
            self._bytes += size
            while self._bytes > RECENT_BYTES:
                self._bytes -= self._values.popitem(last=False)[1][1]
