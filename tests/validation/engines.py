"""Engines that answer as `native` does, but for what is planted in them."""

from dataclasses import dataclass, replace
from typing import ClassVar, cast
from zlib import crc32

import numpy as np

from keyart.core.errors import DruidError, DruidUnavailable, UnsupportedByEngine
from keyart.core.facts import Family
from keyart.query.engine import CopyVersion, EngineAnswer, ErrorBound, Groups, Ints
from keyart.query.native import NativeEngine
from keyart.query.planning.plan import FamilyPlan, Plan, SumTerm, Tally
from keyart.store import Snapshot

SIGMA = 0.02
STATED = ErrorBound(2 * SIGMA, 0.9545)


@dataclass(frozen=True)
class Estimating:
    """Estimates people with a normal error of `sigma`, and states twice `SIGMA`."""

    name: ClassVar[str] = "estimating"
    sigma: float = SIGMA

    def answer(self, snapshot: Snapshot, plan: Plan, family: FamilyPlan) -> EngineAnswer:
        found = NativeEngine().answer(snapshot, plan, family)
        random = np.random.default_rng(crc32(repr((plan, family)).encode()))
        return replace(
            found,
            groups=self._estimated(found.groups, random),
            totals=self._estimated(found.totals, random),
            bound=STATED,
        )

    def tally(self, snapshot: Snapshot, tally: Tally) -> Ints:
        return NativeEngine().tally(snapshot, tally)

    def _estimated(self, groups: Groups, random: np.random.Generator) -> Groups:
        return replace(
            groups,
            distincts={
                term: np.rint(exact * random.normal(1, self.sigma, exact.size)).astype(np.int64)
                for term, exact in groups.distincts.items()
            },
        )


class Sloppy(Estimating):
    """Errs four times as much as it states."""

    def __init__(self) -> None:
        super().__init__(4 * SIGMA)


class Overcounting(NativeEngine):
    """Counts one impression too many wherever it saw any in Germany."""

    name = "overcounting"

    def answer(self, snapshot: Snapshot, plan: Plan, family: FamilyPlan) -> EngineAnswer:
        found = super().answer(snapshot, plan, family)
        term = SumTerm("impressions")
        if "country" not in found.groups.keys or term not in found.groups.sums:
            return found
        german = np.array([value == "DE" for value in found.groups.keys["country"].to_pylist()])
        sums = {**found.groups.sums, term: found.groups.sums[term] + german}
        return replace(found, groups=replace(found.groups, sums=sums))


class Forgetful(NativeEngine):
    """Has no row of what has no value."""

    name = "forgetful"

    def answer(self, snapshot: Snapshot, plan: Plan, family: FamilyPlan) -> EngineAnswer:
        found = super().answer(snapshot, plan, family)
        groups = found.groups
        kept = np.ones(groups.size, bool)
        for key in groups.keys.values():
            kept &= np.array(key.is_valid())
        return replace(
            found,
            groups=replace(
                groups,
                size=int(kept.sum()),
                keys={name: key.filter(kept) for name, key in groups.keys.items()},
                sums={term: sums[kept] for term, sums in groups.sums.items()},
                distincts={term: n[kept] for term, n in groups.distincts.items()},
            ),
        )


class Unwilling(NativeEngine):
    """Cannot answer questions about viewing, and says so."""

    name = "unwilling"

    def answer(self, snapshot: Snapshot, plan: Plan, family: FamilyPlan) -> EngineAnswer:
        if family.family is Family.VIEWING:
            raise UnsupportedByEngine("unwilling has no viewing.", hint="Ask native.")
        return super().answer(snapshot, plan, family)


class Breaking(NativeEngine):
    """Fails at questions about viewing."""

    name = "breaking"

    def answer(self, snapshot: Snapshot, plan: Plan, family: FamilyPlan) -> EngineAnswer:
        if family.family is Family.VIEWING:
            raise DruidError("Not enough merge buffers.", error_code="capacityExceeded")
        return super().answer(snapshot, plan, family)


class Gone(NativeEngine):
    """Cannot be reached."""

    name = "gone"

    def answer(self, snapshot: Snapshot, plan: Plan, family: FamilyPlan) -> EngineAnswer:
        raise DruidUnavailable(f"Druid gives no {family.family} of {plan.tz} at {snapshot.root}.")


class Older(NativeEngine):
    """Answers from a copy of the version before."""

    name = "older"

    def answer(self, snapshot: Snapshot, plan: Plan, family: FamilyPlan) -> EngineAnswer:
        found = super().answer(snapshot, plan, family)
        held = CopyVersion(snapshot.version - 1, 0, cast(int, snapshot.data_until))
        return replace(found, copy_version=held)
