"""The contract's measures, dimensions, filters and grains, row by row in plain Python."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import product
from statistics import NormalDist
from typing import Any, cast
from zoneinfo import ZoneInfo

from keyart.core.facts import Family
from keyart.core.regions import REGION_OF_COUNTRY
from tests.oracles.audiences import members
from tests.oracles.expressions import Written
from tests.oracles.world import Row, World

Key = tuple[Any, ...]
E, V = Family.EXPOSURE, Family.VIEWING
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


# ------------------------------------------------------------------------------------ dimensions


def values(world: World, row: Row, name: str, audiences: Sequence[str]) -> list[Any]:
    """Return the values of a fact in a dimension: [None] where it has none."""
    table, _, attribute = name.partition(".")
    if table == "profile":
        return [world.profiles.get(row["profile"], {}).get(attribute)]
    if table in {"title", "asset"} and attribute:
        return _listed(_entry(world, row, table).get(attribute))
    return _bare(world, row, name, audiences)


def _bare(world: World, row: Row, name: str, audiences: Sequence[str]) -> list[Any]:
    title, asset = _entry(world, row, "title"), _entry(world, row, "asset")
    special: dict[str, Callable[[], Any]] = {
        "series": lambda: root(world, row.get("title")),
        "genre": lambda: title.get("genres"),
        "tag": lambda: title.get("tags"),
        "asset_tag": lambda: asset.get("tags"),
        "content_type": lambda: title.get("content_type"),
        "asset_type": lambda: asset.get("asset_type"),
        "concept": lambda: asset.get("concept"),
        "locale": lambda: asset.get("locale"),
        "region": lambda: (world.config.regions or REGION_OF_COUNTRY).get(row.get("country") or ""),
        "position": lambda: None if row.get("position") is None else int(row["position"]),
        "days_since_launch": lambda: age(title.get("launched_at"), row["slot"]),
        "audience": lambda: [n for n in audiences if is_member(world, row["profile"], n)],
    }
    if name in special:
        return _listed(special[name]())
    own = f"x_{name}" if name in world.config.dimensions else name
    return [row.get(own)]


def _entry(world: World, row: Row, table: str) -> Row:
    """Return the catalogue's entry for a fact's title or asset, empty if there is none."""
    entries = world.titles if table == "title" else world.assets
    found = [e for e in entries if e[f"{table}_id"] == row.get(table)]
    return found[0] if found else {}


def _listed(value: Any) -> list[Any]:
    """Return distinct values without missing ones, [None] if nothing is left."""
    return list(dict.fromkeys(v for v in as_list(value) if v is not None)) or [None]


def as_list(value: Any) -> list[Any]:
    """Return a list as it is, and anything else as a list of one."""
    return cast(list[Any], value) if isinstance(value, list) else [value]


def root(world: World, title: str | None) -> str | None:
    """Return where following parents ends; titles of a loop have no parent."""
    parents = {t["title_id"]: t.get("parent_title_id") for t in world.titles}

    def looped(start: str) -> bool:
        at: str | None = start
        for _ in parents:
            at = parents.get(at) if at is not None else None
            if at == start:
                return True
        return False

    while title is not None and not looped(title) and parents.get(title) is not None:
        title = parents[title]
    return title


def age(launched: datetime | None, slot: int) -> int | None:
    """Return the whole days from the launch to the start of a slot."""
    return None if launched is None else (EPOCH + slot * QUARTER - launched) // timedelta(days=1)


def is_member(world: World, profile: int, audience: str) -> bool:
    """Return whether a profile is in an audience: a `Written` expression, or a name."""
    if audience not in world.found:
        tree = audience.tree if isinstance(audience, Written) else ("name", audience)
        world.found[audience] = members(world, tree)
    return profile in world.found[audience]


# --------------------------------------------------------------------------------------- filters


def passes(value: Any, condition: Any) -> bool:
    """Return whether one value passes one of the contract's forms of condition."""
    table = cast(dict[str, Any], condition) if isinstance(condition, dict) else {}
    if "not" in table:
        return value not in as_list(table["not"])
    if table:
        low, high = table.get("from"), table.get("to")
        return (
            value is not None
            and (low is None or _order(value) >= _order(low))
            and (high is None or _order(value) < _order(high))
        )
    return value in as_list(condition)


def _order(value: Any) -> Any:
    return value.encode() if isinstance(value, str) else value


def row_passes(found: Sequence[Any], condition: Any) -> bool:
    """Return whether a row with these values passes: any does; of `not`, all do."""
    judge = all if isinstance(condition, dict) and "not" in condition else any
    return judge(passes(value, condition) for value in found)


# ------------------------------------------------------------------------------------------ time


def label(moment: datetime, grain: str) -> Any:
    """Return what instants of one bucket have in common; `moment` is in the zone asked for."""
    year, week, _ = moment.isocalendar()
    return {
        "hour": (moment.date(), moment.hour, moment.utcoffset()),
        "day": moment.date(),
        "week": (year, week),
        "month": (moment.year, moment.month),
        "quarter": (moment.year, (moment.month - 1) // 3),
        "year": moment.year,
    }[grain]


@cache
def bucket(slot: int, grain: str, tz: str) -> datetime:
    """Return the first instant of a slot's bucket: walk back while the label is the same."""
    zone = ZoneInfo(tz)
    here = EPOCH + slot * QUARTER
    wanted = label(here.astimezone(zone), grain)
    step = timedelta(days=1) if grain in {"month", "quarter", "year"} else QUARTER
    while label((here - step).astimezone(zone), grain) == wanted:
        here -= step
    while label((here - QUARTER).astimezone(zone), grain) == wanted:
        here -= QUARTER
    return here.astimezone(zone)


# -------------------------------------------------------------------------------------- measures


def total(rows: Iterable[Row], column: str) -> int:
    """Add up a column."""
    return sum(row.get(column, 0) for row in rows)


def profiles(rows: Iterable[Row], guard: str) -> int:
    """Count the distinct profiles with a row above 0 in a column."""
    return len({row["profile"] for row in rows if row.get(guard, 0) > 0})


def pairs(rows: Iterable[Row], guard: str) -> int:
    """Count the distinct pairs of a profile and a title with a row above 0 in a column."""
    return len({(row["profile"], row.get("title")) for row in rows if row.get(guard, 0) > 0})


def ratio(numerator: float | None, denominator: float) -> float | None:
    """Divide; null where the denominator is 0."""
    return None if numerator is None or denominator == 0 else numerator / denominator


def views(world: World, rows: Iterable[Row]) -> float:
    """Add up each row's hours viewed by its title's runtime in hours."""
    runtimes = {t["title_id"]: t.get("runtime_seconds") or 0 for t in world.titles}
    known = [(row, runtimes.get(row.get("title"), 0)) for row in rows]
    return sum(row.get("watch_ms", 0) / 1000 / runtime for row, runtime in known if runtime > 0)


def days(rows: Iterable[Row], flag: str) -> int:
    """Count the distinct pairs of a profile and a local day with a row that has a flag."""
    return len({(row["profile"], row["day"]) for row in rows if row[flag]})


def flagged(world: World, tz: str, rows: Sequence[Row]) -> list[Row]:
    """Return facts of viewing with their local day, and flags of what people did later."""
    everything = world.facts(V)
    if not everything:
        return []
    runtimes = {t["title_id"]: t.get("runtime_seconds") or 0 for t in world.titles}
    active = {(r["profile"], day(r["slot"], tz)) for r in everything if r["active_starts"] > 0}
    newest = max(day(row["slot"], tz) for row in everything)
    found: list[Row] = []
    for row in rows:
        today = day(row["slot"], tz)
        names = (row.get("title"), root(world, row.get("title")))
        runtime = next((runtimes[n] for n in names if runtimes.get(n, 0) > 0), 0)
        half = row["completion_known"] == 0 and 0 < runtime * 500 <= row["watch_ms"]
        flags = {"day": today, "kept": row.get("reason") is None and (row["completions"] or half)}
        for after in (7, 28):
            later = today + timedelta(days=after)
            is_known = row["active_starts"] > 0 and later < newest
            flags[f"active_days_{after}"] = is_known
            flags[f"returned_{after}"] = is_known and (row["profile"], later) in active
        found.append({**row, **flags})
    return found


@cache
def day(slot: int, tz: str) -> date:
    """Return the local date of a slot."""
    return (EPOCH + slot * QUARTER).astimezone(ZoneInfo(tz)).date()


Rule = Callable[[World, Sequence[Row]], Any]


def _sum(column: str, divisor: int = 1) -> Rule:
    def rule(_: World, rows: Sequence[Row]) -> Any:
        return total(rows, column) if divisor == 1 else total(rows, column) / divisor

    return rule


def _profiles(guard: str) -> Rule:
    return lambda _, rows: profiles(rows, guard)


def _pairs(guard: str) -> Rule:
    return lambda _, rows: pairs(rows, guard)


def _days(flag: str) -> Rule:
    return lambda _, rows: days(rows, flag)


def _completions(_: World, rows: Sequence[Row]) -> int | None:
    return total(rows, "completions") if total(rows, "completion_known") else None


BASE: Mapping[str, tuple[Family, Rule]] = {
    "impressions": (E, _sum("impressions")),
    "reach": (E, _profiles("impressions")),
    "plays": (E, _sum("plays")),
    "qualified_plays": (E, _sum("qualified_plays")),
    "viewers": (E, _profiles("qualified_plays")),
    "title_reach": (E, _pairs("impressions")),
    "title_viewers": (E, _pairs("qualified_plays")),
    "watch_seconds": (E, _sum("watch_ms", 1000)),
    "completions": (E, _completions),
    "completion_known": (E, _sum("completion_known")),
    "short_plays": (E, _sum("short_plays")),
    "hooks": (E, _sum("hooks")),
    "holds": (E, _sum("holds")),
    "cost": (E, _sum("s_cost_usd", 1_000_000)),
    "starts": (V, _sum("starts")),
    "active_profiles": (V, _profiles("active_starts")),
    "hours_viewed": (V, _sum("watch_ms", 3_600_000)),
    "views": (V, views),
    "unattributed_plays": (V, _sum("unattributed_plays")),
    "kept_viewers": (V, _profiles("kept")),
    "active_days_7": (V, _days("active_days_7")),
    "returned_7": (V, _days("returned_7")),
    "active_days_28": (V, _days("active_days_28")),
    "returned_28": (V, _days("returned_28")),
}

RATIOS: Mapping[str, tuple[str, str, float | None, float | None]] = {
    # (numerator, denominator, least, greatest value)
    "frequency": ("impressions", "reach", 0, None),
    "take_rate": ("viewers", "reach", 0, 1),
    "title_take_rate": ("title_viewers", "title_reach", 0, 1),
    "play_rate": ("qualified_plays", "impressions", 0, None),
    "watch_seconds_per_profile": ("watch_seconds", "reach", 0, None),
    "avg_watch_seconds": ("watch_seconds", "qualified_plays", 0, None),
    "completion_rate": ("completions", "completion_known", 0, 1),
    "short_play_rate": ("short_plays", "plays", 0, 1),
    "hook_rate": ("hooks", "impressions", 0, 1),
    "hold_rate": ("holds", "hooks", 0, 1),
    "cost_per_viewer": ("cost", "viewers", None, None),
    "titles_per_viewer": ("title_viewers", "viewers", 0, None),
    "reach_per_viewer": ("reach", "viewers", 0, None),
    "viewers_per_play": ("viewers", "qualified_plays", 0, None),
    "views_per_profile": ("views", "active_profiles", 0, None),
    "return_rate_7": ("returned_7", "active_days_7", 0, 1),
    "return_rate_28": ("returned_28", "active_days_28", 0, 1),
    "active_days_per_profile": ("active_days_7", "active_profiles", 0, None),
}

CUSTOM = """
[measures.cost]
sum = "cost_usd"
[measures.cost_per_viewer]
numerator = "cost"
denominator = "viewers"
[measures.titles_per_viewer]
numerator = "title_viewers"
denominator = "viewers"
[measures.reach_per_viewer]
numerator = "reach"
denominator = "viewers"
[measures.viewers_per_play]
numerator = "viewers"
denominator = "qualified_plays"
[measures.views_per_profile]
numerator = "views"
denominator = "active_profiles"
[measures.active_days_per_profile]
numerator = "active_days_7"
denominator = "active_profiles"
"""
"""What `keyart.toml` must say for the measures above that are not built in."""


def family_of(measure: str) -> Family:
    """Return the family whose rows a measure counts."""
    return BASE[RATIOS[measure][0] if measure in RATIOS else measure][0]


LINKED = ("take_rate", "title_take_rate", "play_rate", "watch_seconds_per_profile")
"""The rates of plays for impressions, or for people shown."""


def is_unlinked(world: World, row: Row) -> bool:
    """Return whether plays are not linked to impressions of this row's placement.

    Plays of a title and of all that are below it may be: each by its own content type.
    """
    title = row.get("title")
    own = {t["title_id"]: t.get("content_type") for t in world.titles}
    family = [name for name in own if title in ancestry(world, name)] or [title]
    kinds = {own.get(name) for name in [*family, title]}
    settings = [world.config.settings.for_content_type(kind) for kind in kinds]
    return all(row.get("placement") in one.exclude_placements for one in settings)


def ancestry(world: World, title: str) -> list[str]:
    """Return a title and those above it; titles of a loop have no parent."""
    parents = {t["title_id"]: t.get("parent_title_id") for t in world.titles}
    found = [title]
    while root(world, found[-1]) != found[-1]:
        found.append(str(parents[found[-1]]))
    return found


def is_linked(world: World, rows: Sequence[Row]) -> bool:
    """Return whether plays can be linked to any of the impressions of some rows, if there are."""
    shown = [row for row in rows if row["impressions"] > 0]
    return not shown or not all(is_unlinked(world, row) for row in shown)


def value(world: World, measure: str, rows: Mapping[Family, Sequence[Row]]) -> Any:
    """Return a measure over some rows."""
    if measure in LINKED and not is_linked(world, rows[E]):
        return None
    if measure in RATIOS:
        numerator, denominator, _, _ = RATIOS[measure]
        return ratio(value(world, numerator, rows), value(world, denominator, rows))
    family, rule = BASE[measure]
    return rule(world, rows[family])


def interval(
    world: World, measure: str, rows: Mapping[Family, Sequence[Row]], level: float
) -> tuple[float | None, float | None]:
    """Return the bounds of a ratio: Wilson's for take_rate, else the delta method's."""
    numerator, denominator, least, greatest = RATIOS[measure]
    if measure in LINKED and not is_linked(world, rows[E]):
        return None, None
    z = NormalDist().inv_cdf(0.5 + level / 2)
    if measure == "take_rate":
        return _wilson(value(world, numerator, rows), value(world, denominator, rows), z)
    own = defaultdict[int, list[Row]](list)
    family = family_of(measure)
    for row in rows[family]:
        own[row["profile"]].append(row)

    def part(name: str, of_profile: Sequence[Row]) -> float:
        return value(world, name, {family: of_profile}) or 0

    pairs = [(part(denominator, r), part(numerator, r)) for r in own.values()]
    pairs = [(x, y) for x, y in pairs if x != 0 or y != 0]
    n, whole = len(pairs), sum(x for x, _ in pairs)
    if n < 2 or whole == 0:
        return None, None
    rate = sum(y for _, y in pairs) / whole
    squares = sum((y - rate * x) ** 2 for x, y in pairs)
    terms = sum(y**2 + (rate * x) ** 2 for x, y in pairs)
    if squares <= 1e-12 * terms:
        # A spread of a millionth of the value is beyond what sums of squares can tell.
        squares = 0.0
    half = z * (n / (n - 1) * squares) ** 0.5 / abs(whole)
    return _clipped(rate - half, least, greatest), _clipped(rate + half, least, greatest)


def _clipped(bound: float, least: float | None, greatest: float | None) -> float:
    bound = bound if least is None else max(bound, least)
    return bound if greatest is None else min(bound, greatest)


def _wilson(successes: int, trials: int, z: float) -> tuple[float | None, float | None]:
    if trials < 2:
        return None, None
    p = min(successes / trials, 1)
    centre = p + z * z / (2 * trials)
    half = z * (p * (1 - p) / trials + z * z / (4 * trials**2)) ** 0.5
    scale = 1 + z * z / trials
    return _clipped((centre - half) / scale, 0, 1), _clipped((centre + half) / scale, 0, 1)


# --------------------------------------------------------------------------------------- answers


def rows_that_pass(world: World, question: Mapping[str, Any], family: Family) -> list[Row]:
    """Return the facts of a family that filters, range and audience let through."""
    first, last = question.get("first_slot"), question.get("last_slot")
    audiences = groups_of(world, question)
    rows = world.facts(family)
    if family is V:
        rows = flagged(world, question.get("tz", "UTC"), rows)
    return [
        row
        for row in rows
        if (first is None or row["slot"] >= first)
        and (last is None or row["slot"] < last)
        and (
            question.get("audience") is None
            or is_member(world, row["profile"], question["audience"])
        )
        and all(
            row_passes(values(world, row, name, audiences), condition)
            for name, condition in question.get("where", {}).items()
        )
    ]


def groups_of(world: World, question: Mapping[str, Any]) -> list[str]:
    """Return the audiences that groups range over."""
    asked = question.get("audiences")
    return sorted([*world.lists, *world.segments] if asked is None else asked)


MULTI_VALUED = ("genre", "tag", "asset_tag", "audience", "title.genres", "title.tags", "asset.tags")


def keys_of(world: World, question: Mapping[str, Any], row: Row) -> list[Key]:
    """Return the groups that a fact belongs to."""
    where: dict[str, Any] = {} if question.get("co_values") else question.get("where", {})
    lists: list[list[Any]] = []
    for name in question.get("by", ()):
        found = values(world, row, name, groups_of(world, question))
        if name in MULTI_VALUED and name in where:
            found = [v for v in found if passes(v, where[name])]
        lists.append(found)
    if question.get("grain"):
        lists.append([bucket(row["slot"], question["grain"], question.get("tz", "UTC"))])
    return list(product(*lists))


def answer(world: World, question: Mapping[str, Any]) -> tuple[list[Row], Row]:
    """Return (rows in order, totals); the range is given as `first_slot` and `last_slot`."""
    hidden = list(question.get("having", {})) + [
        n.removeprefix("-") for n in question.get("order", ())
    ]
    columns = [*question.get("by", ()), *(["time"] if question.get("grain") else [])]
    needed = [*question["measures"], *(n for n in hidden if n not in columns)]
    families = {family_of(name.removesuffix("_low")) for name in needed}
    passing = {family: rows_that_pass(world, question, family) for family in families}
    groups: dict[Key, dict[Family, list[Row]]] = {}
    for family, rows in passing.items():
        for row in rows:
            for key in keys_of(world, question, row):
                groups.setdefault(key, {f: [] for f in families})[family].append(row)
    if not columns:
        groups = {(): passing}
    made = [
        dict(zip(columns, key, strict=True)) | measured(world, question, needed, rows)
        for key, rows in groups.items()
    ]
    shown = [*columns, *measured(world, question, question["measures"], passing)]
    made = [
        row for row in made if all(passes(row[n], c) for n, c in question.get("having", {}).items())
    ]
    ordered(made, [*question.get("order", ()), *columns])
    made = made[: question.get("limit")]
    return (
        [{name: row[name] for name in shown} for row in made],
        measured(world, question, question["measures"], passing),
    )


def measured(
    world: World,
    question: Mapping[str, Any],
    names: Iterable[str],
    rows: Mapping[Family, Sequence[Row]],
) -> Row:
    """Return measures over some rows, ratios followed by their bounds if asked for."""
    found: Row = {}
    level = {True: 0.95, False: None}.get(
        question.get("intervals", False), question.get("intervals")
    )
    for name in names:
        found[name] = value(world, name, rows)
        if level is not None and name in RATIOS and name in question["measures"]:
            found[f"{name}_low"], found[f"{name}_high"] = interval(world, name, rows, level)
    return found


def ordered(rows: list[Row], names: Sequence[str]) -> None:
    """Sort in place by several columns, the first counts most; `-` descends; missing last."""
    for name in reversed(names):
        column = name.removeprefix("-")
        present = [row for row in rows if row[column] is not None]
        missing = [row for row in rows if row[column] is None]
        present.sort(key=lambda row: _order(row[column]), reverse=name.startswith("-"))
        rows[:] = [*present, *missing]
