"""The Open Bandit Dataset as a store's input (`keyart import open-bandit`).

Saito, Aihara, Matsutani, Narita, "Open Bandit Dataset and Pipeline: Towards Realistic and
Reproducible Off-Policy Evaluation", NeurIPS Datasets and Benchmarks (2021). The shop ZOZOTOWN
showed articles of fashion in three places of its front page, chosen at random or by a bandit
(Bernoulli Thompson sampling), and logged with which probability. So:

- each campaign (`all`, `men`, `women`) becomes a title, for its articles compete for one place;
- each article becomes an asset of it, because its number means nothing outside its campaign;
- each row becomes an impression, with its position and its propensity; the phase is `explore`
  under the random policy and `exploit` under the bandit;
- each click becomes a play at the moment of its impression and linked to it, just long enough to
  qualify, its fraction unknown;
- people have no ids, so each row is a profile of its own, with the row's user features.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.settings import Settings
from keyart.ingest.blocks import Block, Input
from keyart.ingest.mapped_input import MappedInput
from keyart.ingest.public.data_set import Accounts, DataSet, Tables, balance
from keyart.ingest.public.download import Download
from keyart.ingest.public.open_bandit_logs import COLUMNS, PHASES, Log, find_logs
from keyart.ingest.public.texts import number, retold
from keyart.ingest.sources import Source
from keyart.ingest.text import Mask

CONTENT_TYPE = "shop"

ASSET_TYPE = "item"

_SHOWN = ("ts", "profile_id", "event_id", "asset_id", "title_id")
_IMPRESSION = (*_SHOWN, "position", "phase", "propensity")
_PLAY = ("ts", "profile_id", "event_id", "title_id", "seconds", "impression_id")


def _tables(download: Download, settings: Settings) -> Tables:
    logs = find_logs(download)
    seconds = settings.for_content_type(CONTENT_TYPE).min_play_seconds
    sources: dict[str, Source] = {
        "titles": _titles(logs),
        "impressions": [_impressions(log) for log in logs],
        "plays": [_plays(log, f"{seconds:g}") for log in logs],
    }
    profiles = [_profiles(log) for log in logs if log.user_features]
    assets = [_assets(log, items) for log, items in _described(logs)]
    further: dict[str, Source] = {"profiles": profiles, "assets": assets}
    sources |= {table: source for table, source in further.items() if source}
    return Tables(sources, partial(_remarks, logs))


def _titles(logs: Iterable[Log]) -> pa.Table:
    campaigns = list(dict.fromkeys(log.campaign for log in logs))
    return pa.table(
        {
            "title_id": campaigns,
            "name": [f"ZOZOTOWN, {campaign}" for campaign in campaigns],
            "content_type": [CONTENT_TYPE] * len(campaigns),
        }
    )


def _described(logs: Iterable[Log]) -> list[tuple[Log, Input]]:
    """Return one log and its description of the articles for each campaign.

    Both policies describe the same articles, but the features are hashed in two ways, so that
    they must not be mixed.
    """
    first: dict[str, tuple[Log, Input]] = {}
    for log in logs:
        if log.items is not None:
            first.setdefault(log.campaign, (log, log.items))
    return list(first.values())


def _assets(log: Log, items: Input) -> MappedInput:
    features = tuple(n for n in items.header().columns if n.startswith("item_feature"))

    def mapped(block: Block) -> Block:
        columns = {
            "asset_id": log.assets(block.columns["item_id"]),
            "title_id": pa.repeat(log.campaign, len(block.rows)),
            "asset_type": pa.repeat(ASSET_TYPE, len(block.rows)),
        }
        return replace(block, columns=columns | {name: block.columns[name] for name in features})

    gives = ("asset_id", "title_id", "asset_type", *features)
    return MappedInput(items, ("item_id", *features), gives, mapped)


def _profiles(log: Log) -> MappedInput:
    features = log.user_features

    def mapped(block: Block) -> Block:
        columns = {"profile_id": log.ids(block), **block.columns}
        return replace(block, columns=columns, broken=())

    return MappedInput(log.rows, features, ("profile_id", *features), mapped)


def _impressions(log: Log) -> MappedInput:
    def mapped(block: Block) -> Block:
        given, ids = block.columns, log.ids(block)
        columns = {
            "ts": given["timestamp"],
            "profile_id": ids,
            "event_id": ids,
            "asset_id": log.assets(given["item_id"]),
            "title_id": pa.repeat(log.campaign, len(ids)),
            "position": given["position"],
            "phase": pa.repeat(PHASES[log.policy], len(ids)),
            "propensity": given["propensity_score"],
        }
        return replace(block, columns=columns)

    return MappedInput(log.rows, COLUMNS, _IMPRESSION, mapped)


def _plays(log: Log, seconds: str) -> MappedInput:
    """Return the rows of a log that say anything but that there was no click."""

    def mapped(block: Block) -> Block:
        which = pa.array(np.flatnonzero(_clicked(block.columns["click"])))
        ids = log.ids(block).take(which)
        columns = {
            "ts": block.columns["timestamp"].take(which),
            "profile_id": ids,
            "event_id": ids,
            "title_id": pa.repeat(log.campaign, len(ids)),
            "seconds": retold(block.columns["click"].take(which), partial(_watched, seconds)),
            "impression_id": ids,
        }
        # A line that cannot be read is quarantined once, with the impressions.
        return Block(columns, block.rows[which.to_numpy()], (), block.done)

    return MappedInput(log.rows, ("timestamp", "click"), _PLAY, mapped)


def _clicked(clicks: pa.Array) -> Mask:
    """Return which rows have a click, or what is neither yes nor no."""
    answers = retold(clicks, lambda click: "no" if number(click) == 0 else "yes")
    return pc.equal(answers, "yes").to_numpy(zero_copy_only=False)


def _watched(seconds: str, click: str) -> str | None:
    """Return the seconds for a click; what is none is told to who reads quarantine."""
    if number(click) == 1:
        return seconds
    return f"click {click}" if click else None


def _remarks(logs: Iterable[Log], accounts: Accounts) -> Iterator[str]:
    yield balance(accounts["impressions"], "rows", "impressions")
    yield balance(accounts["plays"], "clicks", "plays")
    for policy in PHASES:
        if policy not in {log.policy for log in logs}:
            yield f"There is no log of the policy {policy}: nothing is in phase {PHASES[policy]}."


OPEN_BANDIT = DataSet("open-bandit", _tables)
