"""What Druid cannot answer, declared: a question with a gap must be refused, all others answered.

So a gap that closes fails the tests, and so does one that nobody declared.
"""

from collections.abc import Callable, Mapping
from typing import Any

from tests.oracles.expressions import Tree, Written
from tests.oracles.measures import RATIOS

Question = Mapping[str, Any]

SHARE_OF_PEOPLE = "take_rate"
"""The ratio whose interval needs no more than two counts of people."""

FOLLOWED = {f"{name}_{days}" for name in ("active_days", "returned") for days in (7, 28)}
"""The counts of a profile's days that need the profile's later days."""


def _follows_people(question: Question) -> bool:
    named = {*question["measures"], *question.get("having", ())}
    named |= {name.removeprefix("-") for name in question.get("order", ())}
    parts = {part for name in named for part in RATIOS.get(name, (name,))[:2]}
    return bool(parts & {"kept_viewers", *FOLLOWED})


def _needs_moments(question: Question) -> bool:
    ratios = (name for name in question["measures"] if name in RATIOS)
    return bool(question["intervals"]) and any(name != SHARE_OF_PEOPLE for name in ratios)


def _has_rule(question: Question) -> bool:
    audience = question["audience"]
    return isinstance(audience, Written) and _is_made_of_rules(audience.tree)


def _is_made_of_rules(tree: Tree) -> bool:
    match tree:
        case ("and" | "or" | "not", *terms):
            return any(map(_is_made_of_rules, terms))
        case ("rule", *_):
            return True
        case _:
            return False


GAPS: Mapping[str, tuple[Callable[[Question], bool], str]] = {
    "intervals": (_needs_moments, "roll-up forgets how much of a sum is each profile's"),
    "people": (_follows_people, "roll-up forgets what one profile did later, or with one title"),
    "rules": (_has_rule, "a rule adds up the facts of each profile, which roll-up forgets"),
}
"""By name: which questions have it, and why it is there."""


def gaps_of(question: Question, *, has_facts: bool) -> list[str]:
    """Return the names of the gaps that a question has; without facts nobody need be told apart."""
    own = [name for name, (has, _) in GAPS.items() if has(question)]
    return own if has_facts else [name for name in own if name == "intervals"]
