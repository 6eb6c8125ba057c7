"""The Open Bandit Dataset as a store's input (`keyart import open-bandit`).

Saito, Aihara, Matsutani, Narita, "Open Bandit Dataset and Pipeline: Towards Realistic and
Reproducible Off-Policy Evaluation", NeurIPS Datasets and Benchmarks (2021). The shop ZOZOTOWN
showed fashion items in three places of its front page, chosen at random or by a bandit (Bernoulli
Thompson sampling), and logged their probabilities. So:

- each campaign (`all`, `men`, `women`) becomes a title, since its items compete for one place;
- each item becomes an asset of it, since its number has no meaning outside its campaign;
- each row becomes an impression, with its position and its propensity; the phase is `explore`
  under the random policy and `exploit` under the bandit;
- each click becomes a play at the moment of its impression and linked to it, just long enough to
  qualify, its fraction unknown;
- people have no ids, so each row becomes a profile, with the row's user features.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.errors import BadInput
from keyart.core.settings import Settings
from keyart.ingest.formats.blocks import Block, Input
from keyart.ingest.formats.csv_input import CsvInput
from keyart.ingest.formats.files import File
from keyart.ingest.formats.sources import Source
from keyart.ingest.public.data_set import (
    Accounts,
    DataSet,
    DataSetTables,
    MappedInput,
    describe_account,
    number,
    translate,
)
from keyart.ingest.public.download import Download, require_rows, require_whole
from keyart.ingest.values.conversion import drop_empty_text
from keyart.ingest.values.text import Mask

PHASES = {"random": "explore", "bts": "exploit"}
"""The phase of each policy, the random one first."""

COLUMNS = ("timestamp", "item_id", "position", "click", "propensity_score")

ITEMS = "item_context.csv"
"""The file next to a log that describes the campaign's items."""

_CAMPAIGNS = ("all", "men", "women")
_LOG = re.compile(r"(?:^|/)(random|bts)/(?:(all|men|women)/)?(all|men|women)\.csv$")


@dataclass(frozen=True)
class PolicyLog:
    """The log of one policy in one campaign.

    Attributes:
        policy: `random` or `bts`.
        campaign: `all`, `men` or `women`.
        rows: the rows of its file.
        items: the rows of the file that describes its items, None if there is none.
    """

    policy: str
    campaign: str
    rows: Input
    items: Input | None

    @property
    def user_features(self) -> tuple[str, ...]:
        """The columns that describe a row's viewer."""
        return tuple(name for name in self.rows.header().columns if name.startswith("user_feature"))

    def ids(self, block: Block) -> pa.Array:
        """Return an id for each row, the same in every copy of the file: `random-all-1`."""
        numbers = pa.array(block.rows).cast(pa.string())
        return pc.binary_join_element_wise(f"{self.policy}-{self.campaign}", numbers, "-")

    def assets(self, items: pa.Array) -> pa.Array:
        """Return the asset of each item by its number in the campaign: `all-14`."""
        return pc.binary_join_element_wise(self.campaign, drop_empty_text(items), "-")


def find_logs(download: Download) -> list[PolicyLog]:
    """Return the logs in a download, the random ones first.

    Raises `BadInput` for no log, a duplicate log, or an incomplete file.
    """
    logs: dict[tuple[str, str], PolicyLog] = {}
    for name, file in download.files.items():
        place = _LOG.search(name)
        if place is None or place[2] not in {None, place[3]}:
            continue
        policy, campaign = place[1], place[3]
        if (policy, campaign) in logs:
            raise BadInput(
                f"{download.path} has the log of {policy} in the campaign {campaign} twice.",
                hint="Give the folder of one of them.",
            )
        items = _find_items(download.below(name.rpartition("/")[0]))
        logs[policy, campaign] = PolicyLog(policy, campaign, _open_csv(file, COLUMNS), items)
    if not logs:
        raise BadInput(
            f"{download.path} has no log of a policy, such as random/all.csv or bts/all/all.csv.",
            hint="Give the folder or the zip file of the Open Bandit Dataset "
            "(research.zozo.com/data.html).",
        )
    return sorted(logs.values(), key=lambda log: (*PHASES,).index(log.policy))


def _find_items(beside: Mapping[str, File]) -> Input | None:
    """Return the description of the items, if its campaign is clear."""
    campaigns = [name for name in _CAMPAIGNS if f"{name}.csv" in beside]
    return (
        _open_csv(beside[ITEMS], ("item_id",)) if ITEMS in beside and len(campaigns) == 1 else None
    )


def _open_csv(file: File, columns: tuple[str, ...]) -> Input:
    require_whole(file)
    rows = CsvInput(file, delimiter=",")
    require_rows(rows, columns)
    return rows


CONTENT_TYPE = "shop"

ASSET_TYPE = "item"

_SHOWN = ("ts", "profile_id", "event_id", "asset_id", "title_id")
_IMPRESSION = (*_SHOWN, "position", "phase", "propensity")
_PLAY = ("ts", "profile_id", "event_id", "title_id", "seconds", "impression_id")


def _find_tables(download: Download, settings: Settings) -> DataSetTables:
    logs = find_logs(download)
    seconds = settings.for_content_type(CONTENT_TYPE).min_play_seconds
    sources: dict[str, Source] = {
        "titles": _title_table(logs),
        "impressions": [_map_impressions(log) for log in logs],
        "plays": [_map_plays(log, f"{seconds:g}") for log in logs],
    }
    profiles = [_map_profiles(log) for log in logs if log.user_features]
    assets = [_map_assets(log, items) for log, items in _item_descriptions(logs)]
    optional: dict[str, Source] = {"profiles": profiles, "assets": assets}
    sources |= {table: source for table, source in optional.items() if source}
    return DataSetTables(sources, partial(_remarks, logs))


def _title_table(logs: Iterable[PolicyLog]) -> pa.Table:
    campaigns = list(dict.fromkeys(log.campaign for log in logs))
    return pa.table(
        {
            "title_id": campaigns,
            "name": [f"ZOZOTOWN, {campaign}" for campaign in campaigns],
            "content_type": [CONTENT_TYPE] * len(campaigns),
        }
    )


def _item_descriptions(logs: Iterable[PolicyLog]) -> list[tuple[PolicyLog, Input]]:
    """Return one log and its description of the items for each campaign.

    Both policies describe the same items, but hash the features differently, so they must not be
    mixed.
    """
    first: dict[str, tuple[PolicyLog, Input]] = {}
    for log in logs:
        if log.items is not None:
            first.setdefault(log.campaign, (log, log.items))
    return list(first.values())


def _map_assets(log: PolicyLog, items: Input) -> MappedInput:
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


def _map_profiles(log: PolicyLog) -> MappedInput:
    features = log.user_features

    def mapped(block: Block) -> Block:
        columns = {"profile_id": log.ids(block), **block.columns}
        return replace(block, columns=columns, broken=())

    return MappedInput(log.rows, features, ("profile_id", *features), mapped)


def _map_impressions(log: PolicyLog) -> MappedInput:
    def mapped(block: Block) -> Block:
        columns_read, ids = block.columns, log.ids(block)
        columns = {
            "ts": columns_read["timestamp"],
            "profile_id": ids,
            "event_id": ids,
            "asset_id": log.assets(columns_read["item_id"]),
            "title_id": pa.repeat(log.campaign, len(ids)),
            "position": columns_read["position"],
            "phase": pa.repeat(PHASES[log.policy], len(ids)),
            "propensity": columns_read["propensity_score"],
        }
        return replace(block, columns=columns)

    return MappedInput(log.rows, COLUMNS, _IMPRESSION, mapped)


def _map_plays(log: PolicyLog, seconds: str) -> MappedInput:
    """Return the rows of a log except those without a click."""

    def mapped(block: Block) -> Block:
        which = pa.array(np.flatnonzero(_is_click(block.columns["click"])))
        ids = log.ids(block).take(which)
        columns = {
            "ts": block.columns["timestamp"].take(which),
            "profile_id": ids,
            "event_id": ids,
            "title_id": pa.repeat(log.campaign, len(ids)),
            "seconds": translate(
                block.columns["click"].take(which), partial(_watched_seconds, seconds)
            ),
            "impression_id": ids,
        }
        # A line that cannot be read is quarantined once, with the impressions.
        return Block(columns, block.rows[which.to_numpy()], (), block.done)

    return MappedInput(log.rows, ("timestamp", "click"), _PLAY, mapped)


def _is_click(clicks: pa.Array) -> Mask:
    """Return which rows have a click, or an unreadable value."""
    answers = translate(clicks, lambda click: "no" if number(click) == 0 else "yes")
    return pc.equal(answers, "yes").to_numpy(zero_copy_only=False)


def _watched_seconds(seconds: str, click: str) -> str | None:
    """Return the seconds for a click; an unknown value stays readable in quarantine."""
    if number(click) == 1:
        return seconds
    return f"click {click}" if click else None


def _remarks(logs: Iterable[PolicyLog], accounts: Accounts) -> Iterator[str]:
    yield describe_account(accounts["impressions"], "rows", "impressions")
    yield describe_account(accounts["plays"], "clicks", "plays")
    present = {log.policy for log in logs}
    for policy, phase in PHASES.items():
        if policy not in present:
            yield f"There is no log of the policy {policy}: nothing is in phase {phase}."


OPEN_BANDIT = DataSet("open-bandit", _find_tables)
