"""What Druid should hold of a store: datasources, columns that follow from ids, and lookups."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from keyart.core.druid import ALL, DruidSettings
from keyart.core.errors import UnknownName
from keyart.core.fact_files import PROFILE_LOW, TIME
from keyart.core.facts import (
    EXPOSURE_DIMENSIONS,
    EXPOSURE_SUMS,
    VIEWING_DIMENSIONS,
    VIEWING_SUMS,
    Family,
    custom_dimension,
    custom_sum,
)
from keyart.core.measures import DERIVED, Distinct
from keyart.query.lookups import fact_ids, pairs, value_lists, values_of
from keyart.query.membership import Members
from keyart.query.planning.audience_names import AudienceNames, names_of
from keyart.query.planning.model import model_of
from keyart.query.planning.plan import Axis, Lookup
from keyart.query.router import engine
from keyart.scale.druid import layout
from keyart.scale.druid.ingestion import FactTable
from keyart.scale.facts.files import DerivedColumn, audience_column
from keyart.store import Snapshot

IN_SETTINGS = "It is in [druid] of keyart.toml."

TITLE = "title"
AUDIENCE = "audience"

RULES_ENGINE = "native"
"""The engine that evaluates the rules of audiences."""


LOOKED_UP = (Lookup.TITLES, Lookup.SERIES, Lookup.ASSETS, Lookup.REGIONS, Lookup.AGE)
"""The values of other dimensions are columns, or the text of columns."""


@dataclass(frozen=True)
class Content:
    """What Druid should hold of one version of a store.

    Attributes:
        tables: The datasources, by family.
        facts: The columns of the fact files of each family.
        audiences: The full names of the audiences in the column `audience`.
        attributes: The profiles' attributes that have columns.
    """

    tables: Mapping[Family, FactTable]
    facts: Mapping[Family, tuple[str, ...]]
    audiences: tuple[str, ...]
    attributes: tuple[str, ...]


def content_of(snapshot: Snapshot, settings: DruidSettings) -> Content:
    """Return what Druid should hold; raises `UnknownName` for unknown names in the settings."""
    attributes = _select_names("profile attribute", settings.attributes, snapshot.attributes)
    declared = _select_names("dimension", settings.dimensions, snapshot.config.dimensions)
    dimensions = {
        Family.EXPOSURE: (*EXPOSURE_DIMENSIONS, *map(custom_dimension, declared)),
        Family.VIEWING: VIEWING_DIMENSIONS,
    }
    sums = {
        Family.EXPOSURE: (*EXPOSURE_SUMS, *map(custom_sum, snapshot.config.custom_sums)),
        Family.VIEWING: VIEWING_SUMS,
    }
    profile_columns = (layout.PROTECTED, *map(layout.attribute, attributes))
    return Content(
        tables={
            family: FactTable(
                datasource=layout.datasource(settings.prefix, family),
                dimensions=(
                    TITLE,
                    *dimensions[family],
                    *_multi_valued_dimensions(family),
                    *profile_columns,
                ),
                sums=sums[family],
                guards=_guards(snapshot, family),
                lg_k=settings.lg_k,
                granularity_seconds=settings.granularity_seconds,
            )
            for family in Family
        },
        facts={
            family: (TITLE, PROFILE_LOW, TIME, *dimensions[family], *sums[family])
            for family in Family
        },
        audiences=_select_audiences(names_of(snapshot), settings.audiences),
        attributes=attributes,
    )


def _multi_valued_dimensions(family: Family) -> tuple[str, ...]:
    with_assets = family is Family.EXPOSURE
    return tuple(name for name in layout.MULTI_VALUED if with_assets or name != "asset_tag")


def _guards(snapshot: Snapshot, family: Family) -> tuple[str, ...]:
    measures = snapshot.config.measures.values()
    guards = [m.guard for m in measures if isinstance(m, Distinct) and m.family is family]
    return tuple(guard for guard in dict.fromkeys(guards) if guard not in DERIVED)


def _select_names(
    kind: str, selected: tuple[str, ...], valid_names: Iterable[str]
) -> tuple[str, ...]:
    """Return the selected names; raises `UnknownName` for one that does not exist."""
    existing = tuple(valid_names)
    if selected == ALL:
        return existing
    for name in selected:
        if name not in existing:
            raise UnknownName(kind, name, existing, hint=IN_SETTINGS)
    return tuple(dict.fromkeys(selected))


def _select_audiences(names: AudienceNames, selected: tuple[str, ...]) -> tuple[str, ...]:
    """Return the full names of the selected audiences: each by name, or all of a kind."""
    if selected == ALL:
        return names.known
    kinds = {name.split(":", 1)[0] for name in names.known}
    chosen: dict[str, None] = {}
    for name in selected:
        if name not in names.known and name not in kinds:
            raise UnknownName("audience", name, names.known, hint=IN_SETTINGS)
        of_kind = [audience for audience in names.known if audience.startswith(f"{name}:")]
        chosen |= dict.fromkeys(of_kind if name in kinds else [name])
    return tuple(chosen)


def derived_columns(
    snapshot: Snapshot, content: Content, family: Family
) -> tuple[DerivedColumn, ...]:
    """Return the columns of a family's files that follow from its titles, assets and profiles."""
    columns = {
        AUDIENCE: lambda: _membership_column(snapshot, content.audiences),
        layout.PROTECTED: lambda: _protected_column(snapshot),
    }
    columns |= {
        layout.attribute(name): lambda name=name: _attribute_column(snapshot, name)
        for name in content.attributes
    }
    columns |= {
        name: lambda name=name: _multi_valued_column(snapshot, name)
        for name in layout.MULTI_VALUED
        if name != AUDIENCE
    }
    return tuple(columns[n]() for n in content.tables[family].dimensions if n in columns)


def _membership_column(snapshot: Snapshot, audiences: Iterable[str]) -> DerivedColumn:
    members, names = Members(snapshot, engine(RULES_ENGINE)), names_of(snapshot)
    inside = {name: members.ordinals(names.audience(name).expression) for name in audiences}
    return audience_column(snapshot, inside)


def _protected_column(snapshot: Snapshot) -> DerivedColumn:
    codes = pa.array(np.zeros(snapshot.profiles, np.int8), mask=~snapshot.protected)
    values = pa.DictionaryArray.from_arrays(codes, pa.array([layout.YES]))
    return DerivedColumn(layout.PROTECTED, "profile", values)


def _attribute_column(snapshot: Snapshot, name: str) -> DerivedColumn:
    attribute = snapshot.attribute(name)
    codes = pa.array(attribute.codes, pa.int32(), mask=attribute.codes < 0)
    values = pa.DictionaryArray.from_arrays(codes, pa.array(attribute.values, pa.string()))
    return DerivedColumn(layout.attribute(name), "profile", values)


def _multi_valued_column(snapshot: Snapshot, name: str) -> DerivedColumn:
    """Return the multi-valued column `name`, which follows from titles or assets."""
    axis = model_of(snapshot).axis(name)
    ids = snapshot.metadata(f"{axis.column}s").column(f"{axis.column}_id").combine_chunks()
    lists = [
        [value for value in values if value is not None]
        for values in value_lists(values_of(snapshot, axis, ids))
    ]
    return DerivedColumn(name, axis.column, pa.array(lists, pa.list_(pa.string())), ids)


def lookups_of(snapshot: Snapshot, prefix: str) -> Mapping[str, Mapping[str, str]]:
    """Return the entries of each lookup, by its name: ids in facts that have a value."""
    return {
        name: _lookup_entries(snapshot, axis)
        for name, axis in _lookup_axes(snapshot, prefix).items()
    }


def lookup_names(snapshot: Snapshot, prefix: str) -> set[str]:
    """Return the names of the lookups."""
    return set(_lookup_axes(snapshot, prefix))


def _lookup_axes(snapshot: Snapshot, prefix: str) -> Mapping[str, Axis]:
    """Return an axis for each lookup, by its name: several axes may share a lookup."""
    return {
        layout.lookup(prefix, *axis.source): axis
        for axis in model_of(snapshot).axes.values()
        if axis.lookup in LOOKED_UP and not axis.multi_valued
    }


def _lookup_entries(snapshot: Snapshot, axis: Axis) -> Mapping[str, str]:
    ids = fact_ids(snapshot, axis)
    owners, values = pairs(ids, values_of(snapshot, axis, ids))
    return dict(zip(owners.to_pylist(), _format_values(values), strict=True))


def _format_values(values: pa.Array) -> list[str]:
    if pa.types.is_timestamp(values.type):
        values = values.cast(pa.int64())
    if pa.types.is_floating(values.type):
        return [repr(value) for value in values.to_pylist()]
    return values.cast(pa.string()).to_pylist()
