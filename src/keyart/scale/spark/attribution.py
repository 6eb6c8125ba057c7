"""From the events of some profiles to their facts, by the compiled loops of `keyart.attribute`.

A task has whole profiles: a title that everybody watches is spread over all tasks, and a bot costs
what its events cost.
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
from keyart.scale.spark.catalogue import Metadata
from keyart.scale.spark.commits import STAGING
from keyart.scale.spark.facts import FAMILY, ORDER, FactDays, facts_schema, own_schema, write_by_day
from keyart.scale.spark.kept_events import KeptEvents, on_days
from keyart.scale.spark.places import files_of, for_tasks
from keyart.scale.spark.rows import (
    DAY,
    HALVES,
    batches,
    coded,
    collected,
    labelled,
    signed_halves,
    sql_schema,
    texts,
    widened,
)
from keyart.scale.spark.scope import Scope
from keyart.scale.spark.state import Work


@dataclass(frozen=True)
class Attributor:
    """Makes facts of events, no event twice."""

    config: Config
    titles: Broadcast[pa.Table]

    def facts(self, pieces: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the facts of whole profiles."""
        rows = collected(pieces)
        if rows is None:
            return
        part = coded(rows, self.config)
        known = part.vocabularies
        placements = known.setdefault("placement", Vocabulary())
        titles = known.setdefault("title", Vocabulary())
        rules = title_rules(self.titles.value, titles, placements, self.config.settings)
        made = attribute(part.tables["impressions"], part.tables["plays"], rules, known)
        vocabularies = {**known, "reason": Vocabulary(REASONS)}
        for family, facts in ((Family.EXPOSURE, made.exposure), (Family.VIEWING, made.viewing)):
            plain = self._plain(family, facts, part.keys, vocabularies)
            out = widened(labelled(plain, FAMILY, family), facts_schema(self.config))
            yield from batches(out)

    def _plain(
        self, family: Family, facts: pa.Table, keys: Keys, vocabularies: Vocabularies
    ) -> pa.Table:
        schema = own_schema(family, self.config)
        slots = facts.column("slot").to_numpy().astype(np.int64)
        columns: dict[str, pa.Array | pa.ChunkedArray] = dict(
            signed_halves(keys[facts.column("profile").to_numpy()])
        )
        columns[TIME] = pa.array(slots * SLOT_MICROSECONDS).cast(schema.field(TIME).type)
        for name in schema.names:
            if name in vocabularies:
                columns[name] = texts(facts.column(name).to_numpy(), vocabularies[name])
            elif name not in columns:
                columns[name] = facts.column(name)
        return pa.table([columns[name] for name in schema.names], schema=schema)


ATTRIBUTED = "attributed"


def make_facts(work: Work, kept: KeptEvents, scope: Scope, metadata: Metadata) -> None:
    """Attribute the events of a scope, and stage the days of facts that change with it."""
    if scope.facts:
        work.begin("attribute")
        _attribute(work, kept, scope, metadata)
    members = _members(work)
    if not scope.rewritten:
        return
    work.begin("write facts")
    attributed = work.staged(ATTRIBUTED, f"{sql_schema(facts_schema(work.config))}, {DAY} date")
    days = FactDays(work.spark, work.folder, work.config)
    for family in Family:
        own = attributed.where(sf.col(FAMILY) == family.value)
        columns = [*own_schema(family, work.config).names, DAY]
        stays = days.kept(family, scope.rewritten, scope.facts, scope.profiles)
        facts = stays.unionByName(own.select(*columns))
        if family is Family.VIEWING:
            accounts.count_plays(work.report, own)
        _write(work, family, facts, members, metadata, scope)


def _attribute(work: Work, kept: KeptEvents, scope: Scope, metadata: Metadata) -> None:
    parts = work.split(kept.rows(scope.events).count())
    events = kept.counting(scope.events, scope.profiles, metadata, parts)
    attributor = Attributor(work.config, work.broadcast(metadata.tables["titles"]))
    schema = sql_schema(facts_schema(work.config))
    facts = events.repartition(parts, *HALVES).mapInArrow(attributor.facts, schema)
    facts = on_days(facts.withColumn(DAY, sf.to_date(TIME)), scope.facts)
    work.stage(facts, ATTRIBUTED, FAMILY)


def _members(work: Work) -> DataFrame | None:
    """Return who is in which audiences, None where nobody has said so."""
    if AUDIENCES not in work.options.sources:
        if not work.before.audiences:
            return None
        return work.spark.read.schema(MEMBERS).parquet(work.folder.uri(AUDIENCES))
    files = files_of(work.options.sources[AUDIENCES])
    paths = work.spark.sparkContext.parallelize([(for_tasks(path),) for path in files], len(files))
    frame = work.spark.createDataFrame(paths, "path string")
    members = read_members(frame, work.broadcast(work.options.salt))
    work.stage(members, AUDIENCES)
    work.plan.replace(work.folder, f"{STAGING}/{AUDIENCES}", AUDIENCES)
    return work.staged(AUDIENCES, MEMBERS)


def _write(
    work: Work,
    family: Family,
    facts: DataFrame,
    members: DataFrame | None,
    metadata: Metadata,
    scope: Scope,
) -> None:
    columns = own_schema(family, work.config, audience=members is not None).names
    if members is not None:
        facts = with_audiences(work.spark, facts, members, metadata.protected())
    name = f"{FACTS}/{family}"
    write_by_day(facts.select(*columns, DAY), work.place(name), ORDER)
    work.plan.replace_days(work.folder, name, scope.rewritten)
