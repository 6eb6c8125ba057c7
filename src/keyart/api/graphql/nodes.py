"""Things with ids, long lists a page at a time in the form that Relay gave them, and `Info`."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

import strawberry

from keyart.api.context import RequestContext
from keyart.core.errors import BadQuestion
from keyart.core.ranges import Range

Info = strawberry.Info[RequestContext, None]
"""What resolvers are given beside their arguments; its `context` is the request."""


@strawberry.interface(description="An object that `node` can fetch by its id.")
class Node:
    """A thing of the graph."""

    node_kind: ClassVar[str] = ""
    key: strawberry.Private[str]

    @strawberry.field(description="An opaque id, unique in the graph and stable across versions.")
    def id(self) -> strawberry.ID:
        """Return the id."""
        return strawberry.ID(opaque(self.node_kind, self.key))


def opaque(kind: str, key: str) -> str:
    """Return a text that says which thing is meant, and that nobody takes for anything else."""
    text = f"{kind}:{key}".encode(errors="surrogatepass")
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def read_opaque(text: str) -> tuple[str, str]:
    """Return the (kind, key) that `opaque` was given; raises `BadQuestion`."""
    padded = text + "=" * (-len(text) % 4)
    try:
        kind, colon, key = base64.b64decode(padded, b"-_", validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        kind, colon, key = "", "", ""
    if not colon or opaque(kind, key) != text:
        raise BadQuestion(
            f"{text!r} is not a valid id.",
            hint="Ids come from the field id, cursors from endCursor.",
        )
    return kind, key


T = TypeVar("T")

CURSOR = "at"
"""The kind of thing that a cursor is: see `opaque`."""

PAGE = 50
MOST = 500
"""Entries of one page."""

FIRST = f"Maximum number of entries: {MOST} or fewer."
AFTER = "Only entries after this cursor."


@strawberry.type(description="Where a page ends.")
class PageInfo:
    """What comes after a page."""

    has_next_page: bool = strawberry.field(description="Whether there are more entries.")
    end_cursor: str | None = strawberry.field(
        description="The cursor of the last entry; use it as `after` for the next page."
    )


@strawberry.type(description="An entry of a list.")
class Edge(Generic[T]):
    """An entry and its place."""

    cursor: str = strawberry.field(description="The place of this entry.")
    node: T = strawberry.field(description="The entry itself.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[T]):
    """A page of a list."""

    total_count: int = strawberry.field(description="The number of entries on all pages.")
    edges: list[Edge[T]] = strawberry.field(description="The entries of this page.")
    page_info: PageInfo = strawberry.field(description="How to get the next page.")


@dataclass(frozen=True)
class Page:
    """Which part of a list is wanted: `first` entries after the cursor `after`, less `skip`."""

    first: int
    after: str | None
    skip: int = 0

    def of(self, info: Info, keys: Sequence[str], node: Callable[[str], T]) -> Connection[T]:
        """Return the page of a list, given by the keys of its entries in order.

        Raises `BadQuestion` for a cursor that is of nothing in the list, and `Refused` when the
        request asks for too much in all.
        """
        Range(0, MOST, whole=True).check("first", self.first)
        start = self.skip + (0 if self.after is None else _place(keys, self.after) + 1)
        shown = keys[start : start + self.first]
        info.context.budget.show(len(shown))
        edges = [Edge(cursor=opaque(CURSOR, key), node=node(key)) for key in shown]
        end = start + len(edges)
        last = edges[-1].cursor if edges else None
        return Connection(
            total_count=len(keys),
            edges=edges,
            page_info=PageInfo(has_next_page=end < len(keys), end_cursor=last),
        )


def _place(keys: Sequence[str], cursor: str) -> int:
    kind, key = read_opaque(cursor)
    if kind != CURSOR or key not in keys:
        raise BadQuestion(
            "The cursor does not belong to this list.", hint="Start again from the first page."
        )
    return keys.index(key)
