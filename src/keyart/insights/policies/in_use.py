"""The policy that a title's home pages carry out now, as rules that can be compared with others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from keyart.core.errors import BadExpression, UnknownName
from keyart.insights.comparison.parts import Interval
from keyart.insights.policies.guardrails import LEVEL, AllowedArms
from keyart.insights.policies.learning import Learned, RuleList
from keyart.insights.policies.people import PolicyPeople
from keyart.insights.policies.result import PolicyChange, policy_id
from keyart.insights.policies.wording import EVERYONE, EVERYONE_ELSE
from keyart.query.intervals import z_of
from keyart.query.planning.model import model_of
from keyart.store import Snapshot

_BETTER = "It surely wins more with them."
_BETTER_ALONE = "An asset of their own surely wins more with them."

Shown = dict[str | None, str]
"""The asset by audience; null is everyone else."""


def audiences_in_use(snapshot: Snapshot, document: Mapping[str, Any] | None) -> list[str]:
    """Return the audiences of a policy's rules that still exist."""
    found: list[str] = []
    for rule in document["rules"] if document else ():
        name = _audience_name(snapshot, rule["audience"])
        found += [] if name is None else [name]
    return found


def _audience_name(snapshot: Snapshot, text: str) -> str | None:
    try:
        return model_of(snapshot).names.audience(text).name
    except (BadExpression, UnknownName):
        return None


@dataclass(frozen=True, eq=False)
class PolicyInUse:
    """A policy in use, and what of it can still be shown."""

    document: Mapping[str, Any]
    rules: RuleList
    """The rules whose audience and asset still exist and may be chosen."""
    losses: Mapping[str | None, str]
    """Why the others can't stay, by audience; null is everyone else."""

    @property
    def id(self) -> str:
        """The policy's id."""
        return self.document.get("policy") or policy_id(self.document)

    @property
    def shown(self) -> Shown:
        """The asset of each rule, everyone else's last."""
        return _shown(self.document["rules"], self.document["otherwise"])

    @property
    def explored(self) -> Mapping[str | None, Mapping[str, float]]:
        """The shares by audience; null is everyone else. Empty for a winner: nobody explores."""
        if "policy" not in self.document:
            return {}
        rows = [*self.document["rules"], self.document["otherwise"]]
        return {row.get("audience"): row["shares"] for row in rows}

    def changes(
        self, people: PolicyPeople, learned: Learned, names: Mapping[str, str]
    ) -> Iterator[PolicyChange]:
        """Yield how the rules that were learned differ from these, and why."""
        assets, before = people.scope.arms.assets, self.shown
        places = [people.audiences[at] for at in learned.rules.audiences]
        after: Shown = {
            audience: assets[arm]
            for audience, arm in zip([*places, None], learned.rules.chosen.tolist(), strict=True)
        }
        for row, (audience, asset) in enumerate(after.items()):
            earlier = before.get(audience)
            if asset == earlier:
                continue
            replaced = earlier or before[None]
            gain = _gain(learned, row, assets.index(replaced)) if replaced in assets else None
            yield PolicyChange(
                audience=audience,
                audience_name=_name(names, audience, many=bool(places)),
                before=earlier,
                after=asset,
                gain=gain,
                reason=self.losses.get(audience, _BETTER if earlier else _BETTER_ALONE),
            )
        for audience, asset in before.items():
            if audience not in after:
                reason = self.losses.get(audience, "One asset for everyone surely does better.")
                yield PolicyChange(audience, _name(names, audience), asset, None, None, reason)


def read_in_use(
    snapshot: Snapshot,
    document: Mapping[str, Any],
    people: PolicyPeople,
    allowed: AllowedArms,
    single: int,
) -> PolicyInUse:
    """Return the policy in use; `single` is shown to everyone else where their asset can't be."""
    assets, everyone = people.scope.arms.assets, len(people.audiences)
    losses: dict[str | None, str] = {}
    audiences: list[int] = []
    arms: list[int] = []
    for rule in document["rules"]:
        name = _audience_name(snapshot, rule["audience"])
        if name is None:
            losses[rule["audience"]] = "The audience no longer exists."
            continue
        place = people.audiences.index(name)
        loss = _loss(people, allowed, place, rule["asset"])
        if loss is None and place not in audiences:
            audiences.append(place)
            arms.append(assets.index(rule["asset"]))
        elif loss is not None:
            losses[rule["audience"]] = loss
    asset = document["otherwise"]["asset"]
    loss = _loss(people, allowed, everyone, asset)
    if loss is not None:
        losses[None] = loss
    otherwise = single if loss is not None else assets.index(asset)
    return PolicyInUse(document, RuleList(tuple(audiences), tuple(arms), otherwise, single), losses)


def _loss(people: PolicyPeople, allowed: AllowedArms, row: int, asset: str) -> str | None:
    """Return why an asset can no longer be shown to an audience; None if it can."""
    assets = people.scope.arms.assets
    if asset not in assets:
        return "Too few people were shown its asset at random, or it is no longer there."
    arm = assets.index(asset)
    if allowed.arms[row, arm]:
        return None
    everyone = len(people.audiences)
    return allowed.reasons.get((row, arm)) or allowed.reasons[everyone, arm]


def _shown(rules: Any, otherwise: Mapping[str, Any]) -> Shown:
    return {**{rule["audience"]: rule["asset"] for rule in rules}, None: otherwise["asset"]}


def _name(names: Mapping[str, str], audience: str | None, *, many: bool = True) -> str:
    if audience is None:
        return EVERYONE_ELSE if many else EVERYONE
    return names.get(audience, audience)


def _gain(learned: Learned, row: int, before: int) -> Interval:
    """Return what people of a rule win above an earlier arm."""
    value = -float(learned.above[row, before])
    half = z_of(LEVEL) * float(np.sqrt(max(learned.above_variance[row, before], 0.0)))
    return Interval(value, value - half, value + half)
