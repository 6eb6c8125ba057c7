"""Random audience expressions, and who their members are: sets, profile by profile."""

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from keyart.core.facts import Family
from tests.oracles.attribution import family
from tests.oracles.expressions import Tree
from tests.oracles.world import Row, World

HOUR = 3_600_000
COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}


# --------------------------------------------------------------------------------------- members


def members(world: World, tree: Tree) -> set[int]:  # noqa: PLR0911 - one for each form
    """Return the profiles that a tree means."""
    match tree:
        case ("and", *terms):
            return set[int].intersection(*(members(world, term) for term in terms))
        case ("or", *terms):
            return set[int]().union(*(members(world, term) for term in terms))
        case ("not", term):
            return everyone(world) - members(world, term)
        case ("name", name) if name in world.segments:
            return members(world, world.segments[name])
        case ("name", name):
            return set(world.lists[name]) & everyone(world)
        case ("attr", name, value):
            known = world.profiles
            return {p for p in everyone(world) if known.get(p, {}).get(name) == value}
        case (_, name, arguments, compared):
            holds = _RULES[name]
            return {p for p in everyone(world) if holds(Life(world, p), arguments, compared)}
        case _:
            raise TypeError(tree)


def everyone(world: World) -> set[int]:
    """Return the profiles that may be segmented."""
    found = range(world.population)
    return {p for p in found if not protected(world, p)}


def protected(world: World, profile: int) -> bool:
    """Return whether a profile is counted, and in no audience."""
    known = world.profiles.get(profile, {})
    return known.get("consent") in {"no_profiling", "none"} or bool(known.get("is_minor"))


class Life:
    """What one profile saw and watched."""

    def __init__(self, world: World, profile: int) -> None:
        self._world = world
        self._facts = {f: [r for r in world.facts(f) if r["profile"] == profile] for f in Family}

    def rows(self, which: Family, arguments: Mapping[str, Any]) -> list[Row]:
        """Return the facts that arguments let through."""
        return [row for row in self._facts[which] if self._passes(row, arguments)]

    def total(self, which: Family, column: str, arguments: Mapping[str, Any]) -> int:
        """Add up a column."""
        return sum(row.get(column, 0) for row in self.rows(which, arguments))

    def _passes(self, row: Row, arguments: Mapping[str, Any]) -> bool:
        first, last = self.span(arguments)
        return first <= row["slot"] < last and self._is_about(row, arguments)

    def _is_about(self, row: Row, arguments: Mapping[str, Any]) -> bool:
        titles = {t["title_id"]: t for t in self._world.titles}
        own = titles.get(row.get("title"), {})
        if "title" in arguments:
            chain = [] if row.get("title") is None else family(row["title"], titles)
            return arguments["title"] in chain
        if "asset" in arguments:
            return row.get("asset") == arguments["asset"]
        if "genre" in arguments:
            return arguments["genre"] in (own.get("genres") or ())
        return "tag" not in arguments or arguments["tag"] in (own.get("tags") or ())

    def span(self, arguments: Mapping[str, Any]) -> tuple[int, int]:
        """Return the slots from the first to before the last that count."""
        if "days" in arguments:
            newest = (self._world.until or 0) // 900_000_000
            return newest + 1 - int(arguments["days"]) * 96, 1 << 40
        first = slot(arguments["since"]) if "since" in arguments else -(1 << 40)
        return first, slot(arguments["until"]) if "until" in arguments else 1 << 40


def slot(moment: str) -> int:
    """Return the slot that begins at a time in UTC."""
    return int(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp()) // 900


def _times(which: Family, column: str) -> Callable[..., bool]:
    def rule(life: Life, arguments: Mapping[str, Any], _: object) -> bool:
        return life.total(which, column, arguments) >= int(arguments.get("at_least", 1))

    return rule


def _hours(life: Life, arguments: Mapping[str, Any], compared: tuple[str, str]) -> bool:
    hours = Fraction(life.total(Family.VIEWING, "watch_ms", arguments), HOUR)
    return COMPARE[compared[0]](hours, Fraction(compared[1]))


def _share(life: Life, arguments: Mapping[str, Any], compared: tuple[str, str]) -> bool:
    spans = {k: v for k, v in arguments.items() if k in {"since", "until", "days"}}
    whole = life.total(Family.VIEWING, "watch_ms", spans)
    part = life.total(Family.VIEWING, "watch_ms", arguments)
    return whole > 0 and COMPARE[compared[0]](Fraction(part, whole), Fraction(compared[1]))


def _new(life: Life, arguments: Mapping[str, Any], _: object) -> bool:
    events = [r["slot"] for r in life.rows(Family.EXPOSURE, {}) if r.get("impressions", 0) > 0]
    events += [r["slot"] for r in life.rows(Family.VIEWING, {}) if r.get("starts", 0) > 0]
    return bool(events) and min(events) >= life.span(arguments)[0]


def _lapsed(life: Life, arguments: Mapping[str, Any], _: object) -> bool:
    plays = [r["slot"] for r in life.rows(Family.VIEWING, {}) if r.get("active_starts", 0) > 0]
    return bool(plays) and max(plays) < life.span(arguments)[0]


_RULES: Mapping[str, Callable[..., bool]] = {
    "saw": _times(Family.EXPOSURE, "impressions"),
    "viewed": _times(Family.VIEWING, "active_starts"),
    "completed": _times(Family.VIEWING, "completions"),
    "hours": _hours,
    "share": _share,
    "new": _new,
    "lapsed": _lapsed,
}


# ---------------------------------------------------------------------------------------- random

TITLES = ("film", "series", "episode", "loop-a", "orphan", "gone", "silent", "unheard")
SUBJECTS: Mapping[str, Sequence[str]] = {
    "title": TITLES,
    "genre": ("drama", "crime", "comedy", "western", "unheard"),
    "tag": ("new", "old"),
    "asset": ("a1", "a3", "ä4", "a9"),
}
OF_TITLES = ("title", "genre", "tag")
SINCE = ("2025-03-28", "2025-03-30T02:15", "2025-04-04T12:00", "2025-04-10")
UNTIL = ("2025-04-05T00:30", "2025-04-11", "2025-04-20")
HOURS = ("0", "0.166667", "0.33333", "0.5", "1")
SHARES = ("0", "0.25", "0.333333", "0.5", "1")


def _negated(term: Tree) -> Tree:
    return ("not", term)


@st.composite
def rules(draw: st.DrawFn) -> Tree:
    """Return any rule with any arguments that go together."""
    name = draw(st.sampled_from(sorted(_RULES)))
    if name in {"new", "lapsed"}:
        return ("rule", name, {"days": draw(st.integers(1, 20))}, None)
    of = ("title", "asset") if name == "saw" else OF_TITLES
    arguments: dict[str, Any] = {}
    if name == "share" or draw(st.booleans()):
        about = draw(st.sampled_from(of))
        arguments[about] = draw(st.sampled_from(SUBJECTS[about]))
    if name in {"saw", "viewed", "completed"} and draw(st.booleans()):
        arguments["at_least"] = draw(st.integers(1, 6))
    match draw(st.sampled_from(["always", "days", "since", "until", "both"])):
        case "days":
            arguments["days"] = draw(st.integers(1, 20))
        case "since":
            arguments["since"] = draw(st.sampled_from(SINCE))
        case "until":
            arguments["until"] = draw(st.sampled_from(UNTIL))
        case "both":
            arguments |= {"since": draw(st.sampled_from(SINCE[:2])), "until": UNTIL[0]}
        case _:
            pass
    if name in {"saw", "viewed", "completed"}:
        return ("rule", name, arguments, None)
    numbers = HOURS if name == "hours" else SHARES
    compared = (draw(st.sampled_from(sorted(COMPARE))), draw(st.sampled_from(numbers)))
    return ("rule", name, arguments, compared)


def trees(names: Sequence[str], attributes: Mapping[str, Sequence[str | None]]) -> Any:
    """Return a strategy of trees over named audiences and attributes with these values."""
    named = st.sampled_from(names).map(lambda name: ("name", name))
    pairs = [(name, value) for name, values in attributes.items() for value in values]
    attribute = st.sampled_from(pairs).map(lambda pair: ("attr", *pair))
    leaf: Any = st.one_of(named, attribute, rules())

    def wider(inner: Any) -> Any:
        several = st.lists(inner, min_size=2, max_size=3)
        joined = st.tuples(st.sampled_from(["and", "or"]), several)
        return st.one_of(joined.map(lambda pair: (pair[0], *pair[1])), inner.map(_negated))

    return st.recursive(leaf, wider, max_leaves=5)
