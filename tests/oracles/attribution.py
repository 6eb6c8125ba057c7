"""From accepted events to facts, one event at a time, by the letter of the contract.

Events are dicts with the columns of the contract's input tables: ids are text, `ts` whole
microseconds, a missing value is None or absent. Further columns are custom dimensions if they are
named in a `Custom`'s `dimensions`, custom sums if in its `sums`. Profiles compare by the ids
given: where two profiles' rows with one event id agree in all else, give keyed hashes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from keyart.core.settings import Settings

Row = dict[str, Any]

SECOND = 1_000_000
DAY = 86_400 * SECOND
SLOT = 900 * SECOND

DIMENSIONS = ("title", "profile", "slot")
"""Dimensions of a fact that may be whole numbers."""

IMPRESSION_VALUES = (
    "title_id asset_id ts country device placement position phase"
    " propensity visible_ms media_seconds"
).split()
PLAY_VALUES = "title_id ts watch_ms fraction country device impression_id".split()


@dataclass(frozen=True)
class Custom:
    """Custom columns of impressions."""

    dimensions: Sequence[str] = ()
    sums: Sequence[str] = ()


@dataclass
class Account:
    """What became of the rows of one batch."""

    accepted: int = 0
    duplicate: int = 0
    updated: int = 0
    conflict: int = 0


@dataclass
class Outcome:
    """What the events come to."""

    impressions: list[Row]
    """One fact for each impression that counts: dimensions and sums, `event` the row itself."""
    plays: list[Row]
    """One fact for each play that counts; also `impression`, the index of its impression."""
    accounts: dict[str, list[Account]] = field(default_factory=dict[str, list[Account]])

    def exposure(self) -> list[Row]:
        """Return the exposure facts: what `impressions` adds up to, in no particular order."""
        return add_up(self.impressions)

    def viewing(self) -> list[Row]:
        """Return the viewing facts: what `plays` adds up to, in no particular order."""
        return add_up(self.plays)


def watch_ms(play: Row) -> int:
    """Return whole milliseconds; Python rounds half to even."""
    return round(play["seconds"] * 1000)


# --------------------------------------------------------------------------------- duplicates


def canonical(row: Row, kind: str, custom: Custom) -> tuple[tuple[bool, str], ...]:
    """Return the row's values as text, a missing one before all others, the profile last.

    Columns of type float hold floats, so that their text is that of a float.
    """
    if kind == "plays":
        values = [watch_ms(row) if name == "watch_ms" else row.get(name) for name in PLAY_VALUES]
    else:
        values = [row.get(name) for name in (*IMPRESSION_VALUES, *custom.dimensions)]
        values += [millionths(row.get(name)) for name in custom.sums]
    return tuple((value is not None, str(value)) for value in [*values, row["profile_id"]])


def millionths(value: float | None) -> int:
    """Return a custom sum as whole millionths; a missing one adds nothing."""
    return round((value or 0) * 1_000_000)


def inverse_propensity(row: Row) -> int:
    """Return 1 / propensity as whole millionths, a million at most; a missing one adds nothing."""
    propensity = row.get("propensity")
    return 0 if propensity is None else round(1_000_000 / max(propensity, 0.000_001))


def order(row: Row, kind: str, custom: Custom) -> tuple[Any, ...]:
    """Return by what rows of one event are sorted: the one that counts first."""
    most = -watch_ms(row) if kind == "plays" else 0
    return (most, row["ts"], canonical(row, kind, custom))


def merge(
    batches: Sequence[Iterable[Row]], kind: str, custom: Custom
) -> tuple[list[Row], list[Account]]:
    """Return the rows that count after all batches, and the account of each batch."""
    kept: dict[Any, Row] = {}
    accounts: list[Account] = []
    for batch in batches:
        accounts.append(account := Account())
        events: dict[Any, list[Row]] = {}
        for row in batch:
            event = row.get("event_id")
            event = ("values", canonical(row, kind, custom)) if event is None else ("id", event)
            events.setdefault(event, []).append(row)
        for event, rows in events.items():
            older = kept.get(event)
            best = min([older, *rows] if older else rows, key=lambda r: order(r, kind, custom))
            kept[event] = best
            if not older:
                rows.remove(best)
                account.accepted += 1
            account.duplicate += len(rows)
            for row in rows:
                other = older if row is best and older else best
                if canonical(row, kind, custom) == canonical(other, kind, custom):
                    continue
                if kind == "plays" and only_grew(row, other):
                    account.updated += 1
                else:
                    account.conflict += 1
    return list(kept.values()), accounts


def only_grew(a: Row, b: Row) -> bool:
    """Return whether two reports of a play differ in time watched and agree in what it is."""
    same = all(a[name] == b[name] for name in ("profile_id", "title_id", "ts"))
    return same and watch_ms(a) != watch_ms(b)


# -------------------------------------------------------------------------------- attribution


def family(title: str, titles: Mapping[str, Row]) -> list[str]:
    """Return a title and its ancestors; titles on a loop have no parent."""
    chain = [title]
    while True:
        parent = titles.get(chain[-1], {}).get("parent_title_id")
        if parent is None or on_loop(chain[-1], titles):
            return chain
        chain.append(parent)


def on_loop(title: str, titles: Mapping[str, Row]) -> bool:
    """Return whether one gets from a title to itself by going to parents."""
    seen: set[str] = set()
    at: str | None = title
    while at is not None and at not in seen:
        seen.add(at)
        at = titles.get(at, {}).get("parent_title_id")
    return at == title


def find_impression(
    play: Row, impressions: Sequence[Row], chain: list[str], settings: Settings, custom: Custom
) -> tuple[int | None, bool]:
    """Return the index of the impression that led to a play, and whether any was recent."""
    own = [
        (number, row)
        for number, row in enumerate(impressions)
        if row["profile_id"] == play["profile_id"] and row["title_id"] in chain
    ]
    recent = any(play["ts"] - 30 * DAY <= row["ts"] <= play["ts"] for _, row in own)
    named = play.get("impression_id")
    for number, row in own:
        if named is not None and row.get("event_id") == named:
            return number, recent
    window = round(settings.attribution_window * SECOND)
    candidates = [
        (number, row)
        for number, row in own
        if play["ts"] - window <= row["ts"] <= play["ts"]
        and row.get("placement") not in settings.exclude_placements
    ]

    def latest(candidate: tuple[int, Row]) -> tuple[Any, ...]:
        row = candidate[1]
        event = row.get("event_id")
        text = canonical(row, "impressions", custom)
        return (row["ts"], event is not None, event or "", row["asset_id"], text)

    return max(candidates, key=latest)[0] if candidates else None, recent


def fraction(play: Row, title: Row) -> float | None:
    """Return how much of the title was watched, None if that cannot be known."""
    if play.get("fraction") is not None:
        return play["fraction"]
    runtime = title.get("runtime_seconds")
    return min(watch_ms(play) / round(runtime * 1000), 1.0) if runtime else None


def attribute(
    impressions: Sequence[Row],
    plays: Sequence[Row],
    titles: Sequence[Row],
    settings: Settings,
    custom: Custom | None = None,
) -> Outcome:
    """Attribute plays to impressions; no event is given twice."""
    custom = custom or Custom()
    catalogue = {row["title_id"]: row for row in titles}
    shown = [exposure_fact(row, custom) for row in impressions]
    watched: list[Row] = []
    for play in plays:
        title = catalogue.get(play["title_id"], {})
        own = settings.for_content_type(title.get("content_type"))
        chain = family(play["title_id"], catalogue)
        found, recent = find_impression(play, impressions, chain, own, custom)
        done = fraction(play, title)
        long = watch_ms(play) >= round(own.min_play_seconds * 1000)
        completed = done is not None and done >= own.completion_fraction
        if found is not None:
            credit(shown[found], play, long, completed, done is not None)
        reason = None if long else "too_short"
        if found is None:
            reason = "outside_window" if recent else "no_impression"
        fact = viewing_fact(play, reason, long, completed, done is not None)
        watched.append({**fact, "impression": found})
    return Outcome(shown, watched)


def credit(fact: Row, play: Row, long: bool, completed: bool, known: bool) -> None:
    """Count a play in the fact of the impression that led to it."""
    fact["plays"] += 1
    fact["qualified_plays"] += long
    fact["short_plays"] += not long
    fact["completions"] += long and completed
    fact["completion_known"] += long and known
    fact["watch_ms"] += watch_ms(play) if long else 0


def exposure_fact(row: Row, custom: Custom) -> Row:
    """Return the fact of an impression that no play followed yet."""
    seconds = row.get("media_seconds")
    fact: Row = {"event": row, "title": row["title_id"], "profile": row["profile_id"]}
    fact |= {"slot": row["ts"] // SLOT, "asset": row["asset_id"]}
    for name in ("country", "device", "placement", "position", "phase"):
        fact[name] = None if row.get(name) is None else str(row[name])
    fact |= {f"x_{name}": row.get(name) for name in custom.dimensions}
    fact |= {"impressions": 1, "plays": 0, "qualified_plays": 0, "completions": 0}
    fact |= {"completion_known": 0, "short_plays": 0, "watch_ms": 0}
    fact |= {"hooks": int((seconds or 0) >= 3), "holds": int((seconds or 0) >= 15)}
    fact |= {"inverse_propensity": inverse_propensity(row)}
    return fact | {f"s_{name}": millionths(row.get(name)) for name in custom.sums}


def viewing_fact(play: Row, reason: str | None, long: bool, completed: bool, known: bool) -> Row:
    """Return the fact of a play."""
    return {
        "event": play,
        "title": play["title_id"],
        "profile": play["profile_id"],
        "slot": play["ts"] // SLOT,
        "country": play.get("country"),
        "device": play.get("device"),
        "reason": reason,
        "starts": 1,
        "active_starts": int(long),
        "unattributed_plays": int(reason in ("outside_window", "no_impression")),
        "completions": int(long and completed),
        "completion_known": int(long and known),
        "watch_ms": watch_ms(play),
    }


def outcome(
    batches: Sequence[tuple[Iterable[Row], Iterable[Row]]],
    titles: Sequence[Row] = (),
    settings: Settings | None = None,
    custom: Custom | None = None,
) -> Outcome:
    """Return what batches of (impressions, plays) come to: merged, then attributed."""
    custom = custom or Custom()
    impressions, shown = merge([batch[0] for batch in batches], "impressions", custom)
    plays, watched = merge([batch[1] for batch in batches], "plays", custom)
    result = attribute(impressions, plays, titles, settings or Settings(), custom)
    result.accounts = {"impressions": shown, "plays": watched}
    return result


def add_up(facts: Iterable[Row]) -> list[Row]:
    """Add up facts with equal dimensions."""
    total: dict[tuple[Any, ...], Row] = {}
    for fact in facts:
        row = {k: v for k, v in fact.items() if k not in ("event", "impression")}
        sums = [
            name for name, value in row.items() if name not in DIMENSIONS and isinstance(value, int)
        ]
        key = tuple((name, value) for name, value in row.items() if name not in sums)
        if key not in total:
            total[key] = row
            continue
        for name in sums:
            total[key][name] += row[name]
    return list(total.values())
