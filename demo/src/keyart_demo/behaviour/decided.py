"""What was decided about a demo store, which its world carries out as it goes on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from keyart_demo.arrays import F64, I64
from keyart_demo.catalogue.model import Catalogue
from keyart_demo.people.tables import profile_numbers
from keyart_demo.shelf import Shelf

CHOICES, CAMPAIGN = "choices.parquet", "campaign-{}.parquet"
STOPPED, TITLE, DAYS = b"stopped", b"title", b"days"
CHOSEN = pa.schema({"title": pa.string(), "asset": pa.string(), "propensity": pa.float64()})


@dataclass(frozen=True)
class Messages:
    """A campaign: which asset of a title each profile gets in a message, on which days.

    Attributes:
        shown: the title's place on the shelf.
        asset: shape (profiles,): the asset's number; −1 for those who get none.
        days: the first day of the chapter on which they may open it, and the first after it.
    """

    shown: int
    asset: I64
    days: tuple[int, int]


@dataclass(frozen=True)
class Decided:
    """Who is shown what of a title with a policy, what nobody is shown, and who gets which message.

    Attributes:
        policy: for each place on the shelf, its row in `asset` and `odds`; −1 without a policy.
        asset, odds: shape (policies, profiles): the asset's number, and the chance to get it.
        stopped: the numbers of assets that nobody is shown.
        campaigns: the messages of campaigns that run.
    """

    policy: I64
    asset: I64
    odds: F64
    stopped: frozenset[int]
    campaigns: tuple[Messages, ...]


@dataclass(frozen=True)
class Sent:
    """A campaign that runs: its title, who gets which asset (`id`, `asset`), its days as above."""

    title: str
    members: pa.Table
    days: tuple[int, int]


def write_decided(
    folder: Path, choices: pa.Table, stopped: Sequence[str] = (), sent: Sequence[Sent] = ()
) -> None:
    """Write decisions into a new folder, for `read_decided`.

    choices: a row of `CHOSEN` for each profile and policy; for each title the profiles are in the
    order of their numbers. stopped: the ids of assets.
    """
    folder.mkdir()
    shown = choices.select(CHOSEN.names)
    shown = shown.replace_schema_metadata({STOPPED: "\n".join(stopped).encode()})
    pq.write_table(shown, folder / CHOICES)
    for number, campaign in enumerate(sent):
        told = {TITLE: campaign.title.encode(), DAYS: "{} {}".format(*campaign.days).encode()}
        members = campaign.members.replace_schema_metadata(told)
        pq.write_table(members, folder / CAMPAIGN.format(number))


def read_decided(folder: Path, catalogue: Catalogue, shelf: Shelf, profiles: int) -> Decided:
    """Return the decisions that were written for a catalogue and so many profiles."""
    numbers = {asset.asset_id: asset.number for asset in catalogue.assets}
    shown: list[int] = shelf.title.tolist()
    places = {catalogue.titles[title].title_id: at for at, title in enumerate(shown)}
    # 1. Policies.
    table = pq.read_table(folder / CHOICES)
    stopped = _told(table)[STOPPED].decode().splitlines()
    titles: list[str] = table["title"].unique().to_pylist()
    rows = [table.filter(pc.equal(table["title"], title)) for title in titles]
    assets = [_numbered(row["asset"], numbers) for row in rows]
    odds = [row["propensity"].to_numpy() for row in rows]
    policy = np.full(shelf.count, -1)
    policy[[places[title] for title in titles]] = np.arange(len(titles))
    # 2. Campaigns.
    messages: list[Messages] = []
    for path in sorted(folder.glob(CAMPAIGN.format("*"))):
        members = pq.read_table(path)
        told = _told(members)
        first, end = map(int, told[DAYS].split())
        asset = np.full(profiles, -1)
        asset[profile_numbers(members["id"])] = _numbered(members["asset"], numbers)
        messages.append(Messages(places[told[TITLE].decode()], asset, (first, end)))
    return Decided(
        policy=policy,
        asset=np.array(assets, np.int64).reshape(len(rows), profiles),
        odds=np.array(odds, np.float64).reshape(len(rows), profiles),
        stopped=frozenset(numbers[asset] for asset in stopped),
        campaigns=tuple(messages),
    )


def _told(table: pa.Table) -> dict[bytes, bytes]:
    return dict(table.schema.metadata or {})


def _numbered(assets: pa.ChunkedArray, numbers: Mapping[str, int]) -> I64:
    coded = assets.combine_chunks().dictionary_encode()
    codes = coded.indices.to_numpy()
    return np.array([numbers[asset] for asset in coded.dictionary.to_pylist()], np.int64)[codes]
