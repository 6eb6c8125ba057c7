"""Units of comparisons: profiles by their first exposure, each counted once.

A question adds up rows; a comparison adds up people. `count_units` reads the facts of the arms
once, sorted as they are by profile and time, makes units of them, and adds these up by arm and
day, cell, taste and audience. `trial` says what a unit is.
"""

from keyart.query.units.kernels import SLOTS_A_DAY
from keyart.query.units.scan import Counted, count_units
from keyart.query.units.strata import Cells, Places, Tastes, strongest_tastes
from keyart.query.units.trial import Crossover, Limits, Outcome, Strata, Trial

__all__ = [
    "SLOTS_A_DAY",
    "Cells",
    "Counted",
    "Crossover",
    "Limits",
    "Outcome",
    "Places",
    "Strata",
    "Tastes",
    "Trial",
    "count_units",
    "strongest_tastes",
]
