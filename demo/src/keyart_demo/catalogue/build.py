"""A catalogue from a seed."""

from datetime import date, timedelta

import numpy as np

from keyart.core.errors import BadSettings
from keyart_demo.catalogue.assets import Maker
from keyart_demo.catalogue.chance import Purpose, stream
from keyart_demo.catalogue.dates import first_instant, launches
from keyart_demo.catalogue.deals import dealt
from keyart_demo.catalogue.drafting import Draft, Drafter
from keyart_demo.catalogue.episodes import episodes_of
from keyart_demo.catalogue.model import Catalogue, Title
from keyart_demo.catalogue.tastes import TASTES

MAX_TITLES = 2_000
"""There are names for more titles, but they would become repetitive."""
_SPREAD = 0.75
"""The spread of the logarithm of a title's appeal."""


def catalogue(titles: int, seed: int, until: date, days: int) -> Catalogue:
    """Return a catalogue of `titles` titles that can be shown; episodes are added after them.

    The same arguments give the same catalogue on every machine.

    Args:
        titles: How many films, series, live events and games: 1 to `MAX_TITLES`.
        seed: The seed of all random numbers.
        until: The first day after those that the world covers, UTC.
        days: How many days the world covers.

    Raises:
        BadSettings: Such a catalogue is not possible.
    """
    if not 1 <= titles <= MAX_TITLES or days < 1 or seed < 0:
        raise BadSettings(
            f"No catalogue has {titles} titles over {days} days with the seed {seed}.",
            hint=f"1 to {MAX_TITLES} titles, one day or more, a seed of 0 or more.",
        )
    end = first_instant(until)
    start = end - timedelta(days=days)
    # 1. The taste, kind and language of each title, and its launch.
    deals = dealt(titles, stream(seed, Purpose.DEALS))
    kinds = [deal.kind for deal in deals]
    launched = launches(kinds, until, days, stream(seed, Purpose.DATES))
    appeals = _appeals(titles, stream(seed, Purpose.APPEAL))
    # 2. Titles that can be shown.
    drafter = Drafter(seed, end)
    drafts = [
        drafter.draft(number, deal, launched_at, appeal)
        for number, (deal, launched_at, appeal) in enumerate(
            zip(deals, launched, appeals, strict=True)
        )
    ]
    shown = tuple(draft.title for draft in drafts)
    # 3. Episodes and media.
    maker = Maker(stream(seed, Purpose.ASSETS), start, days)
    for draft in drafts:
        maker.make(draft)
    return Catalogue(TASTES, shown + _episodes(drafts, seed), tuple(maker.made))


def _appeals(titles: int, rng: np.random.Generator) -> list[float]:
    """Return log-normal appeals of mean 1, to three decimals."""
    appeals = np.exp(_SPREAD * rng.standard_normal(titles))
    return [round(float(appeal), 3) for appeal in appeals / appeals.mean()]


def _episodes(drafts: list[Draft], seed: int) -> tuple[Title, ...]:
    rng = stream(seed, Purpose.EPISODES)
    episodes: list[Title] = []
    for draft in drafts:
        if draft.episodes:
            episodes += episodes_of(draft, len(drafts) + len(episodes), rng)
    return tuple(episodes)
