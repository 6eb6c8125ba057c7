"""Changes to the lists and segments of a store: each is one publication.

Every saved segment can be evaluated: all names in it exist and stay, and no segment is defined by
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
    """Where and when a change is written, and how long to wait for another writer."""

    root: Path
    now: datetime
    wait: float = 60.0

    @contextmanager
    def publishing(self, command: str) -> Generator[Publication]:
        """Open a publication that is committed at the end of the block."""
        with publication(self.root, command=command, now=self.now, wait=self.wait) as p:
            yield p
            p.commit()


@dataclass(frozen=True)
class SegmentDraft:
    """A segment to save: its definition, a note and the author, both free text."""

    text: str
    note: str | None = None
    owner: str | None = None


def put_list(context: WriteContext, name: str, ids: Iterable[object]) -> int:
    """Store a list of profiles, replacing any list of that name; return its size.

    Raises `BadInput` for a name that does not start with `list:`, and if `ids` are not ids.
    """
    name = check_name(name, LIST)
    with context.publishing(f"audiences put {name}") as p:
        ordinals, _ = p.ordinals(list_keys(p.salt, ids))
        p.put_list(name, ordinals)
        return len(ordinals)


def save_segment(context: WriteContext, name: str, draft: SegmentDraft) -> None:
    """Save a segment, replacing any of that name; its history is kept.

    Raises `BadInput` for a name that does not start with `segment:`, `BadExpression` for an invalid
    text and for a segment defined by itself, `UnknownName` for a name in the text that does not
    exist.
    """
    name = check_name(name, SEGMENT)
    segment = NamedAudience(SEGMENT, name.removeprefix(f"{SEGMENT}:"))
    with context.publishing(f"audiences save {name}") as p:
        names = names_of(p.base)
        expression = names.read(draft.text)
        as_saved = replace(names, segments={**names.segments, segment.name: draft.text})
        as_saved.in_order(segment)
        p.define_segment(name, to_text(expression), draft.note, draft.owner)


def remove(context: WriteContext, name: str, owner: str | None = None) -> None:
    """Remove a list or a saved segment; a ready-made segment of that name applies again.

    Raises `UnknownName`, and `AudienceInUse` if saved segments use it.
    """
    kind = name.split(":", 1)[0]
    with context.publishing(f"audiences remove {name}") as p:
        names = names_of(p.base)
        if name not in names.kept:
            raise _cannot_remove(names, name, kind)
        users = used_by(names, name)
        if users and not (kind == SEGMENT and name.removeprefix(f"{SEGMENT}:") in READY_MADE):
            raise AudienceInUse(
                f"{name} cannot be removed: {_users_text(users)} it.",
                hint="Save them without it first, or remove them.",
            )
        if kind == AFFINITY:
            raise BadInput(
                f"{name} cannot be removed: affinities come from fits.",
                hint="Fit again with other settings, such as affinity_detail or sensitive_tags.",
            )
        if kind == SEGMENT:
            p.remove_segment(name, owner)
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
    return f"{users[0]} uses" if len(users) == 1 else f"{', '.join(users)} use"


def _cannot_remove(names: AudienceNames, name: str, kind: str) -> UnknownName:
    if name in names.known:
        return UnknownName("saved segment", name, (), hint="A ready-made one cannot be removed.")
    return UnknownName(kind if kind in KINDS else "audience", name, names.kept)


def check_name(name: str, kind: str) -> str:
    """Return a full name of a kind; raises `BadInput` for an invalid one."""
    short = name.removeprefix(f"{kind}:")
    if short == name or not short.strip() or short != short.strip():
        example = f"{kind}:{short.strip() or 'vip'}"
        raise BadInput(f"{name!r} is not a valid name of a {kind}.", hint=f"Write {example!r}.")
    try:
        name.encode()
    except UnicodeEncodeError as error:
        raise BadInput(f"{name!r} is not valid Unicode.", hint="Fix the name.") from error
    return name


def check_segments(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify that saved segments parse, use only existing names, and are not circular."""
    names = names_of(snapshot)
    for name in snapshot.definitions.current:
        try:
            names.in_order(NamedAudience(SEGMENT, name.removeprefix(f"{SEGMENT}:")))
        except (BadExpression, UnknownName) as error:
            yield Finding(name, f"cannot be evaluated: {error.message}")
