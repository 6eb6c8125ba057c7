"""Random worlds and random questions about them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from random import Random
from typing import Any

from hypothesis import strategies as st

from keyart.core.facts import EXPOSURE_SUMS, VIEWING_SUMS, Family
from tests.oracles.audiences import trees
from tests.oracles.expressions import Tree, Written
from tests.oracles.measures import BASE, CUSTOM, RATIOS, family_of
from tests.oracles.world import Row, World

CONFIG = f"""
[settings]
exclude_placements = ["row"]
[settings.content_type.film]
exclude_placements = ["row", "home"]
[settings.content_type.episode]
exclude_placements = ["home"]
[dimensions]
experiment = "impressions"
{CUSTOM}
"""

TITLES: Sequence[Row] = (
    {
        "title_id": "film",
        "name": "A Film",
        "content_type": "film",
        "genres": ["drama", "crime", "drama"],
        "tags": ["new"],
        "launched_at": datetime(2025, 3, 29, 17, 20, 0, 123456, tzinfo=UTC),
        "runtime_seconds": 5400.0,
        "mood": "dark",
    },
    {"title_id": "series", "name": "A Series", "content_type": "series", "genres": ["comedy"]},
    {"title_id": "film-part", "parent_title_id": "film", "name": "A part without a runtime"},
    {
        "title_id": "episode",
        "name": "An Episode",
        "parent_title_id": "series",
        "content_type": "episode",
        "genres": ["comedy", "drama"],
        "launched_at": datetime(2025, 4, 1, tzinfo=UTC),
        "runtime_seconds": 1234.5,
        "mood": "light",
    },
    {"title_id": "loop-a", "name": "Loop A", "parent_title_id": "loop-b", "genres": []},
    {"title_id": "loop-b", "name": "Loop B", "parent_title_id": "loop-a", "runtime_seconds": 0.0},
    {"title_id": "orphan", "name": "Orphan", "parent_title_id": "gone", "content_type": "film"},
    {"title_id": "silent", "name": "Never shown", "genres": ["western"]},
)
ASSETS: Sequence[Row] = (
    {"asset_id": "a1", "title_id": "film", "asset_type": "artwork", "tags": ["face", "red"]},
    {"asset_id": "a2", "title_id": "film", "asset_type": "video", "concept": "chase"},
    {"asset_id": "a3", "title_id": "series", "asset_type": "artwork", "locale": "de-DE"},
    {"asset_id": "ä4", "title_id": "series", "name": "Four", "tags": ["red"], "locale": "fr-FR"},
    {"asset_id": "a5", "title_id": "silent", "asset_type": "synopsis", "concept": "chase"},
)
VALUES: Mapping[str, Sequence[Any]] = {
    "title": [
        "film",
        "series",
        "episode",
        "loop-a",
        "loop-b",
        "orphan",
        "unheard",
        "film-part",
        None,
    ],
    "asset": ["a1", "a2", "a3", "ä4", "a9", None],
    "series": ["film", "series", "loop-a", "gone", "unheard", None],
    "content_type": ["film", "series", "episode", None],
    "genre": ["drama", "crime", "comedy", "western", None],
    "tag": ["new", None],
    "asset_type": ["artwork", "video", None],
    "concept": ["chase", None],
    "locale": ["de-DE", "fr-FR", None],
    "asset_tag": ["face", "red", None],
    "country": ["DE", "US", "JP", "XX", None],
    "region": ["EMEA", "UCAN", "APAC", None],
    "device": ["tv", "phone", None],
    "placement": ["home", "row", None],
    "position": [0, 3, 12, None],
    "phase": ["explore", "exploit", None],
    "experiment": ["x", "y", None],
    "reason": ["too_short", "outside_window", "no_impression", None],
    "days_since_launch": [-3, 0, 1, 7, None],
    "audience": ["list:a", "list:b", "affinity:c", "segment:one", None],
    "profile.plan": ["basic", "gold", None],
    "title.mood": ["dark", "light", None],
    "title.runtime_seconds": [5400.0, 1234.5, None],
}
LISTS = ("list:a", "list:b", "affinity:c")
SEGMENTS = ("segment:one", "segment:two", "segment:heavy")
ATTRIBUTES: Mapping[str, Sequence[str | None]] = {"plan": ["basic", "gold", "none", None]}
EXPOSURE_ONLY = (
    *("asset", "asset_type", "concept", "locale", "asset_tag", "placement", "position", "phase"),
    "experiment",
)
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
GRAINS = ("hour", "day", "week", "month", "quarter", "year")
POPULATION = 24

FIRST_SLOT = int(datetime(2025, 3, 28, tzinfo=UTC).timestamp()) // 900
LAST_SLOT = int(datetime(2025, 4, 12, tzinfo=UTC).timestamp()) // 900
"""Facts lie in these two weeks, in which clocks change in Berlin and on Lord Howe Island."""


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Return worlds of up to some hundred facts in up to three publications."""
    seed = draw(st.integers(0, 2**32))
    publications = draw(st.integers(1, 3))
    size = draw(st.sampled_from([0, 3, 30, 120]))
    segments: dict[str, Tree] = {
        "segment:one": draw(trees(LISTS, ATTRIBUTES)),
        "segment:two": draw(trees([*LISTS, "segment:one", "segment:heavy"], ATTRIBUTES)),
        "segment:heavy": ("rule", "hours", {}, (">=", "0.2")),
    }
    return random_world(seed, publications, size, segments)


def random_world(
    seed: int,
    publications: int,
    size: int,
    segments: Mapping[str, Tree],
    population: int = POPULATION,
) -> World:
    """Return the world of a seed, with so many facts of each family in each publication."""
    random = Random(seed)
    everybody = range(population)
    # The facts of one profile all lie in one publication, unless they are replaced by the last.
    home: list[int] = [random.randrange(publications) for _ in everybody]
    replaced = frozenset(p for p in everybody if random.random() < 0.2)
    runs = [dict[Family, list[Row]]() for _ in range(publications)]
    for family in Family:
        for _ in range(size):
            row = _fact(random, family, population)
            moved = row["profile"] in replaced and random.random() < 0.5
            profile: int = row["profile"]
            own = publications - 1 if moved else home[profile]
            runs[own].setdefault(family, []).append(row)
    return World(
        runs=runs,
        titles=TITLES,
        assets=ASSETS,
        profiles={p: _profile(random) for p in everybody if random.random() < 0.8},
        lists={name: [p for p in everybody if random.random() < 0.4] for name in LISTS},
        segments=segments,
        population=population,
        config_text=CONFIG,
        until=LAST_SLOT * 900_000_000,
        replaced=replaced if publications > 1 else frozenset(),
        made_from=f"{seed=}, {publications=}, {size=}",
    )


def _profile(random: Random) -> Row:
    return {
        "consent": random.choice(["full", "full", "full", "no_profiling", None]),
        "is_minor": random.random() < 0.1,
        "plan": random.choice(VALUES["profile.plan"]),
    }


def _fact(random: Random, family: Family, population: int) -> Row:
    sums = EXPOSURE_SUMS if family is Family.EXPOSURE else VIEWING_SUMS
    row: Row = {name: random.choice([0, 0, 1, 3]) for name in sums}
    row["watch_ms"] = random.choice([0, 1, 1500, 600_000])
    row["completions"] = min(row["completions"], row["completion_known"])
    row["profile"] = random.randrange(population)
    row["slot"] = random.randrange(FIRST_SLOT, LAST_SLOT)
    names = ["title", "country", "device"]
    if family is Family.EXPOSURE:
        names += ["asset", "placement", "phase"]
        position = random.choice(VALUES["position"])
        row["position"] = None if position is None else str(position)
        row["x_experiment"] = random.choice(VALUES["experiment"])
        row["s_cost_usd"] = random.choice([0, -2_500_000, 1, 3_000_000])
    else:
        names += ["reason"]
    return row | {name: random.choice(VALUES[name]) for name in names}


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """Return the keyword arguments of a valid question.

    `first_slot` and `last_slot` stand in the place of `since` and `until`.
    """
    measures = draw(
        st.lists(st.sampled_from([*BASE, *RATIOS]), min_size=1, max_size=4, unique=True)
    )
    dimensions = _allowed({family_of(name) for name in measures})
    by = draw(st.lists(st.sampled_from(dimensions), max_size=3, unique=True))
    question: dict[str, Any] = {"measures": measures, "by": by}
    names = draw(st.lists(st.sampled_from(dimensions), max_size=2, unique=True))
    question["where"] = {name: draw(conditions(name)) for name in names}
    if draw(st.booleans()):
        question["grain"] = draw(st.sampled_from(GRAINS))
    question["tz"] = draw(st.sampled_from(ZONES))
    question["first_slot"] = draw(st.none() | st.integers(FIRST_SLOT, LAST_SLOT))
    question["last_slot"] = draw(
        st.none() | st.integers(question["first_slot"] or FIRST_SLOT, LAST_SLOT)
    )
    named = trees([*LISTS, *SEGMENTS], ATTRIBUTES)
    question["audience"] = draw(st.none() | named.map(Written))
    if "audience" in by:
        some = st.lists(st.sampled_from([*LISTS, *SEGMENTS]), unique=True)
        question["audiences"] = draw(st.none() | some)
    question["intervals"] = draw(st.sampled_from([False, True, 0.8]))
    question["co_values"] = draw(st.booleans())
    _add_rows_wanted(draw, question)
    return question


def _allowed(families: set[Family]) -> list[str]:
    refused = {"reason"} if Family.EXPOSURE in families else set[str]()
    if Family.VIEWING in families:
        refused |= set(EXPOSURE_ONLY)
    return [name for name in VALUES if name not in refused]


def _add_rows_wanted(draw: st.DrawFn, question: dict[str, Any]) -> None:
    """Add `having`, `order` and `limit`."""
    families = {family_of(name) for name in question["measures"]}
    others = [name for name in [*BASE, *RATIOS] if family_of(name) in families]
    if draw(st.booleans()):
        name = draw(st.sampled_from(others))
        forms = [{"from": 1}, {"to": 2}, {"from": 1, "to": 100}, {"not": [0, None]}, [None, 1]]
        question["having"] = {name: draw(st.sampled_from(forms))}
    if draw(st.booleans()):
        sortable = [*question["by"], *others]
        names = draw(st.lists(st.sampled_from(sortable), max_size=2, unique=True))
        question["order"] = [draw(st.sampled_from(["", "-"])) + name for name in names]
    question["limit"] = draw(st.none() | st.integers(0, 5))


@st.composite
def conditions(draw: st.DrawFn, name: str) -> Any:
    """Return a condition on a dimension, in any of the contract's forms."""
    known = list(VALUES[name])
    present = [value for value in known if value is not None]
    some = st.lists(st.sampled_from(known), unique=True, max_size=3)
    bound = st.sampled_from(present)
    form = draw(st.sampled_from(["value", "list", "not", "not one", "range"]))
    match form:
        case "value":
            return draw(st.sampled_from(known))
        case "list":
            return draw(some)
        case "not":
            return {"not": draw(some)}
        case "not one":
            return {"not": draw(st.sampled_from(known))}
        case _:
            sides = draw(st.sampled_from([("from",), ("to",), ("from", "to")]))
            return {side: draw(bound) for side in sides}
