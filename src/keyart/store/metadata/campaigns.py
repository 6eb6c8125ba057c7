"""What the store keeps of campaigns: their plans, states and logs, and who is in each.

Campaigns are one Arrow file with a row for each, whose text is JSON. The members of a campaign are
frozen when it starts: a file of their own.
"""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

CAMPAIGNS_SCHEMA = pa.schema({"name": pa.string(), "campaign": pa.string()})

CAMPAIGN_MEMBERS_SCHEMA = pa.schema(
    {"profile": pa.uint32(), "audience": pa.int32(), "treated": pa.uint8()}
)
"""Sorted by profile. `audience` counts the audiences of the plan, `treated` is 0 for held out."""

CAMPAIGN_LIST = "list:campaign-"
"""How the lists of the people who get an asset are named: with the name of the campaign behind."""

Stored = Mapping[str, Mapping[str, Any]]
"""What is stored of each campaign, as JSON data, by name; the oldest first."""


def campaigns_table(campaigns: Stored) -> pa.Table:
    """Return campaigns as the file that holds them."""
    texts = [json.dumps(campaign, ensure_ascii=False) for campaign in campaigns.values()]
    return pa.table([list(campaigns), texts], schema=CAMPAIGNS_SCHEMA)


def read_campaigns(table: pa.Table) -> Stored:
    """Return the campaigns in a table of `campaigns_table`."""
    rows = zip(*(table.column(name).to_pylist() for name in CAMPAIGNS_SCHEMA.names), strict=True)
    return MappingProxyType({name: json.loads(text) for name, text in rows})


def campaign_members_table(
    profile: npt.NDArray[np.uint32], audience: npt.NDArray[np.int32], treated: npt.NDArray[np.bool_]
) -> pa.Table:
    """Return the members of a campaign as the file that holds them; profiles ascend."""
    columns = (profile, audience, treated.astype(np.uint8))
    return pa.table([pa.array(values) for values in columns], schema=CAMPAIGN_MEMBERS_SCHEMA)
