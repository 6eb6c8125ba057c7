"""Which values, and so which codes, a filter lets pass."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.query.condition import Value
from keyart.query.native.domains import Domain, Lists
from keyart.query.plan import Filter

Flags = npt.NDArray[np.bool_]


def _comparable(values: pa.Array) -> pa.Array:
    """Return points in time as whole microseconds, all else as it is."""
    return values.cast(pa.int64()) if pa.types.is_timestamp(values.type) else values


def _in_range(values: pa.Array, low: Value, high: Value) -> Flags:
    passing = np.ones(len(values), np.bool_)
    for bound, compare in ((low, pc.greater_equal), (high, pc.less)):
        if bound is not None:
            passing &= compare(values, pa.scalar(bound)).to_numpy(zero_copy_only=False)
    return passing


def passing_values(condition: Filter, values: pa.Array) -> Flags:
    """Return for each of `values` whether it passes, and last whether null does: bool [n + 1]."""
    values = _comparable(values)
    if condition.values is None:
        return np.append(_in_range(values, condition.low, condition.high), False)
    known = [value for value in condition.values if value is not None]
    listed = pc.is_in(values, value_set=pa.array(known, values.type))
    inside = np.append(listed.to_numpy(zero_copy_only=False), None in condition.values)
    return inside != condition.negate


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
