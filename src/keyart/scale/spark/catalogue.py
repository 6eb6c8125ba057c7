"""Titles, assets, profiles, availability and tests: read by the driver, beside the facts at rest.

They are small where events are many: a profile takes some 60 bytes here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.attribute import changed_titles, families
from keyart.core.fact_files import CATALOGUE
from keyart.core.schema import CONSENTS
from keyart.core.vocabulary import Vocabulary
from keyart.ingest import Catalogue, Checked, ReadOptions, distinct_keys, read_metadata
from keyart.ingest.values.keyed_hash import Keys, keys_of_table
from keyart.scale.spark.places import Folder, fetched, files_of
from keyart.scale.spark.rows import HALVES, signed_halves
from keyart.store.metadata import empty_metadata, merge_metadata
from keyart.store.profile_update import ProfileUpdate
from keyart.store.profiles import CONSENT, FULL, MINOR

PROFILES = "profiles"

Rejected = Callable[[str, Checked], None]
"""Takes what was read of a table, for its account."""


@dataclass
class Metadata:
    """The catalogue as a build has it.

    Attributes:
        tables: titles, assets, availability and tests, as a store keeps them.
        profiles: `HALVES`, `consent`, `is_minor` and attributes as text, sorted by key.
        read: the tables of which this build has read rows.
    """

    tables: dict[str, pa.Table]
    profiles: pa.Table
    read: set[str] = field(default_factory=set[str])

    def save(self, folder: Folder, below: str) -> None:
        """Write the tables below a folder's `below`."""
        for name, rows in {**self.tables, PROFILES: self.profiles}.items():
            folder.write_table(f"{below}/{name}.parquet", rows)

    def no_consent(self) -> Keys:
        """Return the sorted keys of the profiles whose events are refused."""
        refused = pc.equal(self.profiles.column(CONSENT), "none")
        return _keys(self.profiles.filter(pc.fill_null(refused, False)))

    def protected(self) -> Keys:
        """Return the sorted keys of profiles that are in no audience: minors', less than full."""
        full = pc.fill_null(pc.equal(self.profiles.column(CONSENT), CONSENTS[FULL]), True)
        minor = pc.fill_null(self.profiles.column(MINOR), False)
        return _keys(self.profiles.filter(pc.or_(pc.invert(full), minor)))

    def for_events(self) -> Catalogue:
        """Return what must be known to accept an event."""
        assets = self.tables["assets"]
        return Catalogue(
            assets.column("asset_id").combine_chunks(),
            assets.column("title_id").combine_chunks(),
            self.no_consent(),
        )


def _keys(profiles: pa.Table) -> Keys:
    halves = (profiles.column(name).to_numpy().view(np.uint64) for name in HALVES)
    keys, _ = distinct_keys(*halves)
    return keys


def load(folder: Folder) -> Metadata:
    """Return the catalogue that stands in a folder, empty where there is none."""
    tables: dict[str, pa.Table] = {}
    for name in CATALOGUE:
        path = f"{name}.parquet"
        if folder.holds(path):
            tables[name] = folder.read_table(path)
        elif name != PROFILES:
            tables[name] = empty_metadata(name)
    profiles = tables.pop(PROFILES, None)
    return Metadata(tables, _no_profiles() if profiles is None else profiles)


def _no_profiles() -> pa.Table:
    halves = [(name, pa.int64()) for name in HALVES]
    return pa.schema([*halves, (CONSENT, pa.string()), (MINOR, pa.bool_())]).empty_table()


def read(
    before: Metadata, sources: Mapping[str, Sequence[str]], options: ReadOptions, seen: Rejected
) -> Metadata:
    """Return the catalogue with the rows of `sources` put in; `seen` is told of all rows."""
    after = Metadata(dict(before.tables), before.profiles)
    for name in CATALOGUE:
        if name not in sources:
            continue
        after.read.add(name)
        rows: list[pa.Table] = []
        for checked in _checked(name, sources[name], options, after):
            seen(name, checked)
            rows.append(checked.accepted)
            if name != PROFILES:
                after.tables[name] = merge_metadata(name, after.tables[name], checked.accepted)
        if name == PROFILES:
            after.profiles = _merged_profiles(before.profiles, rows)
    return after


def _checked(
    table: str, source: Sequence[str], options: ReadOptions, after: Metadata
) -> Iterator[Checked]:
    names = files_of(source)
    with ExitStack() as here:
        paths = {here.enter_context(fetched(name)): name for name in names}
        titles = None
        if table == "assets":
            known = after.tables["assets"]
            pairs = zip(*(known[c].to_pylist() for c in ("asset_id", "title_id")), strict=True)
            titles = dict(pairs)
        for checked in read_metadata(list(paths), table, options, titles):
            yield renamed(checked, paths[checked.file])


def renamed(checked: Checked, name: str) -> Checked:
    """Return rows as those of a file that is called `name`."""
    if checked.file == name:
        return checked
    at = checked.rejected.schema.get_field_index("file")
    names = pa.repeat(pa.scalar(name), checked.rejected.num_rows)
    return replace(checked, file=name, rejected=checked.rejected.set_column(at, "file", names))


def _merged_profiles(before: pa.Table, rows: Sequence[pa.Table]) -> pa.Table:
    """Return the profiles with new rows put in, by the rule of a store."""
    old = [keys_of_table(_unsigned(before)), *map(keys_of_table, rows)]
    every = np.concatenate(old)
    keys, numbers = distinct_keys(every["high"].copy(), every["low"].copy())
    update, first = ProfileUpdate(None, len(keys)), 0
    for own in (_unsigned(before), *rows):
        ordinals = numbers[first : first + own.num_rows].astype(np.uint32)
        update.put(ordinals, own.drop_columns(["key_high", "key_low"]), len(keys))
        first += own.num_rows
    return _as_file(keys, update.table(len(keys)))


def _unsigned(profiles: pa.Table) -> pa.Table:
    halves = {"key_high": HALVES[0], "key_low": HALVES[1]}
    own = {n: profiles.column(c).to_numpy().view(np.uint64) for n, c in halves.items()}
    others = {n: profiles.column(n) for n in profiles.column_names if n not in HALVES}
    return pa.table({**own, **others})


def _as_file(keys: Keys, table: pa.Table) -> pa.Table:
    consents = pa.array(CONSENTS, pa.string()).take(table.column(CONSENT).combine_chunks())
    minors = pc.equal(table.column(MINOR), 1)
    attributes = {
        name: table.column(name).cast(pa.string())
        for name in table.column_names
        if name not in {CONSENT, MINOR}
    }
    return pa.table({**signed_halves(keys), CONSENT: consents, MINOR: minors, **attributes})


@dataclass(frozen=True)
class Changes:
    """What a new catalogue changes for events that were kept before it.

    Attributes:
        titles: those whose events are attributed anew.
        consent: the keys of profiles that gave or withdrew their consent, sorted.
        assets: assets that had no metadata before.
    """

    titles: frozenset[str]
    consent: Keys
    assets: frozenset[str]

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return bool(self.titles or len(self.consent) or self.assets)


def changes(before: Metadata, after: Metadata) -> Changes:
    """Return what differs between two states of the catalogue."""
    old, new = before.tables["titles"], after.tables["titles"]
    changed: list[str] = changed_titles(old, new).to_pylist()
    titles = frozenset[str]()
    if changed:
        of_both = (families(own, Vocabulary()) for own in (old, new))
        titles = frozenset[str]().union(*(own.relatives(changed) for own in of_both))
    assets = set(after.tables["assets"].column("asset_id").to_pylist())
    assets -= set(before.tables["assets"].column("asset_id").to_pylist())
    consent = np.setxor1d(before.no_consent(), after.no_consent())
    return Changes(titles, consent, frozenset(assets))
