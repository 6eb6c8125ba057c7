"""Verifying that every saved segment can be evaluated."""

from collections.abc import Iterator

from keyart.audiences import SEGMENT, Named
from keyart.core.errors import BadExpression, UnknownName
from keyart.query.names import names_of
from keyart.store import Finding, Snapshot


def check_segments(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify that segments parse, name only what exists, and are not made of themselves."""
    names = names_of(snapshot)
    for name in snapshot.definitions.current:
        own = Named(SEGMENT, name.removeprefix(f"{SEGMENT}:"))
        try:
            names.in_order(own)
        except (BadExpression, UnknownName) as error:
            yield Finding(name, f"cannot be evaluated: {error.message}")
