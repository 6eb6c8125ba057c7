"""A build: files of events in, files of facts out. Start reading here.

It has the steps of `keyart.pipeline`, with the same code for each; Spark groups the rows. The files
are described in `core.fact_files`, `kept_events`, `sketches` and `commits`.
"""

import json

from pyspark.sql import SparkSession

from keyart.core.druid import LEAST_LG_K, MOST_LG_K
from keyart.core.errors import BadInput, BadSettings
from keyart.core.fact_files import ABOUT, ACCOUNT, CATALOGUE, QUARANTINE, About, key_fingerprint
from keyart.core.report import Report
from keyart.scale.spark import accounts, catalogue
from keyart.scale.spark.arrivals import FINAL, WAITING, read_catalogue, read_rows, settle_events
from keyart.scale.spark.attribution import make_facts
from keyart.scale.spark.audiences import AUDIENCES
from keyart.scale.spark.catalogue import CatalogueTables
from keyart.scale.spark.commits import COMMITTED, STAGING, CommittedState, commit, recover
from keyart.scale.spark.errors import reraise_task_errors
from keyart.scale.spark.places import Folder
from keyart.scale.spark.reading import ReadSummary
from keyart.scale.spark.scope import BuildScope, find_scope
from keyart.scale.spark.session import build_settings
from keyart.scale.spark.sketches import make_sketches
from keyart.scale.spark.state import BuildOptions, BuildState, attribution_settings


def build(spark: SparkSession, options: BuildOptions) -> Report:
    """Build facts into a folder, new or built before, and return the account.

    An interrupted build is finished or removed first. Raises `BadInput` for a folder with other
    contents, another salt, or unreadable sources.
    """
    folder = Folder(options.out)
    recover(folder)
    before = CommittedState.of(folder)
    _check(before, options)
    report = Report(batch=str(before.batch + 1), plays_by_reason=accounts.no_plays())
    work = BuildState(spark, options, folder, before, report)
    with reraise_task_errors(), build_settings(spark):
        _build(work)
    return work.report


def _build(work: BuildState) -> None:
    # 1. Read the catalogue first, so that events find it.
    before = catalogue.load(work.folder)
    after = read_catalogue(work, before)
    # 2. Read events, a task per file: check values, look up the catalogue, hash ids.
    summary = read_rows(work, after)
    # 3. Group the rows of each event: decide what is kept, and count all.
    kept = settle_events(work, after, summary.events)
    # 4. Find the days and profiles whose facts can change.
    scope = find_scope(work, kept, before, after)
    # 5. Group events by profile, attribute plays, add up facts, day by day.
    make_facts(work, kept, scope, after)
    # 6. Make sketches of those days, and for all time since the first of them.
    make_sketches(work, scope)
    # 7. Replace the old files with the new ones.
    _publish(work, scope, after, summary)


def _check(before: CommittedState, options: BuildOptions) -> None:
    if not LEAST_LG_K <= options.lg_k <= MOST_LG_K:
        raise BadSettings(
            f"lg_k must be {LEAST_LG_K} to {MOST_LG_K}, not {options.lg_k}.",
            hint="Change --lg-k.",
        )
    if not before.batch:
        return
    if before.keys != key_fingerprint(options.salt):
        raise BadInput(
            f"{options.out} was built with another salt, so its profiles have other keys.",
            hint="Give the same salt, or build into a new folder.",
        )
    if before.lg_k != options.lg_k:
        raise BadSettings(
            f"The sketches in {options.out} were made with lg_k = {before.lg_k}.",
            hint=f"Give --lg-k {before.lg_k}, or build into a new folder.",
        )


def _publish(
    work: BuildState, scope: BuildScope, metadata: CatalogueTables, summary: ReadSummary
) -> None:
    work.begin("publish")
    folder, plan = work.folder, work.plan
    accounts.sort_accounts(work.report)
    metadata.save(folder, f"{STAGING}/catalogue")
    for name in CATALOGUE:
        plan.moves[f"{STAGING}/catalogue/{name}.parquet"] = f"{name}.parquet"
    _move_quarantine(work)
    until = max((t for t in (work.before.until, summary.until) if t is not None), default=None)
    keys = key_fingerprint(work.options.salt)
    committed = CommittedState(
        batch=work.batch,
        keys=keys,
        lg_k=work.options.lg_k,
        settings=attribution_settings(work.config),
        until=until,
        days=work.days_of_events(),
        links=sorted([played, shown] for played, shown in scope.links),
        audiences=work.before.audiences or AUDIENCES in work.options.sources,
    )
    account = json.dumps(work.report.to_dict(), indent=2).encode()
    contents = {ACCOUNT: account, ABOUT: About(keys, until).to_text().encode()}
    for name, content in {**contents, COMMITTED: committed.to_bytes()}.items():
        folder.write(f"{STAGING}/{name}", content)
        plan.moves[f"{STAGING}/{name}"] = name
    commit(folder, plan)


def _move_quarantine(work: BuildState) -> None:
    """Give staged files of rejected rows names that differ from those of other builds."""
    for kind in (FINAL, WAITING):
        staged = work.folder.files(f"{STAGING}/{QUARANTINE}/{kind}")
        shown = (n for n in staged if not n.rsplit("/", 1)[-1].startswith((".", "_")))
        for number, name in enumerate(shown):
            target = f"{QUARANTINE}/{kind}-{work.batch:05d}-{number:05d}.parquet"
            work.plan.moves[name] = target
