"""What there is to say about one audience."""

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
    """One audience that has a name: how big it is, what it is made of, who said so and when."""

    name: str
    profiles: int
    """How many members it has: profiles that may be segmented."""
    text: str | None
    """What a segment is defined as; None for a list."""
    note: str | None
    """What somebody said it is for; of an affinity, what it is called."""
    owner: str | None
    ready_made: bool
    """Whether Keyart brings the segment along, and nobody has saved another of its name."""
    made_of: tuple[str, ...]
    """The audiences that a segment names."""
    used_by: tuple[str, ...]
    """The saved segments that name this audience."""
    history: tuple[Definition, ...]
    """All that was ever said about a segment, oldest first; `text` None: it was removed."""

    def to_dict(self) -> dict[str, Any]:
        """Return everything as data that JSON can hold."""
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
    """Return what an affinity is called, None for any other audience."""
    fit = members.snapshot.fit
    return None if fit is None else fit.names.get(name)


def describe(members: Members, names: AudienceNames, name: str) -> Description:
    """Return the description of an audience that exists."""
    kind, plain = name.split(":", 1)
    text = names.segments[plain] if kind == SEGMENT else None
    history = members.snapshot.definitions.history(name)
    saved = history[-1] if name in names.kept and history else None
    ready_made = READY_MADE[plain] if kind == SEGMENT and saved is None else None
    note = ready_made.note if ready_made else saved.note if saved else _affinity_name(members, name)
    named = list(leaves(parse_cached(text))) if text else []
    return Description(
        name=name,
        profiles=members.size(NamedAudience(kind, plain)),
        text=text,
        note=note,
        owner=saved.owner if saved else None,
        ready_made=ready_made is not None,
        made_of=tuple(dict.fromkeys(n.full_name for n in named if isinstance(n, NamedAudience))),
        used_by=used_by(names, name),
        history=tuple(history),
    )
