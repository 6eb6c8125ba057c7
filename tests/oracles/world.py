"""A small world as plain Python, and the same world as a published store."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from keyart.core.config import Config, parse
from keyart.core.facts import (
    EXPOSURE_DIMENSIONS,
    EXPOSURE_SUMS,
    MISSING,
    REASONS,
    VIEWING_DIMENSIONS,
    VIEWING_SUMS,
    Family,
    custom_dimension,
    custom_sum,
)
from keyart.core.schema import INPUT_TABLES
from keyart.core.vocabulary import Vocabulary
from keyart.store import PairSet, Snapshot, create, open_snapshot, publication
from keyart.store.metadata.tables import TYPES
from tests.oracles.expressions import Tree, text

NOW = datetime(2026, 6, 1, tzinfo=UTC)

Row = dict[str, Any]
"""A fact: text or None for `title` and coded columns, `profile` and `slot`, and whole sums.

Sums that are 0 and coded columns that are missing may be left away.
"""


@dataclass
class World:
    """Facts and metadata; `runs` are the facts in segments, as they were published."""

    runs: Sequence[Mapping[Family, Sequence[Row]]] = field(repr=False)
    """One entry per publication."""
    titles: Sequence[Row] = field(default=(), repr=False)
    assets: Sequence[Row] = field(default=(), repr=False)
    profiles: Mapping[int, Row] = field(default_factory=dict[int, Row], repr=False)
    """By ordinal: `consent`, `is_minor`, and attributes as text."""
    lists: Mapping[str, Iterable[int]] = field(default_factory=dict[str, Iterable[int]], repr=False)
    population: int = 50
    """How many ordinals there are."""
    config_text: str = field(default="", repr=False)
    until: int | None = None
    """The time of the newest event, µs."""
    segments: Mapping[str, Tree] = field(default_factory=dict[str, Tree])
    """Saved segments by full name, as trees of `tests.oracles.audiences`."""
    found: dict[str, set[int]] = field(default_factory=dict[str, set[int]], repr=False)
    """Members of expressions by text, as far as the oracle has found them."""
    replaced: frozenset[int] = frozenset()
    """Profiles whose facts before the last publication no longer count: hidden by it."""
    made_from: str = ""
    """What would make this world again."""

    @property
    def config(self) -> Config:
        """The configuration."""
        return parse(self.config_text, {})

    def facts(self, family: Family) -> list[Row]:
        """Return the facts that count."""
        *older, last = self.runs
        kept = [
            r for run in older for r in run.get(family, ()) if r["profile"] not in self.replaced
        ]
        return [*kept, *last.get(family, ())]


def publish(world: World, folder: Path) -> Snapshot:
    """Make a store of `world` in `folder` and open it."""
    create(folder, now=NOW, config_text=unforced(world.config_text))
    for number in range(len(world.runs)):
        publish_run(world, folder, number)
    return open_snapshot(folder)


def unforced(config: str) -> str:
    """Return a `keyart.toml` by which nothing is forced to disk."""
    own = "[settings]\nfsync = false\n"
    return config.replace("[settings]\n", own) if "[settings]\n" in config else f"{config}\n{own}"


def publish_run(world: World, folder: Path, number: int) -> None:
    """Publish one of the world's runs, after those before it."""
    with publication(folder, command="test", now=NOW) as publishing:
        if number == 0:
            _put_all_but_facts(world, publishing)
        if number == len(world.runs) - 1 and world.replaced:
            gone = np.array(sorted(world.replaced), np.uint32)
            publishing.hide(PairSet(profiles=gone))
        for family in Family:
            rows = world.runs[number].get(family, ())
            if rows:
                vocabularies = _vocabularies(world.config, family, rows)
                table = _fact_table(world.config, family, rows, vocabularies)
                publishing.add_segment(family, [table], vocabularies)
        publishing.commit()


def _put_all_but_facts(world: World, publishing: Any) -> None:
    publishing.add_anonymous(world.population)
    for name, rows in (("titles", world.titles), ("assets", world.assets)):
        if rows:
            publishing.put_metadata(name, _metadata_table(name, rows))
    if world.profiles:
        names = {name for row in world.profiles.values() for name in row}
        columns = {n: [row.get(n) for row in world.profiles.values()] for n in sorted(names)}
        publishing.put_profiles(np.array(list(world.profiles), np.uint32), pa.table(columns))
    for name, ordinals in world.lists.items():
        publishing.put_list(name, np.array(sorted(ordinals), np.uint32))
    for name, tree in world.segments.items():
        publishing.define_segment(name, text(tree), None, None)
    if world.until is not None:
        publishing.extend_until(world.until)


def _metadata_table(name: str, rows: Sequence[Row]) -> pa.Table:
    types = {column.name: TYPES[column.kind] for column in INPUT_TABLES[name].columns}
    names = list(dict.fromkeys(n for row in rows for n in row))
    return pa.table(
        {n: pa.array([row.get(n) for row in rows], types.get(n, pa.string())) for n in names}
    )


def _coded(config: Config, family: Family) -> list[str]:
    own = EXPOSURE_DIMENSIONS if family is Family.EXPOSURE else VIEWING_DIMENSIONS
    further = config.dimensions if family is Family.EXPOSURE else ()
    return ["title", *own, *(custom_dimension(name) for name in further)]


def sum_columns(config: Config, family: Family) -> list[str]:
    """Return the names of a family's sums, custom ones too."""
    if family is Family.VIEWING:
        return list(VIEWING_SUMS)
    return [*EXPOSURE_SUMS, *(custom_sum(name) for name in config.custom_sums)]


def _vocabularies(config: Config, family: Family, rows: Sequence[Row]) -> dict[str, Vocabulary]:
    made: dict[str, Vocabulary] = {}
    for name in _coded(config, family):
        values = REASONS if name == "reason" else dict.fromkeys(row.get(name) for row in rows)
        made[name] = Vocabulary(value for value in values if value is not None)
    return made


def _fact_table(
    config: Config, family: Family, rows: Sequence[Row], vocabularies: Mapping[str, Vocabulary]
) -> pa.Table:
    """Return the rows as `attribute` gives them: coded, and sorted."""
    coded = _coded(config, family)

    def codes(row: Row) -> dict[str, int]:
        texts = {name: row.get(name) for name in coded}
        return {n: MISSING if t is None else vocabularies[n].code(t) for n, t in texts.items()}

    full = [{"profile": row["profile"], "slot": row["slot"], **codes(row)} for row in rows]
    for made, row in zip(full, rows, strict=True):
        made.update({name: row.get(name, 0) for name in sum_columns(config, family)})
    order = ["title", "profile", "slot", *coded[1:]]
    # A missing title comes last: its code in the segment is above all others.
    full.sort(key=lambda r: (r["title"] < 0, *(r[name] for name in order)))
    types = {"profile": pa.uint32(), "slot": pa.uint32(), **dict.fromkeys(coded, pa.int32())}
    names = [*order, *sum_columns(config, family)]
    return pa.table({n: pa.array([r[n] for r in full], types.get(n, pa.int64())) for n in names})
