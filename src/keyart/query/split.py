"""Splitting one sum of viewing by values of titles and by markets or audiences, in one pass."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from keyart.query.engine import Floats
from keyart.query.planning.plan import Audience

Flags = npt.NDArray[np.bool_]
SlotRange = tuple[int, int]


@dataclass(frozen=True)
class Split:
    """How to split a sum."""

    values: Mapping[str, Sequence[int]]
    """The numbers of each title's values, by id; a title that is missing has none."""
    count: int
    """How many values there are."""
    across: Literal["country", "region"] | None
    """Cells are these markets, or, if None, `audiences` or one cell."""
    audiences: Sequence[Audience] | None
    spans: Sequence[SlotRange]
    """Parts of the period to add up by themselves, too: slots, none in two. None or two."""


@dataclass(frozen=True, eq=False)
class SplitAnswer:
    """Sums over people by span, value and cell; the first span is the whole period.

    The last value is everything together. Parts are Σ y, Σ y², Σ y × x and the people, where x is a
    person's total in the span; people are counted in the whole period only.
    """

    cells: Sequence[str | None]
    """The names of markets or audiences; None alone for one cell."""
    by_cell: Floats
    """[parts, spans, values + 1, cells]."""
    overall: Floats
    """[parts, spans, values + 1]; of all rows, also of those in no cell."""
    titles: Sequence[str | None]
    by_title: Floats
    """The sum of each title: [titles, cells]."""
    watched: Flags
    """Whether anybody counts as one of the people: [titles, cells]."""
    countries: Sequence[str | None]
    by_country: Floats
    """The sum of each country: [countries, cells]."""
