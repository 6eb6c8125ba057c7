"""Which values, and so which codes, a filter lets pass."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.query.native.domains import Domain, Lists
from keyart.query.planning.plan import Filter

Flags = npt.NDArray[np.bool_]


def passing_values(condition: Filter, values: pa.Array) -> Flags:
    """Return for each of `values` whether it passes, and last whether null does: bool [n + 1]."""
    return condition.passes(pa.concat_arrays([values, pa.nulls(1, values.type)]))


def _passing_lists(passing: Flags, lists: Lists, *, every: bool) -> Flags:
    hits = np.zeros(lists.items.size + 1, np.int64)
    np.cumsum(passing[lists.items], out=hits[1:])
    passed = hits[lists.starts[1:]] - hits[lists.starts[:-1]]
    sizes = np.diff(lists.starts)
    wanted = passed == sizes if every else passed > 0
    return np.where(sizes == 0, passing[-1], wanted)


def passing_codes(condition: Filter, domain: Domain) -> Sequence[Flags]:
    """Return for each segment which codes of the axis' column pass, the null code last."""
    passing = passing_values(condition, domain.values)
    if condition.axis.multi_valued:
        every = condition.negate and condition.values is not None
        return [_passing_lists(passing, lists, every=every) for lists in domain.lists]
    return [passing[codes] for codes in domain.codes]
