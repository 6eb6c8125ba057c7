"""A public data set, and the tables that it finds in a download."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import nan

import pyarrow as pa

from keyart.core.errors import BadInput
from keyart.core.report import Account
from keyart.core.settings import Settings
from keyart.ingest.formats.blocks import Block, ColumnSelection, Header, Input, Unreadable
from keyart.ingest.formats.sources import Source
from keyart.ingest.public.download import Download
from keyart.ingest.values.text import clean_block

Accounts = Mapping[str, Account]
"""What became of the rows of each table."""


@dataclass(frozen=True)
class DataSetTables:
    """A data set as the contract's tables.

    Attributes:
        sources: by table; their columns have the contract's names.
        remarks: returns notes that compare the accounts with the files.
    """

    sources: Mapping[str, Source]
    remarks: Callable[[Accounts], Iterable[str]]


@dataclass(frozen=True)
class DataSet:
    """A public data set.

    Attributes:
        name: its name in `keyart import`.
        tables: finds its tables in a download; `settings` are the store's. Raises `BadInput` for
            an incomplete download or another data set.
    """

    name: str
    tables: Callable[[Download, Settings], DataSetTables]


def describe_account(account: Account, rows: str, accepted: str) -> str:
    """Return a table's account as a sum, such as `3 ratings = 2 plays + …`."""
    terms = [f"{account.accepted:,} {accepted}"]
    if account.duplicate:
        terms.append(f"{account.duplicate:,} known before")
    terms.append(f"{account.quarantined:,} in quarantine")
    return f"{account.rows:,} {rows} read = {' + '.join(terms)}."


@dataclass(frozen=True)
class MappedInput:
    """The rows of `source` in other columns.

    Rows keep their numbers, so that quarantine names the line of the file. A file that ends early
    is an error, not one rejected row as elsewhere.

    Attributes:
        source: the input to read.
        needs: the columns to read from `source`.
        gives: the resulting columns.
        mapped: converts a block; it may drop rows.
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
        """Return the resulting columns."""
        return Header(dict.fromkeys(self.gives, "made"))

    def blocks(self, selection: ColumnSelection) -> Iterator[Block]:
        """Yield the rows; see `Input`. Raises `BadInput` where the source cannot be read."""
        try:
            for block in self.source.blocks(ColumnSelection(self.needs)):
                made = self.mapped(clean_block(block))
                names = [name for name in selection.names if name in made.columns]
                yield replace(made, columns={name: made.columns[name] for name in names})
        except Unreadable as error:
            raise BadInput(error.message, hint="Download it again.") from error


def translate(texts: pa.Array, to_text: Callable[[str], str | None]) -> pa.Array:
    """Return `to_text` of each text, called once for each distinct one; missing stays missing."""
    coded = texts.dictionary_encode()
    translations = pa.array([to_text(text) for text in coded.dictionary.to_pylist()], pa.string())
    return translations.take(coded.indices)


def number(text: str) -> float:
    """Return a text's number, NaN if it has none."""
    try:
        return float(text)
    except ValueError:
        return nan
