"""What changes the audiences of a store: each road is one publication.

Whatever is saved can be evaluated: every name in a segment exists and stays, and none is made of
itself.
"""

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from keyart.audiences import (
    AFFINITY,
    KINDS,
    LIST,
    READY_MADE,
    SEGMENT,
    NamedAudience,
    leaves,
    to_text,
)
from keyart.core.errors import AudienceInUse, BadExpression, BadInput, UnknownName
from keyart.ingest import list_keys
from keyart.query.planning.audience_names import AudienceNames, names_of, parse_cached
from keyart.store import Finding, Publication, Snapshot, publication


@dataclass(frozen=True)
class WriteContext:
    """Where and when something is written, and how long to wait for another writer."""

    root: Path
    now: datetime
    wait: float = 60.0

    @contextmanager
    def publishing(self, command: str) -> Generator[Publication]:
        """Collect one publication, committed at the end of the block."""
        with publication(self.root, command=command, now=self.now, wait=self.wait) as p:
            yield p
            p.commit()


@dataclass(frozen=True)
class SegmentDraft:
    """What somebody says about a segment, and who that is, in their own words."""

    text: str
    note: str | None = None
    owner: str | None = None


def put_list(desk: WriteContext, name: str, ids: Iterable[object]) -> int:
    """Put an uploaded list of profiles in the place of that of the same name; return its size.

    Raises `BadInput` for a name that does not begin with `list:`, and for what is no list of ids.
    """
    name = _check_name(name, LIST)
    with desk.publishing(f"audiences put {name}") as p:
        ordinals, _ = p.ordinals(list_keys(p.salt, ids))
        p.put_list(name, ordinals)
        return len(ordinals)


def save_segment(desk: WriteContext, name: str, saying: SegmentDraft) -> None:
    """Save a segment, in the place of that of the same name, whose history is kept.

    Raises `BadInput` for a name that does not begin with `segment:`, `BadExpression` for a text
    that is none and for a segment made of itself, `UnknownName` for what the text names and is
    not.
    """
    name = _check_name(name, SEGMENT)
    own = NamedAudience(SEGMENT, name.removeprefix(f"{SEGMENT}:"))
    with desk.publishing(f"audiences save {name}") as p:
        names = names_of(p.base)
        expression = names.read(saying.text)
        as_saved = replace(names, segments={**names.segments, own.name: saying.text})
        as_saved.in_order(own)
        p.define(name, to_text(expression), saying.note, saying.owner)


def remove(desk: WriteContext, name: str, owner: str | None = None) -> None:
    """Remove a list or a saved segment; a ready-made one of that name then holds again.

    Raises `UnknownName`, and `AudienceInUse` where saved segments are made of it.
    """
    kind = name.split(":", 1)[0]
    with desk.publishing(f"audiences remove {name}") as p:
        names = names_of(p.base)
        if name not in names.kept:
            raise _cannot_remove(names, name, kind)
        users = used_by(names, name)
        if users and not (kind == SEGMENT and name.removeprefix(f"{SEGMENT}:") in READY_MADE):
            raise AudienceInUse(
                f"{name} cannot be removed: {_users_text(users)} made of it.",
                hint="Save them without it first, or remove them.",
            )
        if kind == AFFINITY:
            raise BadInput(
                f"{name} cannot be removed: fits find affinities.",
                hint="Fit again with other settings, such as affinity_detail or sensitive_tags.",
            )
        if kind == SEGMENT:
            p.undefine(name, owner)
        else:
            p.remove_list(name)


def used_by(names: AudienceNames, name: str) -> tuple[str, ...]:
    """Return the saved segments that name an audience, by full name."""
    saved = [kept for kept in names.kept if kept.startswith(f"{SEGMENT}:")]
    return tuple(user for user in saved if name in _named_audiences(names, user))


def _named_audiences(names: AudienceNames, segment: str) -> set[str]:
    expression = parse_cached(names.segments[segment.removeprefix(f"{SEGMENT}:")])
    return {leaf.full_name for leaf in leaves(expression) if isinstance(leaf, NamedAudience)}


def _users_text(users: tuple[str, ...]) -> str:
    return f"{users[0]} is" if len(users) == 1 else f"{', '.join(users)} are"


def _cannot_remove(names: AudienceNames, name: str, kind: str) -> UnknownName:
    if name in names.known:
        return UnknownName("saved segment", name, (), hint="A ready-made one cannot be removed.")
    return UnknownName(kind if kind in KINDS else "audience", name, names.kept)


def _check_name(name: str, kind: str) -> str:
    """Return a full name of a kind; raises `BadInput` for what is none."""
    plain = name.removeprefix(f"{kind}:")
    if plain == name or not plain.strip() or plain != plain.strip():
        example = f"{kind}:{plain.strip() or 'vip'}"
        raise BadInput(f"{name!r} is no name of a {kind}.", hint=f"Call it {example!r}.")
    try:
        name.encode()
    except UnicodeEncodeError as error:
        raise BadInput(f"{name!r} is not valid Unicode.", hint="Mend the name.") from error
    return name


def check_segments(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify that segments parse, name only what exists, and are not made of themselves."""
    names = names_of(snapshot)
    for name in snapshot.definitions.current:
        own = NamedAudience(SEGMENT, name.removeprefix(f"{SEGMENT}:"))
        try:
            names.in_order(own)
        except (BadExpression, UnknownName) as error:
            yield Finding(name, f"cannot be evaluated: {error.message}")
