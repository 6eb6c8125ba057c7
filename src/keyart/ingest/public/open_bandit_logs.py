"""The files of the Open Bandit Dataset: what each policy showed in each campaign."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.errors import BadInput
from keyart.ingest.blocks import Block, Input
from keyart.ingest.convert import without_empty
from keyart.ingest.csv_input import CsvInput
from keyart.ingest.public.download import Download, require_rows, require_whole
from keyart.ingest.zip_member import File

PHASES = {"random": "explore", "bts": "exploit"}
"""What each policy is called here; the random one comes first."""

COLUMNS = ("timestamp", "item_id", "position", "click", "propensity_score")

ITEMS = "item_context.csv"
"""The file that describes the articles of a campaign, beside its log."""

_CAMPAIGNS = ("all", "men", "women")
_LOG = re.compile(r"(?:^|/)(random|bts)/(?:(all|men|women)/)?(all|men|women)\.csv$")


@dataclass(frozen=True)
class Log:
    """What one policy showed in one campaign.

    Attributes:
        policy: `random` or `bts`.
        campaign: `all`, `men` or `women`.
        rows: the rows of its file.
        items: the rows of the file that describes its articles, None if there is none.
    """

    policy: str
    campaign: str
    rows: Input
    items: Input | None

    @property
    def user_features(self) -> tuple[str, ...]:
        """The columns that describe to whom a row was shown."""
        return tuple(name for name in self.rows.header().columns if name.startswith("user_feature"))

    def ids(self, block: Block) -> pa.Array:
        """Return an id for each row, the same in every copy of the file: `random-all-1`."""
        numbers = pa.array(block.rows).cast(pa.string())
        return pc.binary_join_element_wise(f"{self.policy}-{self.campaign}", numbers, "-")

    def assets(self, items: pa.Array) -> pa.Array:
        """Return the asset of each article by its number in the campaign: `all-14`."""
        return pc.binary_join_element_wise(self.campaign, without_empty(items), "-")


def find_logs(download: Download) -> list[Log]:
    """Return the logs in a download, the random ones first.

    Raises `BadInput` if there is none, one twice, or a file that is not whole.
    """
    logs: dict[tuple[str, str], Log] = {}
    for name, file in download.files.items():
        place = _LOG.search(name)
        if place is None or place[2] not in {None, place[3]}:
            continue
        policy, campaign = place[1], place[3]
        if (policy, campaign) in logs:
            raise BadInput(
                f"{download.path} holds the log of {policy} in the campaign {campaign} twice.",
                hint="Give the folder of one of them.",
            )
        items = _items(download.below(name.rpartition("/")[0]))
        logs[policy, campaign] = Log(policy, campaign, _csv(file, COLUMNS), items)
    if not logs:
        raise BadInput(
            f"{download.path} holds no log of a policy, such as random/all.csv or bts/all/all.csv.",
            hint="Give the folder or the zip file of the Open Bandit Dataset "
            "(research.zozo.com/data.html).",
        )
    return sorted(logs.values(), key=lambda log: (*PHASES,).index(log.policy))


def _items(beside: Mapping[str, File]) -> Input | None:
    """Return the description of the articles, where it is clear of which campaign it is."""
    campaigns = [name for name in _CAMPAIGNS if f"{name}.csv" in beside]
    return _csv(beside[ITEMS], ("item_id",)) if ITEMS in beside and len(campaigns) == 1 else None


def _csv(file: File, columns: tuple[str, ...]) -> Input:
    require_whole(file)
    rows = CsvInput(file, delimiter=",")
    require_rows(rows, columns)
    return rows
