"""What Druid is to hold of a store: its datasources, and columns that follow from ids."""

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
from keyart.core.measures import Distinct
from keyart.query.lookups import value_lists, values_of
from keyart.query.membership import Members
from keyart.query.planning.audience_names import AudienceNames, names_of
from keyart.query.planning.model import model_of
from keyart.query.router import engine
from keyart.scale.druid import layout
from keyart.scale.druid.ingestion import FactTable
from keyart.scale.facts.files import DerivedColumn, audience_column
from keyart.store import Snapshot

TITLE = "title"
AUDIENCE = "audience"

JUDGE = "native"
"""The engine on whose sums the rules of audiences are judged."""


@dataclass(frozen=True)
class Content:
    """What Druid is to hold of one version of a store.

    Attributes:
        tables: The datasources, by family.
        facts: The columns of fact files that each is made of.
        audiences: The full names of the audiences in the column `audience`.
        attributes: The profiles' attributes that have columns.
    """

    tables: Mapping[Family, FactTable]
    facts: Mapping[Family, tuple[str, ...]]
    audiences: tuple[str, ...]
    attributes: tuple[str, ...]


def content_of(snapshot: Snapshot, settings: DruidSettings) -> Content:
    """Return what Druid is to hold; raises `UnknownName` for settings that name what is not."""
    attributes = _chosen("profile attribute", settings.attributes, snapshot.attributes)
    declared = _chosen("dimension", settings.dimensions, snapshot.config.dimensions)
    own = {
        Family.EXPOSURE: (*EXPOSURE_DIMENSIONS, *map(custom_dimension, declared)),
        Family.VIEWING: VIEWING_DIMENSIONS,
    }
    sums = {
        Family.EXPOSURE: (*EXPOSURE_SUMS, *map(custom_sum, snapshot.config.custom_sums)),
        Family.VIEWING: VIEWING_SUMS,
    }
    further = (layout.PROTECTED, *map(layout.attribute, attributes))
    return Content(
        tables={
            family: FactTable(
                datasource=layout.datasource(settings.prefix, family),
                dimensions=(TITLE, *own[family], *_multi_valued(family), *further),
                sums=sums[family],
                guards=_guards(snapshot, family),
                lg_k=settings.lg_k,
                granularity_seconds=settings.granularity_seconds,
            )
            for family in Family
        },
        facts={
            family: (TITLE, PROFILE_LOW, TIME, *own[family], *sums[family]) for family in Family
        },
        audiences=_audiences(names_of(snapshot), settings.audiences),
        attributes=attributes,
    )


def _multi_valued(family: Family) -> tuple[str, ...]:
    everywhere = family is Family.EXPOSURE
    return tuple(name for name in layout.MULTI_VALUED if everywhere or name != "asset_tag")


def _guards(snapshot: Snapshot, family: Family) -> tuple[str, ...]:
    measures = snapshot.config.measures.values()
    found = [m.guard for m in measures if isinstance(m, Distinct) and m.family is family]
    return tuple(dict.fromkeys(found))


def _chosen(kind: str, asked: tuple[str, ...], known: Iterable[str]) -> tuple[str, ...]:
    """Return the names asked for, which exist."""
    there = tuple(known)
    if asked == ALL:
        return there
    for name in asked:
        if name not in there:
            raise UnknownName(kind, name, there, hint="It stands in [druid] of keyart.toml.")
    return tuple(dict.fromkeys(asked))


def _audiences(names: AudienceNames, asked: tuple[str, ...]) -> tuple[str, ...]:
    """Return the full names of the audiences asked for: each by name, or all of a kind."""
    if asked == ALL:
        return names.known
    kinds = {name.split(":", 1)[0] for name in names.known}
    chosen: dict[str, None] = {}
    for name in asked:
        if name not in names.known and name not in kinds:
            hint = "It stands in [druid] of keyart.toml."
            raise UnknownName("audience", name, names.known, hint=hint)
        of_kind = [known for known in names.known if known.startswith(f"{name}:")]
        chosen |= dict.fromkeys(of_kind if name in kinds else [name])
    return tuple(chosen)


def attached(snapshot: Snapshot, content: Content, family: Family) -> tuple[DerivedColumn, ...]:
    """Return the columns of a family's files that follow from its titles, assets and profiles."""
    columns = {
        AUDIENCE: lambda: _membership(snapshot, content.audiences),
        layout.PROTECTED: lambda: _protected(snapshot),
    }
    columns |= {
        layout.attribute(name): lambda name=name: _attribute(snapshot, name)
        for name in content.attributes
    }
    columns |= {
        name: lambda name=name: _values(snapshot, name)
        for name in layout.MULTI_VALUED
        if name != AUDIENCE
    }
    return tuple(columns[n]() for n in content.tables[family].dimensions if n in columns)


def _membership(snapshot: Snapshot, audiences: Iterable[str]) -> DerivedColumn:
    members, names = Members(snapshot, engine(JUDGE)), names_of(snapshot)
    inside = {name: members.ordinals(names.audience(name).expression) for name in audiences}
    return audience_column(snapshot, inside)


def _protected(snapshot: Snapshot) -> DerivedColumn:
    codes = pa.array(np.zeros(snapshot.profiles, np.int8), mask=~snapshot.protected)
    values = pa.DictionaryArray.from_arrays(codes, pa.array([layout.YES]))
    return DerivedColumn(layout.PROTECTED, "profile", values)


def _attribute(snapshot: Snapshot, name: str) -> DerivedColumn:
    found = snapshot.attribute(name)
    codes = pa.array(found.codes, pa.int32(), mask=found.codes < 0)
    values = pa.DictionaryArray.from_arrays(codes, pa.array(found.values, pa.string()))
    return DerivedColumn(layout.attribute(name), "profile", values)


def _values(snapshot: Snapshot, name: str) -> DerivedColumn:
    """Return the multi-valued column `name`, which follows from titles or assets."""
    axis = model_of(snapshot).axis(name)
    ids = snapshot.metadata(f"{axis.column}s").column(f"{axis.column}_id").combine_chunks()
    lists = [
        [value for value in values if value is not None]
        for values in value_lists(values_of(snapshot, axis, ids))
    ]
    return DerivedColumn(name, axis.column, pa.array(lists, pa.list_(pa.string())), ids)
