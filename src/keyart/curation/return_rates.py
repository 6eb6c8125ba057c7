"""Return rates of an audience: how many of its members come back."""

from dataclasses import dataclass

from keyart.audiences import Expression, to_text
from keyart.core.measures import RETURN_DAYS, active_days
from keyart.query import Access, Query, ask
from keyart.query.memo import recent
from keyart.store import Snapshot

BYTES = 500
"""Of memory for one answer."""


@dataclass(frozen=True)
class ReturnRate:
    """A return rate over all days for which the later day is over."""

    days: int
    """After how many days."""
    active: int
    """Active profiles, each counted once for every day on which it was active."""
    rate: float | None
    """The share of them that was active again; null without such days."""


def return_rates(
    snapshot: Snapshot, access: Access, expression: Expression, tz: str = "UTC"
) -> tuple[ReturnRate, ...]:
    """Return the return rates of an audience; days are local days of `tz`.

    Those of too few people to show with the rights of `access` have no days and no rate. They are
    worked out once for each version.
    """
    text = to_text(expression)
    return recent(
        snapshot,
        (ReturnRate, text, tz, access.sight),
        lambda: _return_rates(snapshot, access, text, tz),
        lambda _: BYTES,
    )


def _return_rates(
    snapshot: Snapshot, access: Access, audience: str, tz: str
) -> tuple[ReturnRate, ...]:
    counts = [active_days(after) for after in RETURN_DAYS]
    rates = [f"return_rate_{after}" for after in RETURN_DAYS]
    query = Query(measures=(*counts, *rates), audience=audience, tz=tz)
    totals = ask(snapshot, access, query).totals
    return tuple(
        ReturnRate(after, totals[count] or 0, totals[rate])
        for after, count, rate in zip(RETURN_DAYS, counts, rates, strict=True)
    )
