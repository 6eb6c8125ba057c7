"""`keyart demo`: a miniature streaming service, and a tour of Keyart's findings about it."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Annotated, Any

import numpy as np
import typer

from keyart import pipeline, session
from keyart.campaigns import Campaign, CampaignState
from keyart.cli import tables
from keyart.cli.arguments import example
from keyart.cli.commands.serve import serving
from keyart.cli.figures import count
from keyart.cli.progress import shown_progress
from keyart.cli.publishing import publishing
from keyart.cli.terminal import remark, remark_on_compiling, show
from keyart.core.config import DEFAULT_TEXT, server_settings
from keyart.core.errors import NotAStore, StoreExists
from keyart.core.progress import Progress
from keyart.decisions import DecisionKind, DecisionState
from keyart.pipeline import WriteOptions
from keyart.store import create
from keyart.store.paths import Paths
from keyart_demo.behaviour.decided import Sent, write_decided
from keyart_demo.campaigns import hold_campaigns
from keyart_demo.gallery import Gallery, world_of
from keyart_demo.painting import TRUTH
from keyart_demo.people.tables import profile_ids
from keyart_demo.tour import tour
from keyart_demo.truth import write_truth
from keyart_demo.world import SIZES, World, WrittenWorld, write
from keyart_demo.world_size import CHAPTER
from keyart_demo.writing import write_chapter

EXAMPLE = example(
    "keyart demo",
    "keyart demo --store other.keyart --seed 2",
    "keyart demo --keep --port 9000",
    "keyart demo --continue 28",
)

MARK = "# A store of generated events, made by keyart demo, which may remove it.\n"
"""The start of `keyart.toml` in a demo store."""

SizeName = StrEnum("SizeName", list(SIZES))

StorePath = Annotated[
    Path, typer.Option("--store", metavar="STORE", help="Where; an older demo there is replaced.")
]
HowLarge = Annotated[
    SizeName,
    typer.Option(
        "--size", help="small: 3 million impressions; medium: 20 million; large: 100 million."
    ),
]
Seed = Annotated[
    int, typer.Option("--seed", metavar="N", min=0, help="Another seed makes another world.")
]
Keep = Annotated[
    bool,
    typer.Option("--keep", help="Keep the demo that is there, if of this size and seed."),
]

Port = Annotated[
    int | None,
    typer.Option("--port", metavar="N", min=0, max=65535, help="Where it is shown; 0: anywhere."),
]
Serve = Annotated[
    bool, typer.Option("--serve/--no-serve", help="Open the web application on it, or end there.")
]
Continue = Annotated[
    int | None,
    typer.Option(
        "--continue",
        metavar="DAYS",
        min=1,
        max=CHAPTER,
        help="Let the world of the demo that is there go on for so many days, under what was "
        "decided.",
    ),
]
DrawAll = Annotated[
    bool, typer.Option("--draw-all", help="Draw all artworks and clips now: some ten minutes.")
]


def demo(
    store: StorePath = Path("demo.keyart"),
    size: HowLarge = SizeName("small"),
    seed: Seed = 1,
    keep: Keep = False,
    draw_all: DrawAll = False,
    port: Port = None,
    serve: Serve = True,
    go_on: Continue = None,
) -> None:
    """Make a store of a streaming service in miniature, and open the web application on it.

    Its sixteen weeks end today. Which artworks win, mislead, or make no difference was planted,
    and stands in demo/truth.json of the store. Ctrl-C ends the application; the store stays.
    Decide something there, then see with --continue what comes of it.
    """
    if go_on is not None:
        _go_on(store, go_on)
        return
    world = World(SIZES[size], seed, datetime.now(UTC).date())
    if not (keep and _is_there(store, world)):
        _remove_older(store)
        _make(store, world)
    remark_on_compiling("units")
    if serve:
        _judge(store)
    with session.open(store) as opened:
        for part in tour(opened, store, _truth(store)):
            show(part)
    if draw_all:
        _draw(store)
    elif serve:
        _draw_first(store)
    remark(f"The store stays in {store}: ask it more with keyart query, see keyart query --help.")
    if serve:
        _serve(store, port)


def _go_on(store: Path, days: int) -> None:
    """Let the world of a demo go on for some days, under what was decided, and say what came."""
    if not _is_there(store, None):
        raise NotAStore(
            f"{store} is no demo store.", hint=f"Make one: keyart demo --store {store} --no-serve"
        )
    remark_on_compiling("kernels")
    truth = dict(_truth(store))
    went_on = truth["world"].get("went_on", 0)
    world = replace(world_of(store), went_on=went_on, days=days)
    with (
        TemporaryDirectory(prefix="keyart-demo-") as folder,
        shown_progress() as progress,
        publishing(store),
        session.open(store) as opened,
    ):
        # 1. What home pages and messages show to whom from now on.
        decided = Path(folder) / "decided"
        stopped = [
            str(one.chosen)
            for one in opened.decisions.list()
            if one.kind is DecisionKind.CLICKBAIT and one.state is DecisionState.STANDS
        ]
        ids = profile_ids(np.arange(world.size.profiles)).to_pylist()
        policies = opened.decisions.policies()
        sent = list(_sent(opened, world, ids))
        write_decided(decided, opened.decisions.choose(ids).table, stopped, sent)
        # 2. What people do then.
        progress.begin("generate", None)
        chapter = write_chapter(
            world,
            Path(folder) / "events",
            decided,
            processes=os.cpu_count() or 1,
            progress=progress.advance,
        )
        # These days have not come yet, so they are loaded as if they had.
        pipeline.ingest(store, chapter.paths, WriteOptions(now=world.end, progress=progress))
        truth["world"] = {**truth["world"], "went_on": went_on + days}
        write_truth(truth, store / TRUTH)
        # 3. What came of it.
        reviews = opened.decisions.review()
        results = [opened.campaigns.result(campaign.name) for campaign in _running(opened)]
    show(
        f"The world went on to {world.end:%Y-%m-%d}: {chapter.impressions:,} impressions and "
        f"{chapter.plays:,} plays, with {count(len(policies), 'policy', 'policies')} carried out, "
        f"{count(len(stopped), 'asset')} no longer shown and {count(len(sent), 'campaign')} sent."
    )
    show(reviews.sentence)
    for one in reviews.reviews:
        show(f"· {one.sentence}")
    for result in results:
        show(f"Campaign {result.campaign}: {result.sentence}")
    remark(f"See all of it: keyart demo --store {store} --keep")


def _running(opened: session.Store) -> list[Campaign]:
    return [one for one in opened.campaigns.list() if one.state is CampaignState.RUNNING]


def _sent(opened: session.Store, world: World, ids: list[str]) -> Iterator[Sent]:
    """Yield the campaigns that run on days of a chapter, with who gets which asset."""
    for campaign in _running(opened):
        begin, end = (
            min(max((instant - world.start).days, 0), world.days)
            for instant in (campaign.start, campaign.end)
        )
        if begin < end:
            members = opened.campaigns.members(campaign.name, ids, by="keyart demo").table
            yield Sent(campaign.title, members, (begin, end))


def _is_there(store: Path, world: World | None) -> bool:
    """Return whether a demo exists, of the same size and seed as `world`, whatever its last day."""
    if not (_is_demo(store) and (store / TRUTH).is_file()):
        return False
    if world is None:
        return True
    there = world_of(store)
    return (there.size, there.seed) == (world.size, world.seed)


def _truth(store: Path) -> Mapping[str, Any]:
    return json.loads((store / TRUTH).read_text(encoding="utf-8"))


def _draw(store: Path) -> None:
    with shown_progress() as progress:
        count = Gallery(store).draw_all(progress)
    show(f"\nDrew {count:,} artworks and clips: they lie in {store / 'media'}.")


def _draw_first(store: Path) -> None:
    """Draw the images of the first pages in advance, so that nobody has to wait for them."""
    with shown_progress() as progress:
        Gallery(store).draw_first(progress)


def _judge(store: Path) -> None:
    """Find notices and decisions in advance, so that the first page shows them at once."""
    from keyart.live import judge_once  # noqa: PLC0415 - takes longer to import than most commands

    judge_once(store)


def _serve(store: Path, port: int | None) -> None:
    settings = server_settings(Paths(store).config)
    if port is not None:
        settings = replace(settings, port=port)
    serving(store, settings, open_browser=True, any_port=port is None)


def _is_demo(store: Path) -> bool:
    config = store / "keyart.toml"
    return config.is_file() and config.read_text(encoding="utf-8").startswith(MARK)


def _remove_older(store: Path) -> None:
    """Remove a demo store; raises `StoreExists` if anything else is there."""
    if not store.exists():
        return
    if not _is_demo(store):
        raise StoreExists(
            f"{store} is there already, and no demo store.", hint="Choose another --store."
        )
    shutil.rmtree(store)


def _make(store: Path, world: World) -> None:
    """Generate a world and load it by the usual ingest."""
    remark_on_compiling("kernels")
    with TemporaryDirectory(prefix="keyart-demo-") as folder, shown_progress() as progress:
        generated = _generate(world, Path(folder), progress)
        create(store, now=datetime.now(UTC), config_text=MARK + DEFAULT_TEXT)
        with publishing(store), session.open(store) as opened:
            _load(opened, generated, progress)
            progress.begin("campaigns", None)
            truth = json.loads(generated.truth.read_text(encoding="utf-8"))
            truth["campaigns"] = hold_campaigns(opened, world, truth, Path(folder) / "campaigns")
        (store / TRUTH).parent.mkdir()
        write_truth(truth, store / TRUTH)


def _generate(world: World, folder: Path, progress: Progress) -> WrittenWorld:
    progress.begin("generate", None)
    began = perf_counter()
    generated = write(world, folder, processes=os.cpu_count() or 1, progress=progress.advance)
    remark(
        f"Generated {generated.impressions:,} impressions and {generated.plays:,} plays of "
        f"{world.size.profiles:,} profiles in {perf_counter() - began:.0f} s."
    )
    return generated


def _load(opened: session.Store, generated: WrittenWorld, progress: Progress) -> None:
    """Load the events of the first batch and the late ones, and infer affinities."""
    began = perf_counter()
    paths = generated.paths
    report = opened.ingest(
        titles=paths["titles"],
        assets=paths["assets"],
        profiles=paths["profiles"],
        availability=paths["availability"],
        tests=paths["tests"],
        impressions=paths["impressions"],
        plays=paths["plays"],
        progress=progress,
    )
    rows, bad = (
        sum(account[of] for account in report.batches.values()) for of in ("rows", "quarantined")
    )
    remark(
        f"Loaded {rows:,} rows in {perf_counter() - began:.0f} s; "
        f"{bad:,} bad ones are in quarantine, each with its reason."
    )
    late = opened.ingest(
        impressions=generated.late["impressions"], plays=generated.late["plays"], progress=progress
    )
    rows = sum(account.rows for account in late.batches.values())
    remark(f"{rows:,} events came late; the answers are as if they had come in time.")
    affinities = opened.audiences.fit(progress=progress).affinities
    sizes = {affinity.name: affinity.members for affinity in affinities}
    remark(f"What people play tells of {len(affinities)} affinities: {tables.listed(sizes, 6)}.\n")
