"""Planning tests: how many people they need, and how many days of a title's traffic that takes.

Start with `answer`; `sample_size` has the formulas.
"""

from typing import TYPE_CHECKING

from keyart.core.lazy import lazy_names

if TYPE_CHECKING:
    from keyart.insights.planning.answer import plan_test
    from keyart.insights.planning.request import PlanRequest
    from keyart.insights.planning.result import PlannedTest
    from keyart.insights.planning.sample_size import Aim, units_per_arm
else:
    __getattr__, __dir__ = lazy_names(__name__)

__all__ = ["Aim", "PlanRequest", "PlannedTest", "plan_test", "units_per_arm"]
