"""The input of one scan: only arrays, so that the loops over it are compiled once."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

REJECTED = 1 << 26
"""The entry of a lookup table for a code that does not pass. There are fewer groups than this, and
a sum of about twenty entries still fits an int32, so a row passes exactly if its group number is
below this."""

BY_SUM, BY_DISTINCT, BY_WEIGHT, BY_TITLE = 0, 1, 2, 3
"""How one side of a moment adds up for a profile: the sum of its rows; whether any row is above 0;
the sum of its rows, each multiplied by its run's weight; or the number of titles (or days) with a
row above 0."""

STAMP = 0xFFFFFFFF
"""The bits of a cell that hold the last profile counted. All set means nobody yet: no profile has
that ordinal."""

RUN_KEY, COLUMN_KEY, PROFILE_KEY = 0, 1, 2
"""What determines a row's list of group offsets: its run, a code column, or its profile."""

Longs = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint64]


IS_KEPT, IS_ACTIVE_DAY, IS_RETURNED = 0, 1, 2
"""How a flag is derived; see `keyart.core.measures.DERIVED`."""


class Job(NamedTuple):
    """One scan of one family. Columns are (address, bytes per value) by chunk.

    A *run* is the rows of one title in one segment, sorted by profile; a *piece* is the part of a
    run within one chunk. A group number is a sum of offsets: the run's `base`, one `lookup` entry
    for each code column, the profile's `profile_lookup`, and one entry of each list (a row falls
    into one group for each entry).
    """

    piece_run: Longs
    piece_chunk: Longs
    piece_first: Longs
    piece_last: Longs
    """Rows of the chunk, half-open: [p]."""
    profile: Longs
    """Address of the profile column: [chunks]."""
    code_address: Longs
    code_width: Longs
    """[chunks, code columns]."""
    code_lookup: Longs
    """Start of a run's table for a code column in `lookup`: [runs, code columns]."""
    lookup: Ints
    slot: Longs
    """Address of the slot column, if only slots in [slot_low, slot_high) pass and nothing else
    depends on them: [chunks], or empty."""
    slot_low: int
    slot_high: int
    base: Ints
    """[runs]."""
    member: Bytes
    """One bit per profile, 1 = may pass; empty: all may."""
    profile_lookup: Ints
    """[profiles], or empty."""
    list_kind: Longs
    list_column: Longs
    """The code column that determines the entry, for `COLUMN_KEY`: [lists]."""
    list_first: Longs
    """Start of a run's entries in `list_start`: [runs, lists]."""
    list_start: Longs
    """Entry k of a list holds `list_item[list_start[k] : list_start[k + 1]]`."""
    list_item: Ints
    """Value numbers; value x of list l has the offset `list_offset[list_table[l] + x]`."""
    list_table: Longs
    """[lists]."""
    list_offset: Ints
    """`REJECTED` for a value that makes no group."""
    list_empty: Ints
    """The offset of a row with an empty entry, or `REJECTED`: [lists]."""
    value_address: Longs
    value_width: Longs
    """Stored sums: [chunks, values]."""
    derived: Longs
    """Values that are derived from others, after those: [d, 5]. The value's number, how (`IS_KEPT`,
    `IS_ACTIVE_DAY`, `IS_RETURNED`), and: the numbers of completions, of known ones and of watch
    time; or the number of active starts and the days until the return."""
    reason: Longs
    """(address, bytes per value, code of a missing one) of the reason column, for `IS_KEPT`:
    [chunks, 3], or empty."""
    half_ms: Floats
    """Half of the runtime of each run's title or its series, infinite where unknown: [runs], or
    empty."""
    day_slot: Longs
    """Address of the slot column if pairs are of a profile and a day: [chunks], or empty."""
    day: Ints
    """The local day of each slot from `day_first_slot` on."""
    day_first_slot: int
    newest_day: int
    """The local day of the newest play: it may not be over, all before it are."""
    active_days: Words
    """Bit b of word w is set if profile `active_first_profile` + i is active on the day
    `active_first_day` + 64 w + b: [profiles, words]."""
    active_first_profile: int
    active_first_day: int
    distinct: Bytes
    """Whether profiles with a value above 0 are counted: [values]."""
    pairs: Longs
    """Values for which pairs of a profile and a title (or day) with a value above 0 are counted:
    [p]."""
    title: Longs
    """The number of each run's title, the same in all segments: [runs]."""
    weighted: Longs
    """Values that are also added up multiplied by the run's `weight`: [w]."""
    weight: Floats
    """1 / runtime in the value's unit, 0 where unknown: [runs]."""
    moment: Longs
    """(numerator's value, denominator's value): [m, 2]."""
    moment_how: Longs
    """(numerator's, denominator's) BY_SUM, BY_DISTINCT, BY_WEIGHT or BY_TITLE: [m, 2]."""
    titled: bool
    """Whether any side of a moment is BY_TITLE: a profile's rows must then come sorted by title
    (or day)."""
    groups: int
    mark: bool
    """Whether to mark groups as present; if not, the first value is above 0 in every row."""
    filtered: bool
    """Whether any row may be rejected."""
    profiles: int
    stop: Bytes
    """Becomes 1 to stop the scan early; its result is then invalid: [1]."""


class Sums(NamedTuple):
    """The result of one thread."""

    cells: Longs
    """[values, groups, 2]: the sum; then distinct profiles << 32 | the last one (its *stamp*)."""
    present: Bytes
    """1 where a row fell: [groups]."""
    pairs: Longs
    """[p, groups, 2]: pairs of a profile and a title (or day); then the last one, title << 32 |
    profile."""
    weighted: Floats
    """[w, groups]."""
    moments: Floats
    """[m, groups, 9]: last profile, its numerator and denominator, then n, Σx, Σy, Σxx, Σyy, Σxy,
    where x is the denominator and y the numerator. If the job is `titled`, 11: also the last titles
    counted for the numerator and the denominator."""
    totals: Longs
    """[values, 2]: like `cells`, over all rows that pass."""
    total_pairs: Longs
    """[p, 2]."""
    total_weighted: Floats
    """[w]."""
    total_moments: Floats
    """[m, 9 or 11]."""
