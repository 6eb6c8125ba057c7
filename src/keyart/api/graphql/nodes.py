"""Things that can be fetched again by an id that stays the same in all versions of the store."""

import base64
import binascii
from typing import ClassVar

import strawberry

from keyart.core.errors import BadQuestion


@strawberry.interface(description="Something with an id that can be fetched again: see `node`.")
class Node:
    """A thing of the graph."""

    node_kind: ClassVar[str] = ""
    key: strawberry.Private[str]

    @strawberry.field(description="Opaque; unique in the graph, the same in all versions.")
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
            f"{text!r} is no id.", hint="Ids come from the field id, cursors from endCursor."
        )
    return kind, key
