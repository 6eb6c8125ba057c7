"""Facts in Druid: the columns behind a snapshot's names."""

from dataclasses import dataclass

from sqlglot import exp

from keyart.core.facts import SLOT_MICROSECONDS, Family
from keyart.query.druid_engine.connection import DruidCopy
from keyart.query.druid_engine.errors import not_loaded, unsupported
from keyart.query.druid_engine.expressions import looked_up, milliseconds
from keyart.query.planning.plan import Axis, Lookup
from keyart.query.sql import age, column
from keyart.scale.druid import layout
from keyart.store import Snapshot

SEVERAL = {
    ("title", "genres"): "genre",
    ("title", "tags"): "tag",
    ("asset", "tags"): "asset_tag",
}
"""The physical column that holds the several values of an attribute, by its owner."""

FINEST = SLOT_MICROSECONDS // 1_000_000


@dataclass(frozen=True)
class DruidFacts:
    """One family of facts in Druid."""

    snapshot: Snapshot
    copy: DruidCopy
    family: Family

    def value(self, axis: Axis) -> exp.Expr:
        """Return a row's value of a single-valued axis: text, or for `AGE` a whole number.

        Raises `UnsupportedByEngine` if it is not loaded.
        """
        match axis.lookup:
            case Lookup.PROFILES:
                return self.profile_attribute(axis.attribute)
            case Lookup.AGE:
                return self._age(axis)
            case Lookup.SERIES:
                title = self._dimension(axis)
                return exp.Coalesce(this=self._looked_up(axis), expressions=[title])
            case Lookup.ITSELF | Lookup.NUMBER:
                return self._dimension(axis)
            case _:
                return self._looked_up(axis)

    def several(self, axis: Axis) -> exp.Column:
        """Return the column of a multi-valued axis of titles or assets."""
        return column(SEVERAL[axis.column, axis.attribute])

    def profile_attribute(self, name: str) -> exp.Column:
        """Return the column of a profile attribute."""
        if name not in self.copy.manifest.attributes:
            raise not_loaded("profile attribute", name, "attributes")
        return column(layout.attribute(name))

    def _dimension(self, axis: Axis) -> exp.Column:
        if axis.column not in self.copy.manifest.dimensions[self.family]:
            raise not_loaded("dimension", axis.name, "dimensions")
        return column(axis.column)

    def _looked_up(self, axis: Axis) -> exp.Expr:
        name = layout.lookup(self.copy.prefix, axis.column, axis.lookup, axis.attribute)
        if name not in self.copy.manifest.lookups:
            raise unsupported(
                f"Druid has not loaded {axis.name!r}.",
                'Run: keyart druid load. Or ask engine="native".',
            )
        return looked_up(self._dimension(axis), name)

    def _age(self, axis: Axis) -> exp.Expr:
        if self.copy.manifest.granularity_seconds != FINEST:
            raise unsupported(
                f"Druid has loaded times too coarsely for {axis.name!r}.",
                'Set granularity = "15m" in [druid] and run: keyart druid load. Or ask '
                'engine="native".',
            )
        launched = exp.cast(self._looked_up(axis), "BIGINT")
        now = exp.Mul(this=milliseconds(), expression=exp.convert(1000))
        return age(now, launched, exp.Div)
