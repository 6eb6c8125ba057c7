"""Facts: events added up by title, profile, slot and dimensions, in sorted runs."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.attribute.kernels import grouping, sorting
from keyart.attribute.matching import Matches, match
from keyart.attribute.part import Sorted, SortedPart, column, sorted_part
from keyart.attribute.rules import TitleRules
from keyart.core.facts import (
    EXPOSURE_DIMENSIONS,
    EXPOSURE_SUMS,
    HOLD_SECONDS,
    HOOK_SECONDS,
    INVERSE_PROPENSITY_SCALE,
    LEAST_PROPENSITY,
    MISSING,
    SLOT_MICROSECONDS,
    VIEWING_SUMS,
)
from keyart.core.vocabulary import Codes, Vocabulary

Sums = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class FactGroups:
    """The fact of each row of a table of events."""

    columns: dict[str, npt.NDArray[np.generic]]
    """title, profile, slot and the dimensions of each fact."""
    rows: npt.NDArray[np.int64]
    """int64[facts]: the number of events of each fact."""
    fact_of_row: Codes
    """int32[events]: the fact of each row of the table."""


def exposure_facts(part: SortedPart, matches: Matches) -> pa.Table:
    """Return the exposure facts of a part.

    Columns: title int32, profile uint32, slot uint32, the dimensions int32, then the sums int64.
    Sorted by title, profile, slot and dimensions (by code, `MISSING` first), each combination
    once. A play counts in the fact of the impression that led to it.
    """
    events = part.impressions
    custom = [name for name in events.column_names if name.startswith("x_")]
    codes = {name: column(events, name) for name in (*EXPOSURE_DIMENSIONS, *custom)}
    groups = _group_events(part.shown, codes)
    sums = _sum_plays(part, matches, groups) | {
        "impressions": groups.rows,
        "hooks": _count_at_least(groups, column(events, "media_seconds"), HOOK_SECONDS),
        "holds": _count_at_least(groups, column(events, "media_seconds"), HOLD_SECONDS),
        "inverse_propensity": _sum_inverse_propensity(groups, column(events, "propensity")),
    }
    ordered = {name: sums[name] for name in EXPOSURE_SUMS}
    for name in events.column_names:
        if name.startswith("s_"):
            ordered[name] = _sum_by_fact(groups, groups.fact_of_row, column(events, name))
    return pa.table({**groups.columns, **ordered})


def viewing_facts(part: SortedPart, matches: Matches) -> pa.Table:
    """Return the viewing facts of a part: every play, at its own time, country and device.

    Columns and order are as in `exposure_facts`, with the dimensions country, device and reason.
    """
    codes = {name: column(part.plays, name) for name in ("country", "device")}
    groups = _group_events(part.played, {**codes, "reason": matches.reason})
    long_enough, fraction_known, completed = _judge_plays(part)
    values = {
        "active_starts": long_enough,
        "unattributed_plays": matches.impression < 0,
        "completions": long_enough & completed,
        "completion_known": long_enough & fraction_known,
        "watch_ms": column(part.plays, "watch_ms"),
    }
    sums = {name: _sum_by_fact(groups, groups.fact_of_row, flags) for name, flags in values.items()}
    sums["starts"] = groups.rows
    return pa.table({**groups.columns, **{name: sums[name] for name in VIEWING_SUMS}})


def _sum_plays(part: SortedPart, matches: Matches, groups: FactGroups) -> dict[str, Sums]:
    """Return the sums of exposure facts that come from plays, each in its impression's fact."""
    attributed = np.flatnonzero(matches.impression >= 0)
    facts = groups.fact_of_row[matches.impression[attributed]]
    qualified = matches.reason[attributed] == MISSING
    _, fraction_known, completed = (flags[attributed] for flags in _judge_plays(part))
    values = {
        "plays": np.ones(len(facts), np.bool_),
        "qualified_plays": qualified,
        "completions": qualified & completed,
        "completion_known": qualified & fraction_known,
        "short_plays": ~qualified,
        "watch_ms": np.where(qualified, column(part.plays, "watch_ms")[attributed], 0),
    }
    return {name: _sum_by_fact(groups, facts, of) for name, of in values.items()}


def _judge_plays(part: SortedPart) -> tuple[Flags, Flags, Flags]:
    """Return, for each play: long enough to qualify; fraction known; fraction known and completed.

    The fraction is the reported one, else watch time / the title's runtime, at most 1.
    """
    title, watch_ms = column(part.plays, "title"), column(part.plays, "watch_ms")
    runtime_ms = part.rules.runtime_ms[title]
    reported = column(part.plays, "fraction")
    unknown = np.full(len(reported), np.nan)
    derived = np.divide(watch_ms, runtime_ms, out=unknown, where=runtime_ms > 0)
    fraction = np.where(np.isnan(reported), np.minimum(derived, 1), reported)
    long_enough = watch_ms >= part.rules.min_play_ms[title]
    return long_enough, ~np.isnan(fraction), fraction >= part.rules.completion[title]


def _sum_by_fact(groups: FactGroups, facts: Codes, values: Flags | Sums) -> Sums:
    """Return, for each fact, the sum of its values."""
    sums = np.zeros(len(groups.rows), np.int64)
    grouping.add_at(sums, facts, np.array(values, np.int64))
    return sums


def _count_at_least(groups: FactGroups, values: npt.NDArray[np.float64], least: float) -> Sums:
    """Return, for each fact, the number of its rows with a value of `least` or more."""
    counts = np.zeros(len(groups.rows), np.int64)
    grouping.count_at_least(counts, groups.fact_of_row, values, least)
    return counts


def _sum_inverse_propensity(groups: FactGroups, propensities: npt.NDArray[np.float64]) -> Sums:
    """Return, for each fact, the sum of its rows' 1 / propensity in millionths; NaN adds 0."""
    sums = np.zeros(len(groups.rows), np.int64)
    grouping.add_inverse(
        sums, groups.fact_of_row, propensities, LEAST_PROPENSITY, INVERSE_PROPENSITY_SCALE
    )
    return sums


def _group_events(events: Sorted, codes: Mapping[str, Codes]) -> FactGroups:
    """Group sorted events by title, profile, slot and the dimensions in `codes` (table order)."""
    rows = events.rows.copy()
    fact_of_row = np.empty(len(rows), np.int32)
    starts = grouping.group_rows(
        rows, events.title, events.profile, events.ts, _pack_codes(codes, len(rows)), fact_of_row
    )
    first = starts[:-1]
    columns: dict[str, npt.NDArray[np.generic]] = {
        "title": events.title[first],
        "profile": events.profile[first],
        "slot": (events.ts[first] // SLOT_MICROSECONDS).astype(np.uint32),
    }
    example = rows[first]
    for name, values in codes.items():
        columns[name] = sorting.gather(values, example)
    return FactGroups(columns, np.diff(starts), fact_of_row)


def _pack_codes(codes: Mapping[str, Codes], rows: int) -> npt.NDArray[np.uint64]:
    """Return uint64[words, rows] that sort like the codes, in order."""
    layout: list[list[tuple[str, int]]] = [[]]
    room = 64
    for name, values in codes.items():
        bits = (int(values.max()) + 1).bit_length() if rows else 0
        if bits > room:
            layout.append([])
            room = 64
        layout[-1].append((name, bits))
        room -= bits
    words = np.zeros((len(layout), rows), np.uint64)
    for word, fields in zip(words, layout, strict=True):
        for name, bits in fields:
            grouping.append_code(word, codes[name], bits)
    return words


@dataclass(frozen=True)
class Facts:
    """The facts of one part: two sorted runs, with columns as in core/facts.py."""

    exposure: pa.Table
    viewing: pa.Table


def attribute(
    impressions: pa.Table,
    plays: pa.Table,
    rules: TitleRules,
    vocabularies: Mapping[str, Vocabulary],
) -> Facts:
    """Attribute the plays of a part to its impressions and add both up.

    Both tables come from `merge_duplicates`. Make `rules` with `title_rules` after the last row was
    encoded. Facts depend only on the rows: neither their order nor their codes matter (except for
    the order of the facts, which is by code).
    """
    part = sorted_part(impressions, plays, rules, vocabularies)  # 1. sort by title, profile, time
    matches = match(part)  # 2. find the impression that led to each play
    return Facts(exposure_facts(part, matches), viewing_facts(part, matches))  # 3. add up
