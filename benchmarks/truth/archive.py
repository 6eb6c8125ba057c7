"""The tests of the Upworthy Research Archive as arrays."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from keyart.core.config import Config
from keyart.ingest.public.upworthy import read_upworthy
from keyart.ingest.reading import ReadOptions
from keyart.insights.statistics.allocation import chi_square
from keyart.query.engine import Floats, Ints

ARCHIVE = Path(__file__).parents[3] / "shared" / "data" / "upworthy"

BROKEN = (201326, 201402)
"""The first and the last week in which randomisation was broken, as the archive's authors say."""


@dataclass(frozen=True)
class ArchiveTests:
    """Tests of two packages and more.

    `week` is [tests], YYYYWW; `shown` and `clicked` are [tests, packages], 0 where a test has
    fewer packages than the largest.
    """

    week: Ints
    shown: Ints
    clicked: Ints

    @property
    def there(self) -> npt.NDArray[np.bool_]:
        """Where there is a package."""
        return self.shown > 0

    @property
    def clean(self) -> npt.NDArray[np.bool_]:
        """Which tests are of weeks in which randomisation worked."""
        return (self.week < BROKEN[0]) | (self.week > BROKEN[1])

    def of(self, which: npt.NDArray[np.bool_]) -> "ArchiveTests":
        """Return some of the tests."""
        return ArchiveTests(self.week[which], self.shown[which], self.clicked[which])

    def mismatch(self) -> Floats:
        """Return p-values of each test against equal shares, for one look."""
        packages: Ints = np.count_nonzero(self.shown, axis=1)
        counts: set[int] = set(packages.tolist())
        p = np.full(packages.size, np.nan)
        for count in counts:
            those = packages == count
            p[those] = chi_square(self.shown[those, :count], np.full(count, 1 / count))
        return p


def archive_tests(source: Path = ARCHIVE) -> ArchiveTests:
    """Return the archive's tests in the order of their ids; a test is of its first week."""
    options = ReadOptions(Config(), salt="", now=datetime.now(UTC))
    table = read_upworthy(source, options).packages.sort_by(
        [("clickability_test_id", "ascending"), ("index", "ascending")]
    )
    _, first, counts = np.unique(
        table.column("clickability_test_id").to_numpy(), return_index=True, return_counts=True
    )
    place = np.arange(len(table)) - np.repeat(first, counts)
    test = np.repeat(np.arange(first.size), counts)

    def spread(name: str) -> Ints:
        found = np.zeros((first.size, int(counts.max())), np.int64)
        found[test, place] = table.column(name).to_numpy()
        return found

    week = np.minimum.reduceat(table.column("test_week").to_numpy(), first)
    every = ArchiveTests(week, spread("impressions"), spread("clicks"))
    return every.of(every.there.sum(axis=1) > 1)
