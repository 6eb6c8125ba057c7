"""The names that exist in one snapshot: measures, dimensions, audiences."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from keyart.core.dimensions import BUILT_IN, Dimension, Source
from keyart.core.errors import BadQuestion, UnknownName
from keyart.core.facts import Family, custom_dimension
from keyart.core.measures import Measure, Measures
from keyart.query.memo import memo
from keyart.query.planning.audience_names import AudienceNames, names_of
from keyart.query.planning.plan import Audience, Axis, Lookup
from keyart.query.planning.unlinked import Alternatives, unlinked_rows
from keyart.store import Snapshot

AUDIENCE = "audience"

_EXPOSURE = (Family.EXPOSURE,)
_BOTH = (Family.EXPOSURE, Family.VIEWING)
_IDS = ("title_id", "asset_id")
_SPECIAL = {
    "title": Lookup.ITSELF,
    "asset": Lookup.ITSELF,
    "series": Lookup.SERIES,
    "region": Lookup.REGIONS,
    "position": Lookup.NUMBER,
    "days_since_launch": Lookup.AGE,
    AUDIENCE: Lookup.AUDIENCES,
}
_USUAL = {Source.TITLE: Lookup.TITLES, Source.ASSET: Lookup.ASSETS, Source.EVENT: Lookup.ITSELF}
_OF_TABLES = (Lookup.TITLES, Lookup.ASSETS, Lookup.AGE)
_WHOLE = (Lookup.NUMBER, Lookup.AGE)


@dataclass(frozen=True)
class Model:
    """The names that a query can use.

    `axes` has every dimension by its full name and, if unambiguous, by the bare name of its column;
    `ambiguous` has the full names of each ambiguous bare name.
    """

    measures: Measures
    axes: Mapping[str, Axis]
    ambiguous: Mapping[str, tuple[str, ...]]
    names: AudienceNames
    """The names that audience expressions can use."""
    unlinked: Alternatives = ()
    """The rows in placements that plays are not linked to."""

    def measure(self, name: str) -> Measure:
        """Return a measure by name; raises `UnknownName`."""
        if name not in self.measures:
            raise UnknownName("measure", name, self.measures)
        return self.measures[name]

    def axis(self, name: str) -> Axis:
        """Return the axis of a dimension by name; raises `UnknownName` and `BadQuestion`."""
        if name in self.ambiguous:
            full = self.ambiguous[name]
            raise BadQuestion(f"{name!r} is ambiguous.", hint=f"Write {' or '.join(full)}.")
        if name not in self.axes:
            hint = 'Buckets of time come with grain="day".' if name == "time" else ""
            raise UnknownName("dimension", name, self.axes, hint=hint)
        return self.axes[name]


def model_of(snapshot: Snapshot) -> Model:
    """Return the names that exist in `snapshot`."""
    return memo(snapshot, Model, lambda: _model_of(snapshot))


def audience_labels(snapshot: Snapshot, audiences: Iterable[Audience]) -> dict[str, str]:
    """Return the name to show of each audience by its full name: of an affinity, its fit's."""
    fit = snapshot.fit
    fitted: Mapping[str, str] = {} if fit is None else fit.names
    return {one.name: fitted.get(one.name) or one.label for one in audiences}


def _model_of(snapshot: Snapshot) -> Model:
    event_axes = [
        *(_built_in(dimension) for dimension in BUILT_IN),
        *(_custom(name) for name in snapshot.config.dimensions),
    ]
    attributes = [
        *_profile_attributes(snapshot.attributes),
        *_table_attributes("title", Lookup.TITLES, snapshot.titles.schema, _BOTH),
        *_table_attributes("asset", Lookup.ASSETS, snapshot.assets.schema, _EXPOSURE),
    ]
    axes = {axis.name: axis for axis in (*attributes, *event_axes)}
    bare, ambiguous = _bare_names(attributes, axes)
    return Model(
        measures=snapshot.config.measures,
        axes={**bare, **axes},
        ambiguous=ambiguous,
        names=names_of(snapshot),
        unlinked=unlinked_rows(snapshot, axes["title"], axes["placement"]),
    )


def _built_in(dimension: Dimension) -> Axis:
    lookup = _SPECIAL.get(dimension.name) or _USUAL[dimension.source]
    columns = {
        Source.TITLE: "title",
        Source.TITLE_AND_TIME: "title",
        Source.ASSET: "asset",
        Source.PROFILE: "profile",
    }
    return Axis(
        name=dimension.name,
        column=columns.get(dimension.source, dimension.column),
        lookup=lookup,
        attribute=dimension.column if lookup in _OF_TABLES else "",
        type=pa.int64() if lookup in _WHOLE else pa.string(),
        multi_valued=dimension.multi_valued,
        families=dimension.families,
    )


def _custom(name: str) -> Axis:
    return Axis(name, custom_dimension(name), Lookup.ITSELF, families=_EXPOSURE)


def _profile_attributes(names: Iterable[str]) -> list[Axis]:
    return [Axis(f"profile.{name}", "profile", Lookup.PROFILES, name) for name in names]


def _table_attributes(
    table: str, lookup: Lookup, schema: pa.Schema, families: tuple[Family, ...]
) -> list[Axis]:
    """Return an axis for each column of a metadata table, except its ids."""
    axes: list[Axis] = []
    for field in schema:
        if field.name in _IDS:
            continue
        multi = pa.types.is_list(field.type)
        type_ = field.type.value_type if multi else field.type
        axes.append(
            Axis(f"{table}.{field.name}", table, lookup, field.name, type_, multi, families)
        )
    return axes


def _bare_names(
    attributes: Iterable[Axis], existing: Mapping[str, Axis]
) -> tuple[dict[str, Axis], dict[str, tuple[str, ...]]]:
    """Return (axes by unambiguous bare name, full names by ambiguous bare name)."""
    by_bare: defaultdict[str, list[Axis]] = defaultdict(list)
    for axis in attributes:
        if axis.attribute not in existing:
            by_bare[axis.attribute].append(axis)
    unambiguous = {bare: axes[0] for bare, axes in by_bare.items() if len(axes) == 1}
    several = {
        bare: tuple(axis.name for axis in axes) for bare, axes in by_bare.items() if len(axes) > 1
    }
    return unambiguous, several
