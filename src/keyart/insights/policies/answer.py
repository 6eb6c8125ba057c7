"""Decide which asset of a title to show to whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from keyart.insights.catalogue.traffic import title_traffic
from keyart.insights.comparison.parts import Interval
from keyart.insights.policies.groups import GroupValues, value_groups
from keyart.insights.policies.guardrails import (
    LEVEL,
    LIKELY,
    AllowedArms,
    GuardrailEstimates,
    estimate_guardrails,
    find_allowed,
)
from keyart.insights.policies.in_use import PolicyInUse, audiences_in_use, read_in_use
from keyart.insights.policies.learning import Learned, Learner, Mean, PolicyTrial
from keyart.insights.policies.people import PolicyPeople, find_people, title_attribute
from keyart.insights.policies.request import PolicyRequest
from keyart.insights.policies.result import BlockedAsset, Policy, PolicyRule, policy_id, seed_of
from keyart.insights.policies.wording import (
    EVERYONE,
    EVERYONE_ELSE,
    decision_sentence,
    worse_sentences,
)
from keyart.query import Access
from keyart.query.intervals import z_of
from keyart.query.native.strategy import threads
from keyart.query.planning.model import audience_labels
from keyart.store import Snapshot

VALID_DAYS = 28
LEAST_PEOPLE = 200
"""People of an audience for each asset, for a rule of its own."""

NOTHING = Interval(0.0, 0.0, 0.0)


def decide(
    snapshot: Snapshot,
    access: Access,
    request: PolicyRequest,
    document: Mapping[str, Any] | None = None,
) -> Policy:
    """Return the policy for a title, with what it is worth.

    `document` is the policy in use, if any: of it stays what nothing surely beats.

    Raises `UnknownName`, `TooFewPeople`, and `BadQuestion` if there is nothing to choose or nobody
    was shown the assets at random.
    """
    # 1. The people to whom chance gave an asset, and what each of them won.
    further = audiences_in_use(snapshot, document)
    people = find_people(snapshot, access, request, further)
    arms, audiences = len(people.scope.arms.assets), len(people.audiences)
    # 2. Which assets may be chosen for whom.
    allowed = find_allowed(snapshot, access, people)
    # 3. Rules, and what they are worth.
    learner = Learner(
        PolicyTrial(
            people=people.arrays,
            arms=arms,
            audiences=audiences,
            allowed=allowed.arms,
            least_people=arms * max(LEAST_PEOPLE, access.least_people),
            threads=threads(snapshot),
        )
    )
    learned = learner.learn()
    tried = _interval(learned.gain)
    # 4. Personalise only where that surely gains enough, and change only what is surely beaten.
    enough = learned.rules.personalises and (tried.low or 0.0) > request.min_gain
    in_use = None
    if document is not None:
        in_use = read_in_use(snapshot, document, people, allowed, learned.rules.single)
    if in_use is not None and in_use.rules.personalises:
        learned = learner.refresh(in_use.rules)
    elif in_use is not None and not enough:
        learned = learner.keep_or_replace(replace(in_use.rules, audiences=(), arms=()))
    elif not enough:
        learned = learner.describe(learned.rules.one_for_all)
    return _build(
        snapshot,
        access,
        request,
        _Decision(
            people, allowed, learned, tried, learner.large_audiences, learner.trial.least_people,
            in_use, value_groups(snapshot, people, learner, learned.rules, access.least_people),
        ),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Decision:
    """What was decided."""

    people: PolicyPeople
    allowed: AllowedArms
    learned: Learned
    tried: Interval
    large: npt.NDArray[np.bool_]
    """Which audiences have enough people for a rule, and everyone: [audiences + 1]."""
    least_people: int
    """How many people that is."""
    in_use: PolicyInUse | None
    by_group: GroupValues

    @cached_property
    def correction(self) -> float:
        """What each rule's gain is multiplied by, so that together they gain what is honest."""
        found = float(self.learned.gains @ self.learned.people) / max(self.learned.people.sum(), 1)
        return max(self.learned.gain.value / found, 0.0) if found else 0.0

    def shares(self, rule: int, explore: float) -> dict[str, float]:
        """Return the share of each asset under a rule: assets that may still be best explore.

        What explores now goes on until it is surely worse; what was surely worse comes back only
        where it is not likely worse any more.
        """
        assets, learned = self.people.scope.arms.assets, self.learned
        chosen = int(learned.rules.chosen[rule])
        places = learned.rules.audiences
        row = places[rule] if rule < len(places) else len(self.people.audiences)
        sure = z_of(1 - (1 - LEVEL) / max(len(assets) - 1, 1))
        audience = self.people.audiences[row] if rule < len(places) else None
        shown = self.in_use.explored.get(audience) if self.in_use else None
        if shown and assets[chosen] in shown:
            sure = np.where([asset in shown for asset in assets], sure, z_of(LIKELY))
        highest = learned.above[rule] + sure * np.sqrt(learned.above_variance[rule])
        open_ = [
            arm
            for arm in range(len(assets))
            if arm != chosen and highest[arm] > 0 and self.allowed.arms[row, arm]
        ]
        each = round(explore / len(open_), 6) if open_ else 0.0
        shares = {assets[arm]: each for arm in open_ if each}
        return {assets[chosen]: round(1 - each * len(shares), 6)} | shares


def _build(
    snapshot: Snapshot, access: Access, request: PolicyRequest, decision: _Decision
) -> Policy:
    people, learned = decision.people, decision.learned
    scope, single = people.scope, learned.rules.single
    guardrails = estimate_guardrails(people, single)
    names = audience_labels(snapshot, people.scope.plan.audiences)
    rows = [
        _rule(decision, guardrails, names, request.explore, rule)
        for rule in range(len(learned.rules.audiences) + 1)
    ]
    traffic = title_traffic(
        snapshot, access, {"title": request.title, "asset_type": [request.asset_type, None]}
    )
    its = traffic.get((request.title, request.asset_type))
    weekly = its.people_per_week if its else 0.0
    personalised = learned.rules.personalises
    is_single = not personalised and learned.rules.otherwise == single
    gain = NOTHING if is_single else _interval(learned.gain)
    in_use = decision.in_use
    each = weekly / max(people.units.profile.size, 1)
    groups = tuple(decision.by_group.described(decision.correction, each))
    policy = Policy(
        title=request.title,
        title_name=title_attribute(snapshot, request.title, "name") or request.title,
        asset_type=request.asset_type,
        policy="",
        store_version=snapshot.version,
        valid_from=snapshot.created,
        valid_until=snapshot.created + timedelta(days=VALID_DAYS),
        rules=tuple(rows[:-1]),
        otherwise=rows[-1],
        seed=seed_of(request.title, request.asset_type),
        personalised=personalised,
        sentence="",
        reward=request.reward,
        value=_interval(learned.policy),
        best_single=_interval(learned.single),
        random=_interval(learned.random),
        single=scope.arms.assets[single],
        gain=gain,
        tried=decision.tried,
        expected_per_week=_scaled(gain, weekly),
        people_per_week=weekly,
        people=int(learned.people.sum()),
        least_people=decision.least_people,
        audiences=int(decision.large[:-1].sum()),
        in_use=None
        if in_use is None
        else in_use.document.get("policy") or policy_id(in_use.document),
        changes=() if in_use is None else tuple(in_use.changes(people, learned, names)),
        question=request.to_dict(),
        blocked=tuple(_blocked(decision, names)),
        groups=groups,
        notes=(*people.notes, *decision.by_group.notes, *worse_sentences(request.reward, groups)),
    )
    return replace(policy, policy=policy_id(policy.document()), sentence=decision_sentence(policy))


def _rule(
    decision: _Decision,
    guardrails: Sequence[GuardrailEstimates],
    names: Mapping[str, str],
    explore: float,
    rule: int,
) -> PolicyRule:
    people, learned = decision.people, decision.learned
    places = learned.rules.audiences
    place = places[rule] if rule < len(places) else len(people.audiences)
    audience = people.audiences[place] if rule < len(places) else None
    arm, single = int(learned.rules.chosen[rule]), learned.rules.single
    asset = people.scope.arms.assets[arm]
    gained = float(learned.gains[rule]) * decision.correction
    half = z_of(LEVEL) * float(np.sqrt(max(learned.gain_variance[rule], 0.0)))
    base = float(learned.single_rate[rule])
    return PolicyRule(
        audience=audience,
        audience_name=names[audience] if audience else EVERYONE_ELSE if places else EVERYONE,
        asset=asset,
        name=people.scope.names[asset],
        shares=decision.shares(rule, explore),
        people=int(learned.people[rule]),
        share_of_people=float(learned.people[rule] / max(learned.people.sum(), 1)),
        rate=base + gained,
        single_rate=base,
        gain=NOTHING if arm == single else Interval(gained, gained - half, gained + half),
        guardrails=() if arm == single else tuple(one.of(place, arm) for one in guardrails),
    )


def _blocked(decision: _Decision, names: Mapping[str, str]) -> Iterator[BlockedAsset]:
    people = decision.people
    for (row, arm), reason in sorted(decision.allowed.reasons.items(), reverse=True):
        if not decision.large[row]:
            continue
        asset = people.scope.arms.assets[arm]
        audience = people.audiences[row] if row < len(people.audiences) else None
        name = names[audience] if audience else None
        yield BlockedAsset(asset, people.scope.names[asset], audience, name, reason)


def _interval(mean: Mean) -> Interval:
    return Interval(mean.value, *mean.bounds(LEVEL))


def _scaled(interval: Interval, factor: float) -> Interval:
    bounds = (interval.value, interval.low, interval.high)
    return Interval(*(None if bound is None else bound * factor for bound in bounds))
