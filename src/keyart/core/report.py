"""The account of an ingest: what became of every row."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from keyart.core.facts import Reason

QUALIFIED = "qualified"
"""Takes the place of a reason for a play that qualified."""

ATTRIBUTED = (QUALIFIED, Reason.TOO_SHORT)
"""The reasons of plays that an impression led to."""


@dataclass
class Account:
    """What became of the rows of one table in one batch; rows = accepted + duplicate + quarantined.

    `updated` and `conflict` are among the duplicates.
    """

    rows: int = 0
    accepted: int = 0
    duplicate: int = 0
    updated: int = 0
    conflict: int = 0
    quarantined: int = 0
    reasons: dict[str, int] = field(default_factory=dict[str, int])

    def reject(self, code: str, rows: int) -> None:
        """Count `rows` rows as quarantined with `code`."""
        if rows:
            self.quarantined += rows
            self.reasons[code] = self.reasons.get(code, 0) + rows

    def to_dict(self) -> dict[str, Any]:
        """Return the account as plain data."""
        return asdict(self)

    def beyond(self, before: "Account") -> "Account":
        """Return this account without another; an empty one if it does not contain the other."""
        figures = {name: getattr(self, name) - getattr(before, name) for name in FIGURES}
        reasons = Counter(self.reasons)
        reasons.subtract(before.reasons)
        if min([*figures.values(), *reasons.values()]) < 0:
            return Account()
        return Account(**figures, reasons={code: rows for code, rows in reasons.items() if rows})

    def __getitem__(self, key: str) -> Any:
        """Return one figure by its name, as `report.batches[table]["rows"]`."""
        return self.to_dict()[key]


FIGURES = tuple(field.name for field in fields(Account) if field.name != "reasons")
"""The figures of an account, by name."""


def sum_of(accounts: Iterable[Account]) -> Account:
    """Return the sum of several accounts of one table."""
    whole = Account()
    for account in accounts:
        for name in FIGURES:
            setattr(whole, name, getattr(whole, name) + getattr(account, name))
        for code, rows in account.reasons.items():
            whole.reasons[code] = whole.reasons.get(code, 0) + rows
    return whole


@dataclass(frozen=True)
class SourceColumn:
    """One column of a table's source, in a dry run."""

    column: str
    """Its name in the source."""
    stored: str
    """Its type in the source."""
    field: str | None
    """The field that it is read as, None if it is ignored."""
    kind: str | None
    """The type that it is read as, one of `keyart.core.schema.Kind`."""
    examples: tuple[str, ...] = ()
    """Some of its values; none for profile ids."""


@dataclass(frozen=True)
class RejectedRow:
    """A rejected row that a dry run shows; the fields are those of the quarantine."""

    file: str
    row: int
    code: str
    column: str | None
    message: str
    data: str


SAMPLES = 3
"""How many rejected rows of each table and code a dry run shows."""


@dataclass
class Report:
    """The result of an ingest; in a dry run, what it would be."""

    batches: dict[str, Account] = field(default_factory=dict[str, Account])
    version: int | None = None
    batch: str | None = None
    notes: list[str] = field(default_factory=list[str])
    released: int = 0
    """Rows quarantined earlier that this ingest's assets made acceptable.

    They are among the `rows` of this batch's impressions too, and accepted or duplicates there.
    """
    plays_by_reason: dict[str, int] = field(default_factory=dict[str, int])
    """Plays of the batch's profiles and titles, by `qualified` or reason."""
    dry_run: bool = False
    columns: dict[str, list[SourceColumn]] = field(default_factory=dict[str, list[SourceColumn]])
    """In a dry run: the columns of each table's source."""
    samples: dict[str, list[RejectedRow]] = field(default_factory=dict[str, list[RejectedRow]])
    """In a dry run: the first `SAMPLES` rejected rows of each code, by table."""

    @property
    def attribution_rate(self) -> float | None:
        """The share of plays that an impression led to; None without plays."""
        plays = sum(self.plays_by_reason.values())
        led_to = sum(self.plays_by_reason.get(reason, 0) for reason in ATTRIBUTED)
        return led_to / plays if plays else None

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data."""
        return {**asdict(self), "attribution_rate": self.attribution_rate}
