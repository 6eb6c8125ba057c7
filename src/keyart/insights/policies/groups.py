"""How a policy serves groups of people, so that one that is served worse is seen in time."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from keyart.core.settings import Settings
from keyart.insights.comparison.parts import Interval
from keyart.insights.policies.guardrails import LEVEL
from keyart.insights.policies.learning import GroupValue, Learner, RuleList
from keyart.insights.policies.people import PolicyPeople
from keyart.insights.policies.result import PolicyGroup
from keyart.query.engine import Ints
from keyart.query.intervals import z_of
from keyart.store import Snapshot

LEAST_PEOPLE = 200
"""Groups of fewer people are left out: nothing can be said of them."""

MOST_VALUES = 20
"""So many of an attribute's values are shown, those with the most people."""


@dataclass(frozen=True, eq=False)
class GroupValues:
    """What rules are worth by group, and what should be said about groups."""

    groups: tuple[tuple[str, str | None, int, GroupValue], ...]
    """Attribute, value, people and worth of each."""
    notes: tuple[str, ...]

    def described(self, correction: float, weekly: float) -> Iterator[PolicyGroup]:
        """Yield the groups.

        correction: what gains are multiplied by. weekly: the title's people in a week for each of
        the people that the policy was learned from.
        """
        half = z_of(LEVEL)
        surely = z_of(1 - (1 - LEVEL) / max(len(self.groups), 1))
        for attribute, value, people, worth in self.groups:
            gain, error = worth.gain.value, worth.gain.variance**0.5
            gained = gain * correction if gain > 0 else gain
            yield PolicyGroup(
                attribute=attribute,
                value=value,
                people=people,
                people_per_week=people * weekly,
                share_personalised=worth.personalised,
                rate=worth.single.value + gained,
                single_rate=worth.single.value,
                gain=Interval(gained, gained - half * error, gained + half * error),
                worse=gain + surely * error < 0,
            )


def value_groups(
    snapshot: Snapshot, people: PolicyPeople, learner: Learner, rules: RuleList, least_people: int
) -> GroupValues:
    """Return what rules are worth by the values of the attributes that settings name.

    Minors and people who may not be profiled are in no group.
    """
    profile = people.units.profile
    may = np.flatnonzero(~snapshot.protected[profile])
    least = max(LEAST_PEOPLE, least_people)
    groups: list[tuple[str, str | None, int, GroupValue]] = []
    notes: list[str] = []
    for name in snapshot.config.settings.fairness_attributes:
        if name not in snapshot.attributes:
            if name not in Settings().fairness_attributes:
                notes.append(f"Profiles have no attribute {name!r}; fairness_attributes names it.")
            continue
        attribute = snapshot.attribute(name)
        codes: Ints = attribute.codes[profile[may]].astype(np.int64)
        counts = np.bincount(codes + 1, minlength=len(attribute.values) + 1)
        order = [int(at) for at in np.argsort(-counts, kind="stable") if counts[at]]
        shown = [at for at in order if counts[at] >= least][:MOST_VALUES]
        hidden = len(order) - len(shown)
        # One group alone could be told from the others and the total.
        if least_people and hidden and counts[order[len(shown) :]].sum() < least_people:
            shown, hidden = shown[:-1], hidden + 1
        for at in shown:
            who: Ints = may[codes == at - 1]
            value = None if at == 0 else str(attribute.values[at - 1])
            groups.append((name, value, who.size, learner.value_among(rules, who)))
        if hidden:
            groups_text = "1 group has" if hidden == 1 else f"{hidden} groups have"
            notes.append(f"By {name}, {groups_text} too few people to say how it is served.")
    return GroupValues(tuple(groups), tuple(notes))
