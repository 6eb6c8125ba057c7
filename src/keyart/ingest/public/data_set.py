"""The shape of a public data set: data, and one function that finds its tables in a download."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import nan

import pyarrow as pa

from keyart.core.errors import BadInput
from keyart.core.report import Account
from keyart.core.settings import Settings
from keyart.ingest.formats.blocks import Block, Header, Input, Unreadable, Wanted
from keyart.ingest.formats.sources import Source
from keyart.ingest.public.download import Download
from keyart.ingest.values.text import readable

Accounts = Mapping[str, Account]
"""What became of the rows of each table."""


@dataclass(frozen=True)
class Tables:
    """A data set as the contract's tables, found and looked at.

    Attributes:
        sources: by table; their columns have the contract's names.
        remarks: says, given what became of the rows, how that fits the files.
    """

    sources: Mapping[str, Source]
    remarks: Callable[[Accounts], Iterable[str]]


@dataclass(frozen=True)
class DataSet:
    """A public data set.

    Attributes:
        name: what `keyart import` calls it.
        tables: finds its tables in a download; `settings` are the store's. Raises `BadInput` for
            a download that is not whole or not of this data set.
    """

    name: str
    tables: Callable[[Download, Settings], Tables]


def balance(account: Account, rows: str, accepted: str) -> str:
    """Return what became of a table's rows as a sum, such as `3 ratings = 2 plays + …`."""
    terms = [f"{account.accepted:,} {accepted}"]
    if account.duplicate:
        terms.append(f"{account.duplicate:,} known before")
    terms.append(f"{account.quarantined:,} in quarantine")
    return f"{account.rows:,} {rows} read = {' + '.join(terms)}."


@dataclass(frozen=True)
class MappedInput:
    """The rows of `source` in other columns.

    The rows keep their numbers, so that quarantine names the line of the file. It is all or
    nothing: a file that breaks off is an error and not, as elsewhere, a row less.

    Attributes:
        source: where the rows come from.
        needs: the columns of `source` to make them from.
        gives: the columns that come out.
        mapped: makes them, block by block; it may leave rows out.
    """

    source: Input
    needs: tuple[str, ...]
    gives: tuple[str, ...]
    mapped: Callable[[Block], Block]

    @property
    def name(self) -> str:
        """The name of the source."""
        return self.source.name

    @property
    def size(self) -> int | None:
        """Bytes to read, None if unknown."""
        return self.source.size

    def header(self) -> Header:
        """Return the columns that come out."""
        return Header(dict.fromkeys(self.gives, "made"))

    def blocks(self, wanted: Wanted) -> Iterator[Block]:
        """Yield the rows; see `Input`. Raises `BadInput` where the source cannot be read."""
        try:
            for block in self.source.blocks(Wanted(self.needs)):
                made = self.mapped(readable(block))
                names = [name for name in wanted.names if name in made.columns]
                yield replace(made, columns={name: made.columns[name] for name in names})
        except Unreadable as error:
            raise BadInput(error.message, hint="Download it again.") from error


def retold(texts: pa.Array, tell: Callable[[str], str | None]) -> pa.Array:
    """Return `tell` of each text, called once for each distinct one; missing stays missing."""
    coded = texts.dictionary_encode()
    told = pa.array([tell(text) for text in coded.dictionary.to_pylist()], pa.string())
    return told.take(coded.indices)


def number(text: str) -> float:
    """Return the number that a text says, NaN if it says none."""
    try:
        return float(text)
    except ValueError:
        return nan
