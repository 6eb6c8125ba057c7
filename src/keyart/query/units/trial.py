"""A trial: the arms and measures of a comparison, and when a profile counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from keyart.query.planning.plan import Moment, Plan


class Crossover(StrEnum):
    """How a profile counts that saw several arms within its window."""

    FIRST = "first"
    """It belongs to the arm it saw first, with everything it did: as assigned by chance."""
    EXCLUDE = "exclude"
    """It does not count."""
    ALL = "all"
    """It counts once for each arm, starting with its first exposure to that arm."""


@dataclass(frozen=True)
class TrialOutcome:
    """One ratio to add up over units: y is the numerator, x the denominator, as in `Moment`.

    With `weighted`, each unit counts 1 / propensity times; units without propensity do not.
    """

    moment: Moment
    weighted: bool = False


@dataclass(frozen=True, eq=False)
class TrialLimits:
    """When and where units count: only if their profile first saw an arm while all were available.

    Days are since 1970, UTC; anything before or after the arrays is closed.
    """

    first_day: int
    slots: npt.NDArray[np.bool_]
    """Whether each slot is open, from the first day on."""
    dimensions: tuple[str, ...]
    places: Mapping[tuple[str | None, ...], npt.NDArray[np.bool_]]
    """Whether each day is open, by values of the dimensions; missing places are open."""


@dataclass(frozen=True, eq=False)
class TrialStrata:
    """Strata of the primary outcome, crossed with blocks of days."""

    dimensions: tuple[str, ...]
    """Some of the dimensions of cells."""
    tastes: bool
    first_day: int
    block: npt.NDArray[np.int64]
    """The block of each day since the first: int64 [days]."""


@dataclass(frozen=True)
class Trial:
    """One comparison, ready for a scan.

    A *unit* is a profile, by its first exposure to any of the arms (of one title) in the plan's
    context. It counts everything shown to the profile from then on for one window, with all plays
    linked to that. A unit is *closed* when no such play can still arrive.
    """

    arms: tuple[str, ...]
    """Asset ids."""
    plan: Plan
    """Only rows of the arms pass its filters; its keys and families are ignored. Units are added up
    by the plan's audiences."""
    last_first_slot: int | None
    """Units must start before this slot; None means no limit."""
    window_slots: int
    closed_before: int
    """Units that start before this slot are closed."""
    outcomes: tuple[TrialOutcome, ...]
    crossover: Crossover = Crossover.FIRST
    primary: int = 0
    """The outcome that is also added up by cell and by audience."""
    first_slot: int | None = None
    """Units start at this slot or later; profiles that saw an arm before are *returning*. None
    means no limit."""
    limits: TrialLimits | None = None
    leave_returning: bool = False
    """Whether to leave out returning units."""
    strata: TrialStrata | None = None
