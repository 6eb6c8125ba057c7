"""Units of comparisons: profiles by their first exposure, each counted once.

A query adds up rows; a comparison adds up people. `count_units` reads the arms' facts once, in
order of profile and time, makes units of them, and adds these up by arm and day, cell, taste and
audience. `trial` defines a unit.
"""

from keyart.query.units.scan import TrialCounts, UnitRows, count_units, list_units
from keyart.query.units.strata import Cells, ExposurePlaces, Tastes, strongest_tastes
from keyart.query.units.trial import Crossover, Trial, TrialLimits, TrialOutcome, TrialStrata
from keyart.query.units.unit_kernels import SLOTS_A_DAY

__all__ = [
    "SLOTS_A_DAY",
    "Cells",
    "Crossover",
    "ExposurePlaces",
    "Tastes",
    "Trial",
    "TrialCounts",
    "TrialLimits",
    "TrialOutcome",
    "TrialStrata",
    "UnitRows",
    "count_units",
    "list_units",
    "strongest_tastes",
]
