"""What may be recommended to whom: what is offered where, what is popular there, and ratings."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.facts import SLOT_MICROSECONDS
from keyart.query import Access, Query, ask
from keyart.query.lookups import series_of
from keyart.query.memo import memo
from keyart.store import Snapshot

Flags = npt.NDArray[np.bool_]
F64 = npt.NDArray[np.float64]

POPULAR_DAYS = 28
DAY = 86_400_000_000
MATURITY = "maturity"
"""The attribute of profiles with the highest rating that they may see."""
MINOR_AGE = 12
"""The highest rating for profiles of minors without such an attribute."""
ANY_AGE = 99
AGES: Mapping[str, int] = {
    "g": 0, "u": 0, "all": 0, "tv-y": 0, "tv-g": 0, "pg": 10, "tv-pg": 10, "r": 17, "tv-ma": 17,
    "nc-17": 17, "x": 18,
}  # fmt: skip
"""The ages that ratings without numbers stand for."""


def age_of(rating: str | None) -> int | None:
    """Return the age of a rating, such as 16 of `16+` or 13 of `PG-13`; None if it has none."""
    text = (rating or "").strip().casefold()
    if text in AGES:
        return AGES[text]
    number = re.search(r"\d+", text)
    return None if number is None else int(number.group())


def offered(snapshot: Snapshot, works: Sequence[str], country: str | None) -> Flags:
    """Return which works can be watched in a country at the time of the newest event.

    An episode without rows of `availability` has those of its series, and a series is offered if
    one of its episodes is. What has no rows is offered everywhere from its launch on; without a
    country, what any country offers.
    """
    key = ("offered", country)
    found = memo(snapshot, key, lambda: _offered(snapshot, country))
    return np.array([found.get(work, True) for work in works], np.bool_)


def _offered(snapshot: Snapshot, country: str | None) -> dict[str, bool]:
    now = snapshot.data_until or 0
    rows: defaultdict[str, list[bool]] = defaultdict(list)
    table = snapshot.availability
    columns = [table.column("title_id").to_pylist(), table.column("country").to_pylist()]
    columns += [_micros(table.column(name)) for name in ("from", "until")]
    for title, where, low, high in zip(*columns, strict=True):
        is_there = country is None or where == country
        is_now = (low is None or low <= now) and (high is None or high > now)
        rows[title].append(is_there and is_now)
    titles = snapshot.titles
    ids = titles.column("title_id").combine_chunks()
    parents = set(titles.column("parent_title_id").drop_null().to_pylist())
    roots = series_of(titles, ids).to_pylist()
    launches = _micros(titles.column("launched_at"))
    found: dict[str, bool] = {}
    for title, root, launch in zip(ids.to_pylist(), roots, launches, strict=True):
        if title in parents:
            found.setdefault(root, False)
            continue
        known = rows.get(title) or rows.get(root)
        is_offered = any(known) if known else launch is None or launch <= now
        found[root] = found.get(root, False) or is_offered
    return found


def _micros(column: Any) -> list[int | None]:
    return column.cast(pa.timestamp("us", "UTC")).cast(pa.int64()).to_pylist()


def popularity(snapshot: Snapshot, access: Access, works: Sequence[str]) -> dict[str | None, F64]:
    """Return how many people watched each work in the last 28 days, by country; None is all.

    Works that fewer people watched than may be shown count as not watched. `works` are those of the
    store's viewing.
    """
    key = ("popularity", access.sight, access.least_people)
    return memo(snapshot, key, lambda: _popularity(snapshot, access, works))


def _popularity(snapshot: Snapshot, access: Access, works: Sequence[str]) -> dict[str | None, F64]:
    until = ((snapshot.data_until or 0) // SLOT_MICROSECONDS + 1) * SLOT_MICROSECONDS
    first, last = (
        datetime.fromtimestamp(at / 1e6, UTC) for at in (until - POPULAR_DAYS * DAY, until)
    )
    place = {work: at for at, work in enumerate(works)}
    counts: dict[str | None, F64] = {None: np.zeros(len(works))}
    for by in ((), ("country",)):
        query = Query(("active_profiles",), by=("series", *by), since=first, until=last)
        for row in ask(snapshot, access, query).to_dicts():
            people = row["active_profiles"]
            country = row["country"] if by else None
            if row["series"] not in place or (by and country is None):
                continue
            if people and people >= access.least_people:
                counts.setdefault(country, np.zeros(len(works)))[place[row["series"]]] = people
    return counts


def age_limits(snapshot: Snapshot) -> npt.NDArray[np.int16]:
    """Return the highest age of titles for each profile, int16 [profiles]."""
    return memo(snapshot, "age limits", lambda: _age_limits(snapshot))


def _age_limits(snapshot: Snapshot) -> npt.NDArray[np.int16]:
    table = snapshot.profile_table
    limits = np.where(table.flags("is_minor") != 0, MINOR_AGE, ANY_AGE).astype(np.int16)
    if MATURITY in snapshot.attributes:
        attribute = snapshot.attribute(MATURITY)
        ages = [age_of(value) for value in attribute.values]
        by_code = np.array([*(-1 if age is None else age for age in ages), -1], np.int16)
        given = by_code[attribute.codes]
        limits = np.where(given >= 0, given, limits)
    return limits


def title_ages(snapshot: Snapshot, works: Sequence[str]) -> npt.NDArray[np.int16]:
    """Return the age of each work's rating.

    Where some titles are rated, one whose rating is missing or unknown counts as for adults.
    """
    table = snapshot.titles
    ratings = dict(
        zip(table.column("title_id").to_pylist(), table.column(MATURITY).to_pylist(), strict=True)
    )
    ages = [age_of(ratings.get(work)) for work in works]
    unknown = 0 if all(age is None for age in ages) else ANY_AGE
    return np.array([unknown if age is None else age for age in ages], np.int16)


def country_of(snapshot: Snapshot, ordinal: int) -> str | None:
    """Return the country of a profile, from its attribute."""
    if "country" not in snapshot.attributes:
        return None
    attribute = snapshot.attribute("country")
    code = int(attribute.codes[ordinal])
    return None if code < 0 else attribute.values[code].upper()
