"""Which impressions count when the catalogue is judged, and notes about that for the reader."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from keyart.core.errors import BadQuestion
from keyart.core.facts import SLOT_MICROSECONDS, Family
from keyart.core.measures import Ratio
from keyart.core.request import Request
from keyart.core.schema import PHASES
from keyart.core.zones import slot_bound
from keyart.query import Access, Query, ask
from keyart.query.output.table import data_complete_until
from keyart.query.planning.model import model_of
from keyart.query.request import Conditions, TimeBound
from keyart.store import Snapshot

ARTWORK = "artwork"
"""The type of assets without metadata."""
EXPLORE = PHASES[0]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Context:
    """The measure to judge, and what limits the impressions, as in `Query`."""

    measure: str = "take_rate"
    where: Mapping[str, Any] = field(default_factory=dict[str, Any])
    audience: str | None = None
    since: TimeBound | None = None
    until: TimeBound | None = None
    tz: str = "UTC"

    def __post_init__(self) -> None:
        """Read the conditions as a query does; raises `BadQuestion`."""
        object.__setattr__(self, "where", Query(("reach",), where=self.where).where)

    def query(self, *by: str, further: str | None = None, **also: Any) -> Query:
        """Return the query for the measure, its reach and a `further` one, by some dimensions."""
        names = (self.measure, "reach", further)
        return Query(
            tuple(dict.fromkeys(name for name in names if name is not None)),
            by=by,
            where={**self.where, **also},
            audience=self.audience,
            since=self.since,
            until=self.until,
            tz=self.tz,
        )

    @property
    def key(self) -> str:
        """A text that is the same for the same context."""
        return json.dumps(self.query().to_dict(), sort_keys=True)


@dataclass(frozen=True, kw_only=True)
class ContextRequest(Request):
    """A request about some impressions: those that its context lets through."""

    where: Conditions = field(default_factory=dict[str, Any])
    """Conditions on dimensions, as in `query`; only impressions that meet all of them count."""
    audience: str | None = None
    """An audience or audience expression; only its members count."""
    since: TimeBound | None = None
    """Count from this time on: ISO text, a date, or a time."""
    until: TimeBound | None = None
    """Count up to this time (exclusive)."""
    tz: str = "UTC"
    """The time zone of days and of bounds without an offset."""

    def __post_init__(self) -> None:
        """Read conditions and bounds as a question does."""
        super().__post_init__()
        names = ("where", "audience", "since", "until", "tz")
        query = Query(("reach",), **{name: getattr(self, name) for name in names})
        for name in names:
            object.__setattr__(self, name, getattr(query, name))

    def context(self, measure: str = "take_rate") -> Context:
        """Return the context of a measure."""
        return Context(measure, self.where, self.audience, self.since, self.until, self.tz)


def attributed(snapshot: Snapshot, context: Context) -> Context:
    """Return the context without the placements that never lead to a play."""
    settings = snapshot.config.settings
    overrides = [settings.for_content_type(name) for name in settings.content_type]
    never = set(settings.exclude_placements).intersection(
        *(override.exclude_placements for override in overrides)
    )
    if "placement" in context.where or not never:
        return context
    return replace(context, where={**context.where, "placement": {"not": sorted(never)}})


def settled(snapshot: Snapshot, access: Access, context: Context) -> tuple[Context, list[str]]:
    """Return `context` with its defaults, and a sentence for each default applied.

    Impressions whose plays may still arrive do not count; where phases exist and none is requested,
    only those shown at random count. Raises `BadQuestion` unless the measure is a rate of
    impressions.
    """
    measure = model_of(snapshot).measure(context.measure)
    if not isinstance(measure, Ratio) or measure.family is not Family.EXPOSURE:
        raise BadQuestion(
            f"{context.measure!r} is not a rate of impressions.",
            hint="Choose a rate, such as take_rate or completion_rate.",
        )
    context, notes = _complete(snapshot, context)
    explored = "phase" not in context.where and _explored(snapshot, access, context)
    if explored:
        context = replace(context, where={**context.where, "phase": EXPLORE})
        notes.append(
            "Only impressions of the explore phase count: those chosen by a model aren't "
            "comparable."
        )
    return context, notes


def _complete(snapshot: Snapshot, context: Context) -> tuple[Context, list[str]]:
    """Return the context up to the time after which plays may still arrive."""
    last = data_complete_until(snapshot)
    if last is None:
        return context, []
    slot = last // SLOT_MICROSECONDS
    if context.until is not None and slot_bound(context.until, context.tz) <= slot:
        return context, []
    end = _EPOCH + timedelta(microseconds=slot * SLOT_MICROSECONDS)
    note = f"Impressions from {end:%Y-%m-%d %H:%M} UTC on don't count yet: plays may still come."
    if context.since is not None and slot_bound(context.since, context.tz) >= slot:
        return replace(context, until=context.since), [note]
    return replace(context, until=end.isoformat()), [note]


def _explored(snapshot: Snapshot, access: Access, context: Context) -> bool:
    """Return whether any impressions were shown at random."""
    query = replace(context.query(phase=EXPLORE), measures=("reach",))
    return ask(snapshot, access, query).totals["reach"] >= max(access.least_people, 1)
