"""Policies as tables, for systems that read no JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from keyart.insights.catalogue.context import ARTWORK

SHARES = pa.schema(
    {
        "title": pa.string(),
        "asset_type": pa.string(),
        "policy": pa.string(),
        "rule": pa.int32(),
        "audience": pa.string(),
        "asset": pa.string(),
        "share": pa.float64(),
        "seed": pa.string(),
        "valid_until": pa.string(),
    }
)
"""A row for each asset of each rule. The last rule of a policy is everyone else's: its audience is
null."""


CHOICES = pa.schema(
    {"id": pa.string(), "title": pa.string(), "asset": pa.string(), "propensity": pa.float64()}
)


@dataclass(frozen=True, eq=False)
class PolicyChoices:
    """What people are shown."""

    table: pa.Table
    """A row of `CHOICES` for each id and policy, in the order of both."""
    ids: int
    """How many ids there are."""
    unknown: int
    """How many of them the store doesn't know: they get what everyone else does."""
    notes: tuple[str, ...]
    """Notes for the reader."""


def shares_table(policies: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Return policies as a table of `SHARES`, in the order of their rules."""
    rows = [
        {
            "title": policy["title"],
            "asset_type": policy.get("asset_type", ARTWORK),
            "policy": policy.get("policy"),
            "rule": place,
            "audience": rule.get("audience"),
            "asset": asset,
            "share": share,
            "seed": policy["seed"],
            "valid_until": policy.get("valid_until"),
        }
        for policy in policies
        for place, rule in enumerate((*policy["rules"], policy["otherwise"]))
        for asset, share in sorted(rule["shares"].items())
    ]
    return pa.Table.from_pylist(rows, schema=SHARES)
