"""Rate limits for each client."""

from collections import OrderedDict
from collections.abc import Callable
from math import ceil
from threading import Lock
from time import monotonic

from keyart.api.errors import Refused

SECONDS = 10.0
"""The rate is averaged over this period: a page may make many requests at once."""

CLIENTS = 10_000
"""The most clients to track; beyond that, the least recently active ones are forgotten."""


class Rate:
    """A bucket for each client, which fills at `rate` requests per second. Thread-safe."""

    def __init__(self, rate: float, clock: Callable[[], float] = monotonic) -> None:
        self.rate = rate
        self._clock = clock
        self._lock = Lock()
        self._buckets: OrderedDict[tuple[str, ...], tuple[float, float]] = OrderedDict()

    def take(self, *client: str, count: int = 1) -> None:
        """Count one request of a client, or `count`; raises `Refused` if there were too many.

        A request that costs more than is left is allowed, and the client has to wait for it
        afterwards.
        """
        if not self.rate:
            return
        full = max(1.0, self.rate * SECONDS)
        now = self._clock()
        with self._lock:
            left, before = self._buckets.pop(client, (full, now))
            left = min(full, left + (now - before) * self.rate)
            allowed = left >= 1
            self._buckets[client] = (left - count if allowed else left, now)
            if len(self._buckets) > CLIENTS:
                self._buckets.popitem(last=False)
        if not allowed:
            raise Refused(
                429,
                "too_many_requests",
                f"More than {self.rate:g} requests per second from this client.",
                hint="Wait a moment; the setting rate is the limit.",
                headers={"retry-after": str(ceil((1 - left) / self.rate))},
            )
