"""Titles, assets, profiles, availability and tests: read by the driver, stored with the facts.

They are small compared with events: a profile takes some 60 bytes.
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
from keyart.ingest import CheckedRows, EventCatalogue, ReadOptions, distinct_keys, read_metadata
from keyart.ingest.values.keyed_hash import Keys, keys_of_table
from keyart.scale.spark.places import Folder, fetch_file, files_of
from keyart.scale.spark.rows import HALVES, signed_halves
from keyart.store.metadata.tables import empty_metadata, merge_metadata
from keyart.store.profiles.attributes import CONSENT, FULL, MINOR, ProfileUpdate

PROFILES = "profiles"

Rejected = Callable[[str, CheckedRows], None]
"""Receives the rows read of a table, for its account."""


@dataclass
class CatalogueTables:
    """The catalogue of a build.

    Attributes:
        tables: titles, assets, availability and tests, as a store keeps them.
        profiles: `HALVES`, `consent`, `is_minor` and attributes as text, sorted by key.
        read: the tables that this build has read.
    """

    tables: dict[str, pa.Table]
    profiles: pa.Table
    read: set[str] = field(default_factory=set[str])

    def save(self, folder: Folder, below: str) -> None:
        """Write the tables into the folder `below`."""
        for name, rows in {**self.tables, PROFILES: self.profiles}.items():
            folder.write_table(f"{below}/{name}.parquet", rows)

    def no_consent(self) -> Keys:
        """Return the sorted keys of profiles without consent."""
        refused = pc.equal(self.profiles.column(CONSENT), "none")
        return _sorted_keys(self.profiles.filter(pc.fill_null(refused, False)))

    def protected(self) -> Keys:
        """Return the sorted keys of profiles in no audience: minors, or without full consent."""
        full = pc.fill_null(pc.equal(self.profiles.column(CONSENT), CONSENTS[FULL]), True)
        minor = pc.fill_null(self.profiles.column(MINOR), False)
        return _sorted_keys(self.profiles.filter(pc.or_(pc.invert(full), minor)))

    def for_events(self) -> EventCatalogue:
        """Return the catalogue that events are checked with."""
        assets = self.tables["assets"]
        return EventCatalogue(
            assets.column("asset_id").combine_chunks(),
            assets.column("title_id").combine_chunks(),
            self.no_consent(),
        )


def _sorted_keys(profiles: pa.Table) -> Keys:
    halves = (profiles.column(name).to_numpy().view(np.uint64) for name in HALVES)
    keys, _ = distinct_keys(*halves)
    return keys


def load(folder: Folder) -> CatalogueTables:
    """Return the catalogue in a folder, empty if there is none."""
    tables: dict[str, pa.Table] = {}
    for name in CATALOGUE:
        path = f"{name}.parquet"
        if folder.holds(path):
            tables[name] = folder.read_table(path)
        elif name != PROFILES:
            tables[name] = empty_metadata(name)
    profiles = tables.pop(PROFILES, None)
    return CatalogueTables(tables, _no_profiles() if profiles is None else profiles)


def _no_profiles() -> pa.Table:
    halves = [(name, pa.int64()) for name in HALVES]
    return pa.schema([*halves, (CONSENT, pa.string()), (MINOR, pa.bool_())]).empty_table()


def read(
    before: CatalogueTables,
    sources: Mapping[str, Sequence[str]],
    options: ReadOptions,
    receive: Rejected,
) -> CatalogueTables:
    """Return the catalogue with the rows of `sources` added; `receive` is called with all rows."""
    after = CatalogueTables(dict(before.tables), before.profiles)
    for name in CATALOGUE:
        if name not in sources:
            continue
        after.read.add(name)
        rows: list[pa.Table] = []
        for checked in _read_checked(name, sources[name], options, after):
            receive(name, checked)
            rows.append(checked.accepted)
            if name != PROFILES:
                after.tables[name] = merge_metadata(name, after.tables[name], checked.accepted)
        if name == PROFILES:
            after.profiles = _merge_profiles(before.profiles, rows)
    return after


def _read_checked(
    table: str, source: Sequence[str], options: ReadOptions, after: CatalogueTables
) -> Iterator[CheckedRows]:
    names = files_of(source)
    with ExitStack() as here:
        paths = {here.enter_context(fetch_file(name)): name for name in names}
        titles = None
        if table == "assets":
            assets = after.tables["assets"]
            pairs = zip(*(assets[c].to_pylist() for c in ("asset_id", "title_id")), strict=True)
            titles = dict(pairs)
        for checked in read_metadata(list(paths), table, options, titles):
            yield rename_file(checked, paths[checked.file])


def rename_file(checked: CheckedRows, name: str) -> CheckedRows:
    """Return rows with the file name `name`."""
    if checked.file == name:
        return checked
    at = checked.rejected.schema.get_field_index("file")
    names = pa.repeat(pa.scalar(name), checked.rejected.num_rows)
    return replace(checked, file=name, rejected=checked.rejected.set_column(at, "file", names))


def _merge_profiles(before: pa.Table, rows: Sequence[pa.Table]) -> pa.Table:
    """Return the profiles with new rows added, by a store's rule."""
    old = [keys_of_table(_with_unsigned_keys(before)), *map(keys_of_table, rows)]
    every = np.concatenate(old)
    keys, numbers = distinct_keys(every["high"].copy(), every["low"].copy())
    update, first = ProfileUpdate(None, len(keys)), 0
    for table in (_with_unsigned_keys(before), *rows):
        ordinals = numbers[first : first + table.num_rows].astype(np.uint32)
        update.put(ordinals, table.drop_columns(["key_high", "key_low"]), len(keys))
        first += table.num_rows
    return _to_file_table(keys, update.table(len(keys)))


def _with_unsigned_keys(profiles: pa.Table) -> pa.Table:
    halves = {"key_high": HALVES[0], "key_low": HALVES[1]}
    keys = {n: profiles.column(c).to_numpy().view(np.uint64) for n, c in halves.items()}
    others = {n: profiles.column(n) for n in profiles.column_names if n not in HALVES}
    return pa.table({**keys, **others})


def _to_file_table(keys: Keys, table: pa.Table) -> pa.Table:
    consents = pa.array(CONSENTS, pa.string()).take(table.column(CONSENT).combine_chunks())
    minors = pc.equal(table.column(MINOR), 1)
    attributes = {
        name: table.column(name).cast(pa.string())
        for name in table.column_names
        if name not in {CONSENT, MINOR}
    }
    return pa.table({**signed_halves(keys), CONSENT: consents, MINOR: minors, **attributes})


@dataclass(frozen=True)
class CatalogueChanges:
    """What a new catalogue changes for events kept before.

    Attributes:
        titles: titles whose events are attributed again.
        consent: the keys of profiles that gave or withdrew their consent, sorted.
        assets: assets without metadata before.
    """

    titles: frozenset[str]
    consent: Keys
    assets: frozenset[str]

    def __bool__(self) -> bool:
        """Return whether anything changed."""
        return bool(self.titles or len(self.consent) or self.assets)


def compare_catalogues(before: CatalogueTables, after: CatalogueTables) -> CatalogueChanges:
    """Return what differs between two states of the catalogue."""
    old, new = before.tables["titles"], after.tables["titles"]
    changed: list[str] = changed_titles(old, new).to_pylist()
    titles = frozenset[str]()
    if changed:
        of_both = (families(titles_table, Vocabulary()) for titles_table in (old, new))
        titles = frozenset[str]().union(
            *(titles_table.relatives(changed) for titles_table in of_both)
        )
    assets = set(after.tables["assets"].column("asset_id").to_pylist())
    assets -= set(before.tables["assets"].column("asset_id").to_pylist())
    consent = np.setxor1d(before.no_consent(), after.no_consent())
    return CatalogueChanges(titles, consent, frozenset(assets))
