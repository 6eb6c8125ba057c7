"""What a title's page asks, as questions of Keyart and as SQL by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.druid.page_store import FIRST_DAY
from keyart.query import Query

MEASURES = ("impressions", "reach", "viewers", "qualified_plays", "take_rate")
DAY_MS = 86_400_000
SINCE = int(FIRST_DAY.timestamp() * 1000) + 14 * DAY_MS

COLUMNS: Mapping[str, str] = {
    "asset": "asset",
    "phase": "phase",
    "country": "country",
    "day": "TIME_FLOOR(__time, 'P1D')",
    "asset_type": "LOOKUP(asset, '{prefix}_asset_assets_asset_type')",
}
"""What a group is by in SQL; `asset_type` as Keyart's lookups say it."""


@dataclass(frozen=True)
class Part:
    """One question of the page."""

    name: str
    by: tuple[str, ...]
    where: Mapping[str, str] = field(default_factory=dict[str, str])
    late: bool = False
    """Whether it is of the last two weeks only."""

    def query(self, title: str, engine: str | None) -> Query:
        """Return it as a question of Keyart."""
        return Query(
            MEASURES,
            by=tuple(name for name in self.by if name != "day"),
            where={"title": title, **self.where},
            since=SINCE * 1000 if self.late else None,
            grain="day" if "day" in self.by else None,
            engine=engine,
        )

    def keys(self, prefix: str) -> list[str]:
        """Return what its groups are by in SQL."""
        return [COLUMNS[name].format(prefix=prefix) for name in self.by]

    def sql(self, datasource: str, prefix: str, counts: str) -> str:
        """Return it as SQL, `counts` being the columns that count people; `?` is the title."""
        keys = self.keys(prefix)
        sums = 'SUM("impressions"), SUM("qualified_plays")'
        wanted = ["title = ?", *(f"{name} = '{value}'" for name, value in self.where.items())]
        if self.late:
            wanted.append(f"__time >= MILLIS_TO_TIMESTAMP({SINCE})")
        groups = f" GROUP BY {', '.join(str(n + 1) for n in range(len(keys)))}" if keys else ""
        columns = ", ".join([*keys, sums, counts])
        return f'SELECT {columns} FROM "{datasource}" WHERE {" AND ".join(wanted)}{groups}'


PAGE = (
    Part("all time, by asset", ("asset",)),
    Part("all time, by asset and phase", ("asset", "phase")),
    Part("all time, by type of asset", ("asset_type",)),
    Part("two weeks, by asset", ("asset",), late=True),
    Part("by asset and day", ("asset", "day")),
    Part("by asset, in Germany", ("asset",), {"country": "DE"}),
    Part("by asset and country", ("asset", "country")),
)
