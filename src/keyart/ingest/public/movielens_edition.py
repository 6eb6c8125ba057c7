"""The files of an edition of MovieLens, in either of the two layouts that there have been.

Since the 20M edition they are CSV with a header; the 1M and 10M editions are `.dat` files with `::`
between the fields and no header. Both have the same columns, so one mapping serves both.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from keyart.core.errors import BadInput
from keyart.ingest.blocks import Input
from keyart.ingest.csv_input import CsvInput
from keyart.ingest.public.dat_input import DatInput
from keyart.ingest.public.download import AGAIN, Download, require_rows, require_whole
from keyart.ingest.zip_member import File

RATINGS = ("userId", "movieId", "rating", "timestamp")
MOVIES = ("movieId", "title", "genres")
TAGS = ("userId", "movieId", "tag", "timestamp")
USERS = ("userId", "gender", "age", "occupation", "zip")

_TOLD = re.compile(r"contains?\s+([\d,]+)\s+(?:anonymous\s+)?ratings")


@dataclass(frozen=True)
class Edition:
    """The files of one edition, by their names, and how these end: `.csv` or `.dat`."""

    files: Mapping[str, File]
    suffix: str

    def rows(self, name: str, columns: tuple[str, ...]) -> Input | None:
        """Return the rows of a file, looked at, None if the edition does not have it."""
        file = self.files.get(name + self.suffix)
        if file is None:
            return None
        require_whole(file)
        rows = CsvInput(file, delimiter=",") if self.suffix == ".csv" else DatInput(file, columns)
        require_rows(rows, columns)
        return rows

    def needed(self, name: str, columns: tuple[str, ...]) -> Input:
        """Return the rows of a file; raises `BadInput` if the edition does not have it."""
        rows = self.rows(name, columns)
        if rows is None:
            raise BadInput(
                f"There is no {name}{self.suffix} beside ratings{self.suffix}.", hint=AGAIN
            )
        return rows

    def ratings_told(self) -> int | None:
        """Return how many ratings the edition's README says that it has."""
        for name, file in self.files.items():
            if name.startswith("README"):
                told = _TOLD.search(file.read_bytes().decode(errors="replace"))
                return int(told[1].replace(",", "")) if told else None
        return None


def find_edition(download: Download) -> Edition:
    """Return the edition that a download holds; raises `BadInput` for none or several."""
    found = [name for name in download.files if _is_ratings(name)]
    if not found:
        raise BadInput(
            f"{download.path} holds no ratings.csv and no ratings.dat.",
            hint="Give the folder or the zip file of a MovieLens data set "
            "(grouplens.org/datasets/movielens).",
        )
    nearest = min(found, key=lambda name: (name.count("/"), not name.endswith(".csv")))
    folder = nearest.rpartition("/")[0]
    others = [name for name in found if name.rpartition("/")[0] != folder]
    if any(name.count("/") == nearest.count("/") for name in others):
        raise BadInput(
            f"{download.path} holds several editions: {nearest} and {others[0]}.",
            hint="Give the folder of one of them.",
        )
    return Edition(download.below(folder), nearest[-4:])


def _is_ratings(name: str) -> bool:
    return name.rpartition("/")[2] in {"ratings.csv", "ratings.dat"}
