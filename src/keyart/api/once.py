"""Work that several requests want at the same time, done once for all of them."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class Once:
    """What is under way, by key. For one event loop; nothing is kept once it is done."""

    def __init__(self) -> None:
        self._under_way: dict[Hashable, asyncio.Future[Any]] = {}

    def __len__(self) -> int:
        """Return how many things are under way."""
        return len(self._under_way)

    async def get(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """Return what `make` makes, or what it is making already for another request.

        It is made to its end even if nobody waits for it any more: somebody will ask again.
        """
        making = self._under_way.get(key)
        if making is None:
            making = self._under_way[key] = asyncio.ensure_future(make())
            making.add_done_callback(lambda done: self._forget(key, done))
        return await asyncio.shield(making)

    def _forget(self, key: Hashable, done: "asyncio.Future[Any]") -> None:
        del self._under_way[key]
        if not done.cancelled():
            done.exception()  # taken note of, of which nobody else may
