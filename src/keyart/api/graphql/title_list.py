"""The list of titles as a page shows it: sorted, searched and filtered, with figures and counts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from math import inf
from typing import Annotated

import pyarrow as pa
import pyarrow.compute as pc
import strawberry

from keyart.api.context import RequestContext
from keyart.api.graphql.catalogue import After, First, Title, Words, title
from keyart.api.graphql.entries import Catalogue, catalogue_of
from keyart.api.graphql.nodes import PAGE, Connection, Info, Page
from keyart.api.graphql.question import Meta, meta_of
from keyart.core.ranges import Range
from keyart.query import Query, Result
from keyart.query.lookups import fact_ids
from keyart.query.memo import memo, recent
from keyart.query.planning.model import model_of
from keyart.query.planning.plan import SUPPRESSED
from keyart.query.privacy.suppression import TOO_FEW_PEOPLE
from keyart.store import Snapshot


@strawberry.enum(description="The orders of titles; those without a value come last.")
class TitleOrder(Enum):
    """The orders; values are measures, except for the first two."""

    NEWEST = strawberry.enum_value("newest", description="By launch, newest first.")
    NAME = strawberry.enum_value("name", description="By name, without case and accents.")
    REACH = strawberry.enum_value("reach", description="By reach, highest first.")
    TAKE_RATE = strawberry.enum_value("take_rate", description="By take rate, highest first.")
    COMPLETION_RATE = strawberry.enum_value(
        "completion_rate", description="By completion, highest first."
    )


FIGURES = ("reach", "take_rate", "completion_rate")

Order = Annotated[
    TitleOrder | None,
    strawberry.argument(description="By default: best match first with `words`, else newest."),
]
ContentType = Annotated[
    str | None, strawberry.argument(description="Only titles of this type, such as film.")
]
Skip = Annotated[int, strawberry.argument(description="Leave out this many entries first.")]


@strawberry.type(description="The figures of a title.")
class TitleFigures:
    """The measures that the list shows or sorts by; null where there is no value."""

    reach: float | None = strawberry.field(description="Its reach.")
    take_rate: float | None = strawberry.field(description="Its take rate.")
    completion_rate: float | None = strawberry.field(description="Its completion.")
    suppressed: str | None = strawberry.field(
        description="Why figures are hidden; null where they are shown."
    )


@strawberry.type(description="How many titles are of a type.")
class TypeCount:
    """A type with its titles."""

    content_type: str = strawberry.field(description="The type.")
    count: int = strawberry.field(description="The number of titles.")


@dataclass(frozen=True)
class Figures:
    """The figures of all titles, by one question, which is asked when first needed."""

    context: RequestContext

    @cached_property
    def result(self) -> Result:
        """The answer."""
        return self.context.ask(Query(FIGURES, by=("title",)))

    @property
    def source(self) -> str:
        """What the figures depend on beside the version: the reader's rights and the engine."""
        return f"{self.context.access.sight} {self.result.meta.answered_by}"

    def ranked(self, measure: str) -> list[str]:
        """Return the ids of titles by a measure, highest first; those without a value last."""
        order = [(measure, "descending"), ("title", "ascending")]
        return self.result.table.sort_by(order).column("title").drop_null().to_pylist()

    def of(self, key: str) -> TitleFigures | None:
        """Return the figures of a title; None for one that nobody met."""
        table = self.result.table
        place = pc.index(table.column("title"), pa.scalar(key, pa.string())).as_py()
        if place >= 0:
            row = table.slice(place, 1).to_pylist()[0]
            return TitleFigures(**{name: row[name] for name in FIGURES}, suppressed=None)
        hidden = SUPPRESSED in table.column_names or SUPPRESSED in self.result.totals
        if hidden and key in met_titles(self.context.snapshot):
            return TitleFigures(
                reach=None, take_rate=None, completion_rate=None, suppressed=TOO_FEW_PEOPLE
            )
        return None


def met_titles(snapshot: Snapshot) -> frozenset[str]:
    """Return the ids of the titles that events name."""

    def ids() -> frozenset[str]:
        return frozenset(fact_ids(snapshot, model_of(snapshot).axis("title")).to_pylist())

    return memo(snapshot, met_titles, ids)


def titles_on_their_own(snapshot: Snapshot) -> frozenset[str]:
    """Return the titles to list: those with assets, or with events and no title above them.

    Most episodes have neither: their artwork belongs to the series.
    """

    def ids() -> frozenset[str]:
        catalogue, met = catalogue_of(snapshot), met_titles(snapshot)
        parents = catalogue.titles.table.column("parent_title_id").to_pylist()
        pairs = zip(catalogue.titles.ids, parents, strict=True)
        return frozenset(
            key
            for key, parent in pairs
            if catalogue.assets_of(key) or (parent is None and key in met)
        )

    return memo(snapshot, titles_on_their_own, ids)


@strawberry.type(description="A title of a list.")
class ListedTitle:
    """A title with its figures."""

    key: strawberry.Private[str]
    catalogue: strawberry.Private[Catalogue]
    of_all: strawberry.Private[Figures]

    @strawberry.field(description="The title.")
    def title(self) -> Title:
        """Return the title."""
        found = title(self.catalogue, self.key)
        assert found is not None, "ids of lists come from the catalogue"
        return found

    @strawberry.field(
        description="Its figures; null if nobody met it. Costs one question for the whole list."
    )
    def figures(self) -> TitleFigures | None:
        """Return the figures."""
        return self.of_all.of(self.key)


@dataclass(frozen=True)
class Listing:
    """The ids of a list in order."""

    matching: Sequence[str]
    """All titles, or all that match the words."""
    shown: Sequence[str]
    """Those of them to list."""
    types: Mapping[str, int]
    """How many of `matching` are of each type."""
    newest: str | None
    """The one of `shown` that was launched last."""


@strawberry.type(description="Titles, sorted, with their number and types.")
class TitleList:
    """The titles that were asked for."""

    context: strawberry.Private[RequestContext]
    listing: strawberry.Private[Listing]
    of_all: strawberry.Private[Figures]

    @strawberry.field(
        description="A page of them. Without `words` or `contentType`, parts of other titles, such"
        " as episodes, are listed only if they have assets."
    )
    def titles(
        self, info: Info, first: First = PAGE, after: After = None, skip: Skip = 0
    ) -> Connection[ListedTitle]:
        """Return a page."""
        Range(0, inf, whole=True).check("skip", skip)
        catalogue = catalogue_of(self.context.snapshot)
        return Page(first, after, skip).of(
            info,
            self.listing.shown,
            lambda key: ListedTitle(key=key, catalogue=catalogue, of_all=self.of_all),
        )

    @strawberry.field(description="The number of titles, parts of others included.")
    def matches(self) -> int:
        """Return the number."""
        return len(self.listing.matching)

    @strawberry.field(description="The one launched last of those listed; null without launches.")
    def newest(self) -> Title | None:
        """Return the title."""
        key = self.listing.newest
        return None if key is None else title(catalogue_of(self.context.snapshot), key)

    @strawberry.field(description="The types of all matches, the most frequent first.")
    def types(self) -> list[TypeCount]:
        """Return the types."""
        ranked = sorted((-count, name) for name, count in self.listing.types.items())
        return [TypeCount(content_type=name, count=-count) for count, name in ranked]

    @strawberry.field(description="Where the figures come from. Costs the same question as they.")
    def meta(self) -> Meta:
        """Return where the figures come from."""
        return meta_of(self.of_all.result.meta)


@strawberry.type(description="The list of titles.")
class TitleListQuery:
    """The list of titles."""

    @strawberry.field(
        description="Titles to list, sorted. Costs a question if sorted by a measure."
    )
    def title_list(
        self,
        info: Info,
        order: Order = None,
        words: Words = None,
        content_type: ContentType = None,
    ) -> TitleList:
        """Return the list."""
        snapshot, of_all = info.context.snapshot, Figures(info.context)
        if order is None and words is None:
            order = TitleOrder.NEWEST
        by_measure = order is not None and order.value in FIGURES
        of_reader = of_all.source if by_measure else ""
        listing = recent(
            snapshot,
            (Listing, order, words, content_type, of_reader),
            lambda: _listing(snapshot, of_all, order, words, content_type),
            lambda found: 8 * (len(found.matching) + len(found.shown)),
        )
        return TitleList(context=info.context, listing=listing, of_all=of_all)


def _listing(
    snapshot: Snapshot,
    of_all: Figures,
    order: TitleOrder | None,
    words: str | None,
    content_type: str | None,
) -> Listing:
    catalogue = catalogue_of(snapshot)
    matching = catalogue.titles.ids if words is None else catalogue.titles.find(words)
    if order is not None:
        matching = _in_order(matching, _ranked(catalogue, of_all, order))
    types = catalogue.content_types
    if content_type is not None:
        shown = [key for key in matching if types[key] == content_type]
    elif words is not None:
        shown = matching
    else:
        listed = titles_on_their_own(snapshot)
        shown = [key for key in matching if key in listed]
    counts = Counter(types[key] for key in matching)
    named = {name: count for name, count in counts.items() if name is not None}
    among = set(shown)
    newest = next((key for key in catalogue.launched_titles if key in among), None)
    return Listing(matching, shown, named, newest)


def _ranked(catalogue: Catalogue, of_all: Figures, order: TitleOrder) -> list[str]:
    """Return ids in an order; some may be missing, and some may be unknown to the catalogue."""
    match order:
        case TitleOrder.NEWEST:
            return catalogue.launched_titles
        case TitleOrder.NAME:
            return catalogue.by_name
        case _:
            return of_all.ranked(str(order.value))


def _in_order(keys: Sequence[str], ranked: Sequence[str]) -> list[str]:
    """Return the keys as ranked, then the others as they are."""
    chosen, placed = set(keys), set(ranked)
    return [key for key in ranked if key in chosen] + [key for key in keys if key not in placed]
