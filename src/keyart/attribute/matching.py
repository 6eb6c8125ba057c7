"""The attribution rule: which impression, if any, led to each play."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.attribute.canonical import canonical_columns, row_ranks
from keyart.attribute.kernels import linking, matching, sorting
from keyart.attribute.part import Sorted, SortedPart, column, text_column
from keyart.attribute.rules import TitleRules
from keyart.core.facts import MISSING, REASONS, Reason
from keyart.core.texthash import hash_text, text_buffers
from keyart.core.vocabulary import Codes


def linked_impressions(
    impressions: pa.Table, plays: pa.Table, rules: TitleRules
) -> npt.NDArray[np.int32]:
    """Return the row of the impression that each play's `impression_id` names, −1 for none.

    The impression must have the play's profile and its title or an ancestor; time and placement do
    not matter. Event ids of impressions are unique (see `merge_duplicates`).
    """
    linked = np.full(plays.num_rows, -1, np.int32)
    names = text_column(plays, "impression_id")
    if names.null_count == len(names) or impressions.num_rows == 0:
        return linked
    ids = text_column(impressions, "event_id")
    hashes = hash_text(names)
    naming = np.flatnonzero(hashes)
    naming = naming[np.argsort(hashes[naming])]
    sorted_hashes = hashes[naming]
    linking.follow_links(
        linking.hash_table(sorted_hashes), sorted_hashes, naming, *text_buffers(names),
        column(plays, "title"), column(plays, "profile"),
        hash_text(ids), *text_buffers(ids),
        column(impressions, "title"), column(impressions, "profile"),
        rules.parent, linked,
    )  # fmt: skip
    return linked


RECENT_MICROSECONDS = 30 * 86400 * 1_000_000
"""How far back an impression can make an unattributed play `outside_window`: 30 days."""

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Matches:
    """The outcome of each play, in the order of the table of plays."""

    impression: Codes
    """int32[plays]: the row of the impression that led to it, −1 for none."""
    reason: Codes
    """int32[plays]: why it did not qualify, a code of `REASONS`; `MISSING` if it did."""


def match(part: SortedPart) -> Matches:
    """Return which impression led to each play of `part`, and why plays did not qualify."""
    linked = linked_impressions(part.impressions, part.plays, part.rules)
    candidate, recent = _find_candidates(replace(part, shown=_settle_ties(part)))
    impression = np.where(linked >= 0, linked, candidate)
    watched = column(part.plays, "watch_ms")
    long_enough = watched >= part.rules.min_play_ms[column(part.plays, "title")]
    reason = np.select(
        [(impression >= 0) & long_enough, impression >= 0, recent],
        [MISSING, REASONS.index(Reason.TOO_SHORT), REASONS.index(Reason.OUTSIDE_WINDOW)],
        REASONS.index(Reason.NO_IMPRESSION),
    )
    return Matches(impression, reason.astype(np.int32))


def _settle_ties(part: SortedPart) -> Sorted:
    """Return the order of impressions, with ties of title, profile and time ordered by rank."""
    shown = part.shown
    with_next = shown.ts[1:] == shown.ts[:-1]
    with_next &= shown.profile[1:] == shown.profile[:-1]
    with_next &= shown.title[1:] == shown.title[:-1]
    if not with_next.any():
        return shown
    tied = np.zeros(len(shown), np.bool_)
    tied[:-1] = with_next
    tied[1:] |= with_next
    positions = np.flatnonzero(tied)
    group = np.cumsum(np.concatenate([[True], ~with_next]))[positions]
    rows = shown.rows.copy()
    rows[positions] = rows[positions][np.lexsort((_rank_impressions(part, rows[positions]), group))]
    return replace(shown, rows=rows)


def _rank_impressions(part: SortedPart, rows: Codes) -> npt.NDArray[np.int64]:
    """Rank impressions with the same time: by event id, then asset id, then canonical row text."""
    columns = ["event_id", "asset", *canonical_columns(part.impressions)]
    return row_ranks(part.impressions.take(pa.array(rows)), columns, part.vocabularies)


def _find_candidates(part: SortedPart) -> tuple[Codes, Flags]:
    """Return, for each play, by row, its candidate's row (−1 = none), and whether one is recent."""
    rules, shown, played = part.rules, part.shown, part.played
    position = np.full(len(played), -1, np.int32)
    recent, tied = np.zeros(len(played), np.bool_), np.zeros(len(played), np.bool_)
    placement = sorting.gather(column(part.impressions, "placement"), shown.rows)
    kind = rules.kind[played.title]
    plays = (played.title, played.profile, played.ts)
    family = (rules.parent, shown.title_starts(rules.titles), shown.profile, shown.ts)
    for number in np.unique(kind):
        excluded = rules.excluded[number]
        allowed = matching.last_allowed(shown.title, shown.profile, placement, excluded)
        chosen = np.flatnonzero(kind == number)
        matching.match_plays(
            *plays, chosen, rules.window_us, RECENT_MICROSECONDS, *family, allowed,
            position, recent, tied,
        )  # fmt: skip
        chosen = chosen[tied[chosen]]
        if len(chosen):
            pairs = matching.tied_candidates(*plays, chosen, *family, allowed, position)
            _choose_highest(part, position, *pairs)
    matched = position >= 0
    candidate, recent_by_row = np.full(len(played), -1, np.int32), np.empty_like(recent)
    candidate[played.rows[matched]] = shown.rows[position[matched]]
    recent_by_row[played.rows] = recent
    return candidate, recent_by_row


def _choose_highest(
    part: SortedPart, position: Codes, plays: npt.NDArray[np.int64], positions: Codes
) -> None:
    """Set position[play] to the highest-ranking candidate, from pairs of play and candidate."""
    order = np.lexsort((_rank_impressions(part, part.shown.rows[positions]), plays))
    last = np.concatenate([plays[order][1:] != plays[order][:-1], [True]])
    position[plays[order][last]] = positions[order][last]
