"""The second half of a build: facts of the days that change, and sketches of them."""

from collections.abc import Sequence

from pyspark.sql import DataFrame
from pyspark.sql import functions as sf

from keyart.core.fact_files import FACTS, TIME
from keyart.core.facts import Family
from keyart.scale.spark import accounts, sketches
from keyart.scale.spark.attributing import FAMILY, Attributor, facts_schema, own_schema
from keyart.scale.spark.audiences import AUDIENCES, MEMBERS, read_members, with_audiences
from keyart.scale.spark.catalogue import Metadata
from keyart.scale.spark.committing import STAGING
from keyart.scale.spark.facts import ORDER, FactDays, days_of, write_by_day
from keyart.scale.spark.kept import KeptEvents, on_days
from keyart.scale.spark.places import files_of, for_tasks
from keyart.scale.spark.rows import DAY, HALVES, sql_schema
from keyart.scale.spark.scope import Scope
from keyart.scale.spark.work import Work

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


def make_sketches(work: Work, scope: Scope) -> None:
    """Stage the sketches of the days whose facts were made anew, and for all time since."""
    if not scope.facts:
        return
    work.begin("make sketches")
    days = FactDays(work.spark, work.folder, work.config)
    name = f"{FACTS}/{Family.EXPOSURE}"
    staged = days.read(Family.EXPOSURE, STAGING, name)
    there = work.staged_days(name) & scope.facts
    if there:
        own = sketches.of_days(on_days(staged, there), work.options.lg_k)
        work.stage(own.repartition(DAY), sketches.DAYS, DAY)
    work.plan.replace_days(work.folder, sketches.DAYS, scope.facts)
    old = days_of(work.folder.files(sketches.DAYS))
    every = sorted((old - scope.facts) | there)
    first = min(scope.facts)
    changed = [day for day in every if day >= first]
    _all_time(work, [day for day in every if day < first], changed, there)
    stale = {day for day in days_of(work.folder.files(sketches.ALL_TIME)) if day >= first}
    work.plan.replace_days(work.folder, sketches.ALL_TIME, stale | set(changed))


def _all_time(work: Work, earlier: Sequence[int], changed: Sequence[int], there: set[int]) -> None:
    """Stage the sketches for all time as of the days `changed`; `there` are staged by day."""
    if not changed:
        return
    at_rest = _sketches(work, sketches.DAYS)
    own = on_days(work.staged(sketches.DAYS, sketches.SCHEMA), there)
    own = own.unionByName(on_days(at_rest, set(changed) - there))
    before = _sketches(work, sketches.ALL_TIME)
    made = sketches.all_time(work.spark, on_days(before, earlier[-1:]), own, changed)
    work.stage(made.repartition(DAY), sketches.ALL_TIME, DAY)


def _sketches(work: Work, name: str) -> DataFrame:
    """Return the sketches that stand under a name in the folder."""
    if not work.folder.files(name):
        return work.spark.createDataFrame([], sketches.SCHEMA)
    return work.spark.read.schema(sketches.SCHEMA).parquet(work.folder.uri(name))
