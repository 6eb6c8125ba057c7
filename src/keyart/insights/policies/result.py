"""The result: a policy, and what it is worth."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, cast

from keyart.core.errors import BadQuestion
from keyart.core.plain import plain
from keyart.insights.comparison.parts import Interval


@dataclass(frozen=True)
class PolicyGuardrail:
    """A rate that an asset must not make worse, against the single asset with the same people."""

    measure: str
    """The measure."""
    difference: Interval
    """The relative difference, shrunk to what is usual; its bounds are at 95%."""
    margin: float
    """How much worse it may be, as a part of its usual rate."""
    watch: bool
    """Whether the interval reaches beyond the margin, so that it should be watched."""


@dataclass(frozen=True)
class PolicyRule:
    """Who is shown which asset."""

    audience: str | None
    """The audience; null is everyone else."""
    audience_name: str
    """Its name."""
    asset: str
    """The asset that most of them are shown."""
    name: str
    """The asset's name."""
    shares: Mapping[str, float]
    """The share of these people who are shown each asset; they sum to 1."""
    people: int
    """The people whom this rule matched where it was learned."""
    share_of_people: float
    """Their share of all people there."""
    rate: float
    """What the asset wins per person here: the single asset's rate and the gain."""
    single_rate: float
    """What the single asset wins per person here."""
    gain: Interval
    """The difference, corrected so that the rules together gain what the policy does."""
    guardrails: tuple[PolicyGuardrail, ...]
    """How the asset stands on each guardrail with these people; empty for the single asset."""


@dataclass(frozen=True)
class PolicyGroup:
    """How a policy serves people with one value of an attribute."""

    attribute: str
    """The attribute, such as age_band."""
    value: str | None
    """Its value; null is unknown."""
    people: int
    """The people with it where the policy was learned."""
    people_per_week: float
    """Those of them who meet the title for the first time in a week."""
    share_personalised: float
    """The share of them who are shown another asset than the best single one."""
    rate: float
    """What they win per person under the policy."""
    single_rate: float
    """What they win with the best single asset."""
    gain: Interval
    """The difference, corrected as that of rules is."""
    worse: bool
    """Whether the policy surely serves them worse than one asset for everyone."""


@dataclass(frozen=True)
class PolicyChange:
    """How a policy differs from the one in use."""

    audience: str | None
    """The audience of the rule; null is everyone else."""
    audience_name: str
    """Its name."""
    before: str | None
    """The asset that most of them are shown now; null if they have no rule."""
    after: str | None
    """The asset that most of them would be shown; null if they would have no rule."""
    gain: Interval | None
    """What they would win per person above what they are shown now; null where that isn't known."""
    reason: str
    """Why, in a sentence."""


@dataclass(frozen=True)
class BlockedAsset:
    """An asset that the policy could not choose."""

    asset: str
    """Its id."""
    name: str
    """Its name."""
    audience: str | None
    """With which audience; null is with everyone."""
    audience_name: str | None
    """The name of the audience."""
    reason: str
    """Why, in a sentence."""


@dataclass(frozen=True)
class Policy:
    """Which asset to show to whom: the first rule that matches a person counts."""

    title: str
    """The title's id."""
    title_name: str
    """The title's name."""
    asset_type: str
    """The type of the assets."""
    policy: str
    """Its id, the same for the same rules and shares."""
    store_version: int
    """The version of the store that it was learned from."""
    valid_from: datetime
    """When that version was published."""
    valid_until: datetime
    """After this time, decide again."""
    rules: tuple[PolicyRule, ...]
    """At most five, in order; none if everyone is shown the same asset."""
    otherwise: PolicyRule
    """What everyone else is shown."""
    seed: str
    """Seeds the hash that gives each person an asset."""
    personalised: bool
    """Whether different people are shown different assets."""
    sentence: str
    """The decision in a sentence."""
    reward: str
    """What it is to win."""
    value: Interval
    """Reward per person under the policy, without exploring."""
    best_single: Interval
    """With the best single asset for everyone."""
    random: Interval
    """With an asset by lot."""
    single: str
    """The best single asset."""
    gain: Interval
    """Of the policy over the best single asset; 0 if it is that asset for everyone."""
    tried: Interval
    """The gain of the best rules that were found, whether they are taken or not."""
    expected_per_week: Interval
    """The gain at the title's present traffic: viewers, or seconds watched, in a week."""
    people_per_week: float
    """People who meet the title for the first time in a week, over the last 28 days."""
    people: int
    """The people it was learned from."""
    least_people: int
    """How many of them an audience needs for a rule of its own."""
    audiences: int
    """How many audiences have so many."""
    in_use: str | None
    """The id of the policy in use that this one refreshes; null without one."""
    changes: tuple[PolicyChange, ...]
    """What differs from the policy in use; none if it stays."""
    groups: tuple[PolicyGroup, ...]
    """How it serves people by the setting `fairness_attributes`, the largest group of each
    first."""
    question: Mapping[str, Any]
    """The question, without defaults."""
    blocked: tuple[BlockedAsset, ...]
    """Assets that could not be chosen."""
    notes: tuple[str, ...]
    """Notes for the reader."""

    def document(self) -> dict[str, Any]:
        """Return what a home page needs to carry the policy out, as JSON data."""
        return document_of(self.to_dict())

    def to_dict(self) -> dict[str, Any]:
        """Return everything as data that JSON can hold."""
        return plain(asdict(self))


ROUNDING = 0.001
"""Shares may miss 1 by so much."""

_ITS_PARTS = (
    "title", "asset_type", "policy", "store_version", "valid_from", "valid_until", "seed",
)  # fmt: skip


def seed_of(title: str, asset_type: str) -> str:
    """Return the seed of a title's policies, always the same, so that people keep their asset."""
    return sha256(f"{title}\n{asset_type}".encode()).hexdigest()[:16]


def one_for_all(title: str, asset_type: str, asset: str) -> dict[str, Any]:
    """Return what a home page needs to show everyone the same asset."""
    return {
        "title": title,
        "asset_type": asset_type,
        "seed": seed_of(title, asset_type),
        "rules": [],
        "otherwise": {"asset": asset, "shares": {asset: 1.0}},
    }


def check_document(document: Mapping[str, Any]) -> None:
    """Raise `BadQuestion` for a policy that a home page could not carry out."""
    for rule in (*document["rules"], document["otherwise"]):
        who = rule.get("audience", "everyone else")
        shares = rule["shares"]
        if not isinstance(shares, Mapping) or rule["asset"] not in shares:
            raise BadQuestion(
                f"The policy shows {who} no share of the asset {rule['asset']!r}.",
                hint="shares has the share of each asset by its id, also of the rule's own.",
            )
        each = [*cast("Mapping[str, object]", shares).values()]
        numbers = [one for one in each if isinstance(one, int | float) and 0 <= one <= 1]
        if len(numbers) < len(each) or abs(sum(numbers) - 1) > ROUNDING:
            raise BadQuestion(
                f"The shares of what the policy shows {who} don't sum to 1.",
                hint="Give each asset a share from 0 to 1.",
            )
    if not isinstance(document["seed"], str):
        raise BadQuestion(
            "The policy has no seed.", hint="Give the one that store.decide returned."
        )


def document_of(policy: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a home page needs of a policy: who is shown what, in which shares."""
    kept = {name: policy[name] for name in _ITS_PARTS if name in policy}
    rules = [{name: rule[name] for name in ("audience", "asset", "shares")}
             for rule in policy["rules"]]  # fmt: skip
    otherwise = {name: policy["otherwise"][name] for name in ("asset", "shares")}
    return {**kept, "rules": rules, "otherwise": otherwise}


def policy_id(document: Mapping[str, Any]) -> str:
    """Return the id of what a policy shows: the same rules and shares have the same."""
    names = ("title", "asset_type", "rules", "otherwise", "seed")
    shown = {name: document.get(name) for name in names}
    return "p" + sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:12]
