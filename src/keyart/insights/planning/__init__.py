"""Planning tests: how many people they need, and how long a title's traffic takes to bring them.

`plan` is the road and the first file to read; `units` has the formulas.
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
