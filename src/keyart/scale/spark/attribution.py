"""From events to facts of the days that change, by the compiled loops of `keyart.attribute`.

A task has whole profiles: a popular title is spread over all tasks, and a bot costs no more than
its number of events.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pyspark import Broadcast
from pyspark.sql import DataFrame
from pyspark.sql import functions as sf

from keyart.attribute import attribute, title_rules
from keyart.core.config import Config
from keyart.core.fact_files import FACTS, TIME
from keyart.core.facts import REASONS, SLOT_MICROSECONDS, Family
from keyart.core.vocabulary import Vocabularies, Vocabulary
from keyart.ingest.values.keyed_hash import Keys
from keyart.scale.spark import accounts
from keyart.scale.spark.audiences import AUDIENCES, MEMBERS, read_members, with_audiences
from keyart.scale.spark.catalogue import CatalogueTables
from keyart.scale.spark.commits import STAGING
from keyart.scale.spark.facts import (
    FAMILY,
    ORDER,
    FactDays,
    facts_schema,
    family_schema,
    write_by_day,
)
from keyart.scale.spark.kept_events import KeptEvents, on_days
from keyart.scale.spark.places import absolute_place, files_of
from keyart.scale.spark.rows import (
    DAY,
    HALVES,
    add_constant,
    batches,
    collect_rows,
    decode_codes,
    encode_events,
    fill_columns,
    signed_halves,
    sql_schema,
)
from keyart.scale.spark.scope import BuildScope
from keyart.scale.spark.state import BuildState


@dataclass(frozen=True)
class Attributor:
    """Makes facts of events, each event once."""

    config: Config
    titles: Broadcast[pa.Table]

    def facts(self, pieces: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the facts of whole profiles."""
        rows = collect_rows(pieces)
        if rows is None:
            return
        part = encode_events(rows, self.config)
        vocabularies_of_part = part.vocabularies
        placements = vocabularies_of_part.setdefault("placement", Vocabulary())
        titles = vocabularies_of_part.setdefault("title", Vocabulary())
        rules = title_rules(self.titles.value, titles, placements, self.config.settings)
        made = attribute(
            part.tables["impressions"], part.tables["plays"], rules, vocabularies_of_part
        )
        vocabularies = {**vocabularies_of_part, "reason": Vocabulary(REASONS)}
        for family, facts in ((Family.EXPOSURE, made.exposure), (Family.VIEWING, made.viewing)):
            fact_rows = self._to_fact_rows(family, facts, part.keys, vocabularies)
            out = fill_columns(add_constant(fact_rows, FAMILY, family), facts_schema(self.config))
            yield from batches(out)

    def _to_fact_rows(
        self, family: Family, facts: pa.Table, keys: Keys, vocabularies: Vocabularies
    ) -> pa.Table:
        schema = family_schema(family, self.config)
        slots = facts.column("slot").to_numpy().astype(np.int64)
        columns: dict[str, pa.Array | pa.ChunkedArray] = dict(
            signed_halves(keys[facts.column("profile").to_numpy()])
        )
        columns[TIME] = pa.array(slots * SLOT_MICROSECONDS).cast(schema.field(TIME).type)
        for name in schema.names:
            if name in vocabularies:
                columns[name] = decode_codes(facts.column(name).to_numpy(), vocabularies[name])
            elif name not in columns:
                columns[name] = facts.column(name)
        return pa.table([columns[name] for name in schema.names], schema=schema)


ATTRIBUTED = "attributed"


def make_facts(
    work: BuildState, kept: KeptEvents, scope: BuildScope, metadata: CatalogueTables
) -> None:
    """Attribute the events of a scope, and stage the days of facts that change."""
    if scope.facts:
        work.begin("attribute")
        _attribute(work, kept, scope, metadata)
    members = _audience_members(work)
    if not scope.rewritten:
        return
    work.begin("write facts")
    attributed = work.staged(ATTRIBUTED, f"{sql_schema(facts_schema(work.config))}, {DAY} date")
    days = FactDays(work.spark, work.folder, work.config)
    for family in Family:
        family_facts = attributed.where(sf.col(FAMILY) == family.value)
        columns = [*family_schema(family, work.config).names, DAY]
        stays = days.kept(family, scope.rewritten, scope.facts, scope.profiles)
        facts = stays.unionByName(family_facts.select(*columns))
        if family is Family.VIEWING:
            accounts.count_plays(work.report, family_facts)
        _write_family(work, family, facts, members, metadata, scope)


def _attribute(
    work: BuildState, kept: KeptEvents, scope: BuildScope, metadata: CatalogueTables
) -> None:
    parts = work.split(kept.rows(scope.events).count())
    events = kept.counting(scope.events, scope.profiles, metadata, parts)
    attributor = Attributor(work.config, work.broadcast(metadata.tables["titles"]))
    schema = sql_schema(facts_schema(work.config))
    facts = events.repartition(parts, *HALVES).mapInArrow(attributor.facts, schema)
    facts = on_days(facts.withColumn(DAY, sf.to_date(TIME)), scope.facts)
    work.stage(facts, ATTRIBUTED, FAMILY)


def _audience_members(work: BuildState) -> DataFrame | None:
    """Return the audiences of each profile, None if no build had audiences."""
    if AUDIENCES not in work.options.sources:
        if not work.before.audiences:
            return None
        return work.spark.read.schema(MEMBERS).parquet(work.folder.uri(AUDIENCES))
    files = files_of(work.options.sources[AUDIENCES])
    paths = work.spark.sparkContext.parallelize(
        [(absolute_place(path),) for path in files], len(files)
    )
    frame = work.spark.createDataFrame(paths, "path string")
    members = read_members(frame, work.broadcast(work.options.salt))
    work.stage(members, AUDIENCES)
    work.plan.replace(work.folder, f"{STAGING}/{AUDIENCES}", AUDIENCES)
    return work.staged(AUDIENCES, MEMBERS)


def _write_family(
    work: BuildState,
    family: Family,
    facts: DataFrame,
    members: DataFrame | None,
    metadata: CatalogueTables,
    scope: BuildScope,
) -> None:
    columns = family_schema(family, work.config, audience=members is not None).names
    if members is not None:
        facts = with_audiences(work.spark, facts, members, metadata.protected())
    name = f"{FACTS}/{family}"
    write_by_day(facts.select(*columns, DAY), work.place(name), ORDER)
    work.plan.replace_days(work.folder, name, scope.rewritten)
