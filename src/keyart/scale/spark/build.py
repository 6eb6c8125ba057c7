"""The road of a build: files of events in, files of facts out. Start reading here.

It takes the steps of `keyart.pipeline` with the same code for each; Spark brings together the rows
that belong together. What is written is described in `core.fact_files`, `kept`, `sketches` and
`committing`.
"""

import json

from pyspark.sql import SparkSession

from keyart.core.druid import LEAST_LG_K, MOST_LG_K
from keyart.core.errors import BadInput, BadSettings
from keyart.core.fact_files import ABOUT, ACCOUNT, CATALOGUE, QUARANTINE, About, key_fingerprint
from keyart.core.report import Report
from keyart.scale.spark import accounts, catalogue
from keyart.scale.spark.arrivals import FINAL, WAITING, read_catalogue, read_rows, settle
from keyart.scale.spark.attribution import make_facts
from keyart.scale.spark.audiences import AUDIENCES
from keyart.scale.spark.catalogue import Metadata
from keyart.scale.spark.commits import COMMITTED, STAGING, Committed, commit, recover
from keyart.scale.spark.errors import heard
from keyart.scale.spark.places import Folder
from keyart.scale.spark.reading import Summary
from keyart.scale.spark.scope import Scope, find_scope
from keyart.scale.spark.session import settings_of_builds
from keyart.scale.spark.sketches import make_sketches
from keyart.scale.spark.state import BuildOptions, Work, attribution_settings


def build(spark: SparkSession, options: BuildOptions) -> Report:
    """Build facts into a folder, or add to what was built there, and return the account.

    What a killed build left is finished or removed first. Raises `BadInput` for a folder of
    something else, another salt, or sources that cannot be read.
    """
    folder = Folder(options.out)
    recover(folder)
    before = Committed.of(folder)
    _check(before, options)
    report = Report(batch=str(before.batch + 1), plays_by_reason=accounts.no_plays())
    work = Work(spark, options, folder, before, report)
    with heard(), settings_of_builds(spark):
        _build(work)
    return work.report


def _build(work: Work) -> None:
    # 1. The catalogue first, so that events find it.
    before = catalogue.load(work.folder)
    after = read_catalogue(work, before)
    # 2. Events: each value checked, the catalogue asked, ids hashed; a task for each file.
    summary = read_rows(work, after)
    # 3. Rows of one event brought together: what is kept, and the account of all.
    kept = settle(work, after, summary.events)
    # 4. Which days of facts that can change, and whose.
    scope = find_scope(work, kept, before, after)
    # 5. Events brought together by profile, plays attributed, facts added up, day by day.
    make_facts(work, kept, scope, after)
    # 6. Sketches of those days, and for all time since the first of them.
    make_sketches(work, scope)
    # 7. All of it put in the place of what was there.
    _publish(work, scope, after, summary)


def _check(before: Committed, options: BuildOptions) -> None:
    if not LEAST_LG_K <= options.lg_k <= MOST_LG_K:
        raise BadSettings(
            f"lg_k = {options.lg_k} cannot be.", hint=f"Give {LEAST_LG_K} to {MOST_LG_K}."
        )
    if not before.batch:
        return
    if before.keys != key_fingerprint(options.salt):
        raise BadInput(
            f"{options.out} was built with another salt, so its profiles would not be these.",
            hint="Give the salt that it was built with, or build into a new folder.",
        )
    if before.lg_k != options.lg_k:
        raise BadSettings(
            f"The sketches in {options.out} were made with lg_k = {before.lg_k}.",
            hint=f"Give --lg-k {before.lg_k}, or build into a new folder.",
        )


def _publish(work: Work, scope: Scope, metadata: Metadata, summary: Summary) -> None:
    work.begin("publish")
    folder, plan = work.folder, work.plan
    accounts.in_order(work.report)
    metadata.save(folder, f"{STAGING}/catalogue")
    for name in CATALOGUE:
        plan.moves[f"{STAGING}/catalogue/{name}.parquet"] = f"{name}.parquet"
    _move_quarantine(work)
    until = max((t for t in (work.before.until, summary.until) if t is not None), default=None)
    keys = key_fingerprint(work.options.salt)
    committed = Committed(
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
    written = {ACCOUNT: account, ABOUT: About(keys, until).to_text().encode()}
    for name, content in {**written, COMMITTED: committed.to_bytes()}.items():
        folder.write(f"{STAGING}/{name}", content)
        plan.moves[f"{STAGING}/{name}"] = name
    commit(folder, plan)


def _move_quarantine(work: Work) -> None:
    """Let staged files of rejected rows have names of their own beside those of other builds."""
    for kind in (FINAL, WAITING):
        staged = work.folder.files(f"{STAGING}/{QUARANTINE}/{kind}")
        shown = (n for n in staged if not n.rsplit("/", 1)[-1].startswith((".", "_")))
        for number, name in enumerate(shown):
            target = f"{QUARANTINE}/{kind}-{work.batch:05d}-{number:05d}.parquet"
            work.plan.moves[name] = target
