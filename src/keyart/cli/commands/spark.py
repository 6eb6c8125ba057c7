"""`keyart spark build`: facts built by Apache Spark."""

import os
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import typer

from keyart.cli.arguments import AsJson, example
from keyart.cli.commands.ingest import (
    Assets,
    Availability,
    Impressions,
    Plays,
    Profiles,
    Tests,
    Titles,
    named_sources,
)
from keyart.cli.progress import shown_progress
from keyart.cli.reports import show_report
from keyart.core import config as config_file
from keyart.core.errors import BadSettings, MissingExtra
from keyart.core.ids import salt_from
from keyart.core.report import Report

BUILD_EXAMPLE = example(
    "keyart spark build --impressions 'imp/*.parquet' --plays 'plays/*.parquet' "
    "--titles titles.csv --assets assets.csv --out built --salt-file store.key",
    "keyart spark build --impressions s3://events/may --out s3://facts --salt-file store.key",
)

SALT = "KEYART_SALT"

LG_K = 14

Out = Annotated[
    str, typer.Option(metavar="URI", help="The folder to build, or to add to.", show_default=False)
]
Audiences = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PATH",
        help="A file, glob or folder: columns audience, profile_id; repeatable.",
    ),
]
SaltFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help=f"The key that hashes profile ids: a store's store.key. Or set {SALT}.",
    ),
]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="A keyart.toml: names, settings.")
]
Since = Annotated[
    datetime | None, typer.Option(help="Ignore earlier events; UTC.", show_default=False)
]
Until = Annotated[
    datetime | None, typer.Option(help="Ignore events from then on; UTC.", show_default=False)
]
LgK = Annotated[int, typer.Option("--lg-k", help="log2 of the number of registers of sketches.")]
RowsPerTask = Annotated[
    int,
    typer.Option(metavar="N", min=1, help="About how many events a task holds in memory at once."),
]
Master = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Where Spark runs; by default on all cores of this machine."),
]
Memory = Annotated[
    str, typer.Option(metavar="SIZE", help="Memory for Java, where Spark runs on this machine.")
]


def build(
    out: Out,
    impressions: Impressions = None,
    plays: Plays = None,
    titles: Titles = None,
    assets: Assets = None,
    profiles: Profiles = None,
    availability: Availability = None,
    tests: Tests = None,
    audiences: Audiences = None,
    salt_file: SaltFile = None,
    config: ConfigFile = None,
    since: Since = None,
    until: Until = None,
    lg_k: LgK = LG_K,
    rows_per_task: RowsPerTask = 250_000,
    master: Master = None,
    memory: Memory = "2g",
    as_json: AsJson = False,
) -> None:
    """Build facts from files of events with Apache Spark.

    Checks every row, attributes plays to impressions and writes facts, rejected rows, the account
    and sketches of people into a folder for keyart import facts and Druid. Only days that the new
    rows change are written again.
    """
    sources = named_sources(
        "build",
        impressions=impressions,
        plays=plays,
        titles=titles,
        assets=assets,
        profiles=profiles,
        availability=availability,
        tests=tests,
        audiences=audiences,
    )
    options = {
        "salt": _read_salt(salt_file),
        "config": _read_config(config),
        "since": _as_utc(since),
        "until": _as_utc(until),
        "lg_k": lg_k,
        "rows_per_task": rows_per_task,
    }
    began = perf_counter()
    report = _run(sources, out, options, master, memory)
    show_report(report, perf_counter() - began, as_json=as_json, folder=out)


def _run(
    sources: dict[str, list[str]],
    out: str,
    options: dict[str, Any],
    master: str | None,
    memory: str,
) -> Report:
    try:
        from keyart.scale import spark  # noqa: PLC0415 - an optional extra
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"Spark is not installed: there is no module {error.name}.",
            hint="Install keyart[spark].",
        ) from None
    session = spark.start(master, memory)
    with shown_progress() as progress:
        return spark.build(
            session,
            spark.BuildOptions(sources, out, now=datetime.now(UTC), progress=progress, **options),
        )


def _read_salt(file: Path | None) -> str:
    if file is not None:
        return salt_from(file.read_text("utf-8", "replace"), str(file))
    if SALT in os.environ:
        return salt_from(os.environ[SALT], SALT)
    raise BadSettings(
        "The key for profile ids is missing.",
        hint=f"Give --salt-file with the store.key of a store, or set {SALT}.",
    )


def _read_config(file: Path | None) -> config_file.Config:
    if file is None:
        return config_file.parse("", os.environ)
    return config_file.parse(file.read_text(encoding="utf-8"), os.environ, str(file))


def _as_utc(instant: datetime | None) -> datetime | None:
    return None if instant is None else instant.replace(tzinfo=UTC)
