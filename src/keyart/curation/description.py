"""The description of one audience."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from keyart.audiences import READY_MADE, SEGMENT, NamedAudience, leaves
from keyart.curation.changes import used_by
from keyart.query.membership import Members
from keyart.query.planning.audience_names import AudienceNames, parse_cached
from keyart.store import Definition


@dataclass(frozen=True)
class Description:
    """A named audience: its size, definition, author and history."""

    name: str
    """Its full name, such as `segment:binge`."""
    profiles: int | None
    """How many members it has: profiles that may be segmented; null where too few to show."""
    text: str | None
    """What a segment is defined as; null for a list."""
    note: str | None
    """What it is for; of an affinity, what it is called."""
    owner: str | None
    """Who saved it."""
    ready_made: bool
    """Whether Keyart provides the segment, and nobody has saved another of its name."""
    made_of: tuple[str, ...]
    """The audiences in a segment's definition."""
    used_by: tuple[str, ...]
    """The saved segments that use this audience."""
    history: tuple[Definition, ...]
    """All definitions of a segment, oldest first; `text` is None where it was removed."""

    def to_dict(self) -> dict[str, Any]:
        """Return all fields in JSON types."""
        return {
            **{name: _to_json(value) for name, value in asdict(self).items()},
            "history": [
                {name: _to_json(value) for name, value in asdict(row).items()}
                for row in self.history
            ],
        }


def _to_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def _affinity_name(members: Members, name: str) -> str | None:
    """Return the name of an affinity, None for any other audience."""
    fit = members.snapshot.fit
    return None if fit is None else fit.names.get(name)


def describe(members: Members, names: AudienceNames, name: str) -> Description:
    """Return the description of an audience that exists."""
    kind, bare_name = name.split(":", 1)
    text = names.segments[bare_name] if kind == SEGMENT else None
    history = members.snapshot.definitions.history(name)
    saved = history[-1] if name in names.kept and history else None
    ready_made = READY_MADE[bare_name] if kind == SEGMENT and saved is None else None
    note = ready_made.note if ready_made else saved.note if saved else _affinity_name(members, name)
    named = list(leaves(parse_cached(text))) if text else []
    return Description(
        name=name,
        profiles=members.size(NamedAudience(kind, bare_name)),
        text=text,
        note=note,
        owner=saved.owner if saved else None,
        ready_made=ready_made is not None,
        made_of=tuple(dict.fromkeys(n.full_name for n in named if isinstance(n, NamedAudience))),
        used_by=used_by(names, name),
        history=tuple(history),
    )
