"""Lookalikes: what can be asked, and the result. `lookalike_search` finds them."""

from collections.abc import Callable
from dataclasses import KW_ONLY, asdict, dataclass, replace
from typing import Annotated, Any

import pyarrow as pa

from keyart.core.errors import BadQuestion, TooFewPeople
from keyart.core.plain import plain
from keyart.core.ranges import Range
from keyart.core.request import Large, Request
from keyart.insights.comparison.parts import Interval
from keyart.query import Access
from keyart.store import Snapshot

MOST_PEOPLE = 1_000_000_000


@dataclass(frozen=True)
class LookalikeRequest(Request):
    """Find the people who are most like an audience in what they watch.

    Profiles that may not be profiled are never among them.
    """

    seed: str
    """The audience to start from: a name or an expression."""
    _: KW_ONLY
    n: Annotated[Large | None, Range(1, MOST_PEOPLE, whole=True)] = None
    """How many people to find; as many as the seed has by default."""
    threshold: Annotated[float | None, Range(0, 1)] = None
    """Find everyone with at least this score instead: the chance of belonging to the group that the
    seed is drawn from."""
    include_seed: bool = False
    """Whether the seed's own members may be among them."""

    def __post_init__(self) -> None:
        """Check that the number of people is said in one way."""
        super().__post_init__()
        if self.n is not None and self.threshold is not None:
            raise BadQuestion("n and threshold were given.", hint="Give one or the other.")


@dataclass(frozen=True)
class LookalikeTitle:
    """A title that the likeness rests on."""

    title: str
    """Its id."""
    name: str
    """Its name."""
    part: float
    """Its share of the likeness, among the titles that speak for it."""
    watched: float
    """The share of the seed's people who watched it."""
    watched_base: float
    """The same of everyone else."""


@dataclass(frozen=True)
class Lookalike:
    """People who are like an audience, and how good the likeness is.

    Behind a service there are no `members`: save them as a list to use them.
    """

    seed: str
    """The audience to start from."""
    seed_profiles: int
    """Its people who have watched something."""
    candidates: int
    """Everyone else who has watched something and may be profiled."""
    profiles: int
    """How many people were found."""
    least_score: float | None
    """The lowest score among them; null without any."""
    include_seed: bool
    """Whether the seed's own members may be among them."""
    auc: Interval
    """The chance that a member of the seed scores above someone else, judged by models that were
    fitted without both; 0.5 is chance. Its bounds are at 95%."""
    top_lift: float
    """How many times as many of the seed as by chance are in the tenth of people most like it."""
    titles: tuple[LookalikeTitle, ...]
    """The titles that the likeness rests on, most important first."""
    fit: int
    """The number of the fit of affinities whose tastes were compared."""
    sentence: str
    """All this in a sentence."""
    notes: tuple[str, ...]
    """Notes for the reader."""

    @property
    def members(self) -> pa.Table:
        """The people, most alike first: `profile`, `profile_key` and `score`, as in memberships.

        Raises `BadQuestion` behind a service, which does not give members out.
        """
        members = vars(self).get("_members")
        if members is None:
            raise BadQuestion(
                "A service does not give the members of a lookalike out.",
                hint="Save them as a list: store.audiences.save_lookalike(NAME, SEED).",
            )
        return members()

    def with_members(self, members: Callable[[], pa.Table]) -> "Lookalike":
        """Return the same with what makes its members; they are no part of its data."""
        same = replace(self)
        object.__setattr__(same, "_members", members)
        return same

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the members as data that JSON can hold."""
        return plain(asdict(self))


def visible_lookalike(
    snapshot: Snapshot, access: Access, request: LookalikeRequest, whole: Lookalike
) -> Lookalike:
    """Return a lookalike; raises `TooFewPeople` where its seed or its people are too few."""
    del snapshot, request
    if min(whole.seed_profiles, whole.candidates, whole.profiles) < access.min_cell:
        raise TooFewPeople
    return whole
