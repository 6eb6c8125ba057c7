"""The shape of a public data set: data, and one function that finds its tables in a download."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from keyart.core.report import Account
from keyart.core.settings import Settings
from keyart.ingest.public.download import Download
from keyart.ingest.sources import Source

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
