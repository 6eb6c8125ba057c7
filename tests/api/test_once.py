"""What several want at the same time is done once, and done to its end."""

import asyncio

import pytest

from keyart.api.media.files import Once


def test_all_who_ask_meanwhile_get_the_same() -> None:
    async def ask() -> tuple[list[object], int]:
        once, begun = Once(), list[int]()

        async def make() -> object:
            begun.append(1)
            await asyncio.sleep(0.01)
            return object()

        found = await asyncio.gather(*(once.get("a", make) for _ in range(5)))
        again = await once.get("a", make)
        assert len(once) == 0
        return [*found, again], len(begun)

    found, begun = asyncio.run(ask())
    assert begun == 2
    assert len(set(map(id, found[:5]))) == 1
    assert found[5] is not found[0]


def test_all_get_the_error_and_the_next_one_tries_again() -> None:
    async def ask() -> None:
        once = Once()

        async def fail() -> None:
            await asyncio.sleep(0)
            raise LookupError

        async def work() -> str:
            return "done"

        failed = await asyncio.gather(
            *(once.get("a", fail) for _ in range(3)), return_exceptions=True
        )
        assert [type(error) for error in failed] == [LookupError] * 3
        assert await once.get("a", work) == "done"

    asyncio.run(ask())


def test_one_who_goes_away_takes_nothing_from_the_others() -> None:
    async def ask() -> str:
        once, free = Once(), asyncio.Event()

        async def make() -> str:
            await free.wait()
            return "done"

        first = asyncio.create_task(once.get("a", make))
        second = asyncio.create_task(once.get("a", make))
        await asyncio.sleep(0)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        free.set()
        return await second

    assert asyncio.run(ask()) == "done"
