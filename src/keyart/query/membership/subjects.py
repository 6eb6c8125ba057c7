"""What a rule is about, as conditions on facts: an asset, a title with its episodes, a genre."""

from collections.abc import Iterator, Mapping

from keyart.audiences import RULES, Attribute, Expression, Rule, leaves
from keyart.query.lookups import on_loops
from keyart.query.memo import memo
from keyart.query.planning.model import Model, model_of
from keyart.query.planning.plan import Filter
from keyart.store import Snapshot


def subject(rule: Rule) -> tuple[str, str] | None:
    """Return (the dimension, the value) that a rule is about, None where it is about all."""
    for name in RULES[rule.name].subjects:
        value = rule.get(name)
        if value is not None:
            return name, str(value)
    return None


def filters(snapshot: Snapshot, rule: Rule) -> tuple[Filter, ...]:
    """Return what lets the rows pass that a rule is about: a title's with those below it."""
    found = subject(rule)
    if found is None:
        return ()
    name, value = found
    values = below(snapshot, value) if name == "title" else frozenset({value})
    return (Filter(axis=model_of(snapshot).axis(name), values=values),)


def below(snapshot: Snapshot, title: str) -> frozenset[str]:
    """Return a title and all titles of which it is an ancestor: an episode's series is."""
    children = memo(snapshot, below, lambda: _children(snapshot))
    found: dict[str, None] = {}
    waiting = [title]
    while waiting:
        here = waiting.pop()
        found[here] = None
        waiting += children.get(here, ())
    return frozenset(found)


def _children(snapshot: Snapshot) -> Mapping[str, list[str]]:
    """Return the titles directly below each title; those of a loop of parents are below none."""
    titles = snapshot.titles
    ids = titles.column("title_id").to_pylist()
    parents = titles.column("parent_title_id").to_pylist()
    looped = on_loops(titles)
    children: dict[str, list[str]] = {}
    for title, parent in zip(ids, parents, strict=True):
        if parent is not None and title not in looped:
            children.setdefault(parent, []).append(title)
    return children


def conditions(snapshot: Snapshot, expression: Expression) -> Iterator[Filter]:
    """Yield each value that an expression names, as a condition that lets just it pass."""
    model = model_of(snapshot)
    for leaf in leaves(expression):
        named = _named_value(model, leaf)
        if named is not None:
            yield named


def _named_value(model: Model, leaf: object) -> Filter | None:
    if isinstance(leaf, Attribute) and leaf.value is not None:
        axis = model.axis(f"profile.{leaf.name}")
        return Filter(axis=axis, values=frozenset({leaf.value}))
    if isinstance(leaf, Rule):
        found = subject(leaf)
        if found is not None:
            return Filter(axis=model.axis(found[0]), values=frozenset({found[1]}))
    return None
