"""Titles and their assets: one, some, or those that words may mean."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar, Optional

import pyarrow as pa
import pyarrow.compute as pc
import strawberry

from keyart.api.graphql.entries import Catalogue, Entries, catalogue_of
from keyart.api.graphql.nodes import AFTER, FIRST, PAGE, Connection, Info, Node, Page
from keyart.api.graphql.scalars import Named
from keyart.api.graphql.vocabulary import FilterValues, filters_of
from keyart.store import Snapshot

First = Annotated[int, strawberry.argument(description=FIRST)]
After = Annotated[str | None, strawberry.argument(description=AFTER)]
Words = Annotated[
    str | None,
    strawberry.argument(
        description="Only entries that match these words, in any script, typos tolerated,"
        " best match first. The last word may be incomplete."
    ),
]
Ids = Annotated[
    list[str] | None,
    strawberry.argument(description="Only these ids, in this order; unknown ones are skipped."),
]
AssetType = Annotated[
    str | None, strawberry.argument(description="Only assets of this type, such as artwork.")
]


@strawberry.type(description="A recorded test; `compare` takes its name.")
class Test:
    """One test."""

    name: str = strawberry.field(description="What the input calls it.")
    assets: list[str] = strawberry.field(description="The ids of its assets.")
    shares: list[float | None] = strawberry.field(
        description="The planned shares of people; null if not recorded."
    )
    start: datetime | None = strawberry.field(description="When it begins, if recorded.")
    end: datetime | None = strawberry.field(description="When it ends, if recorded.")


def tests_of(snapshot: Snapshot, title: str) -> list[Test]:
    """Return the tests of a title by name, each with its assets in the order of their ids."""
    table = snapshot.tests
    title_tests = table.filter(pc.equal(table.column("title_id"), pa.scalar(title)))
    by_name: dict[str, list[dict[str, Any]]] = {}
    for row in title_tests.sort_by([("test", "ascending"), ("asset_id", "ascending")]).to_pylist():
        by_name.setdefault(row["test"], []).append(row)
    return [_test(name, rows) for name, rows in by_name.items()]


def _test(name: str, rows: list[dict[str, Any]]) -> Test:
    starts = [row["start"] for row in rows if row["start"] is not None]
    ends = [row["end"] for row in rows if row["end"] is not None]
    return Test(
        name=name,
        assets=[row["asset_id"] for row in rows],
        shares=[row["share"] for row in rows],
        start=min(starts, default=None),
        end=max(ends, default=None),
    )


@strawberry.type(description="A title: a film, a series, an episode.")
class Title(Node):
    """One title."""

    node_kind: ClassVar[str] = "title"
    catalogue: strawberry.Private[Catalogue]
    row: strawberry.Private[Mapping[str, Any]]

    @strawberry.field(description="Its id, as in the input and in questions.")
    def title_id(self) -> str:
        """Return the id."""
        return self.key

    @strawberry.field(description="What people call it.")
    def name(self) -> str:
        """Return the name; its id where it has none."""
        return self.row["name"] or self.key

    @strawberry.field(description="The series or season it belongs to.")
    def parent(self) -> Optional["Title"]:
        """Return the title above."""
        above = self.row["parent_title_id"]
        return None if above is None else title(self.catalogue, above)

    @strawberry.field(description="Its kind, such as film or series.")
    def content_type(self) -> str | None:
        """Return the kind."""
        return self.row["content_type"]

    @strawberry.field(description="Its genres.")
    def genres(self) -> list[str]:
        """Return the genres."""
        return _drop_nulls(self.row["genres"])

    @strawberry.field(description="Its tags.")
    def tags(self) -> list[str]:
        """Return the tags."""
        return _drop_nulls(self.row["tags"])

    @strawberry.field(description="When it became available.")
    def launched_at(self) -> datetime | None:
        """Return the time."""
        return self.row["launched_at"]

    @strawberry.field(description="Its running time in seconds.")
    def runtime_seconds(self) -> float | None:
        """Return the length."""
        return self.row["runtime_seconds"]

    @strawberry.field(description="What it is about.")
    def synopsis(self) -> str | None:
        """Return the text."""
        return self.row["synopsis"]

    @strawberry.field(description="Its age rating.")
    def maturity(self) -> str | None:
        """Return the rating."""
        return self.row["maturity"]

    @strawberry.field(description="Additional columns of the input, by name.")
    def extra_columns(self) -> Named:
        """Return the other columns."""
        return Named(self.catalogue.titles.extra_columns(self.row))

    @strawberry.field(description="Its assets, by id.")
    def assets(
        self,
        info: Info,
        first: First = PAGE,
        after: After = None,
        asset_type: AssetType = None,
    ) -> Connection["Asset"]:
        """Return a page of them."""
        keys = self.catalogue.assets_of(self.key, asset_type)
        return Page(first, after).of(info, keys, lambda key: _look_up(asset, self.catalogue, key))

    @strawberry.field(description="The recorded tests of its assets, by name.")
    def tests(self, info: Info) -> list[Test]:
        """Return the tests."""
        return tests_of(info.context.snapshot, self.key)

    @strawberry.field(description="The filter values of this title. Costs one question.")
    def filter_values(self, info: Info) -> list[FilterValues]:
        """Return the values by dimension."""
        return filters_of(info.context, self.key)


@strawberry.type(description="An asset: an artwork, trailer or synopsis that promotes a title.")
class Asset(Node):
    """One asset."""

    node_kind: ClassVar[str] = "asset"
    catalogue: strawberry.Private[Catalogue]
    row: strawberry.Private[Mapping[str, Any]]

    @strawberry.field(description="Its id, as in the input and in questions.")
    def asset_id(self) -> str:
        """Return the id."""
        return self.key

    @strawberry.field(description="Its name, or its id if it has none.")
    def name(self) -> str:
        """Return the name."""
        return self.row["name"] or self.key

    @strawberry.field(description="The id of the title it promotes.")
    def title_id(self) -> str:
        """Return the title's id."""
        return self.row["title_id"]

    @strawberry.field(description="The title it promotes; null if unknown.")
    def title(self) -> Title | None:
        """Return the title."""
        return title(self.catalogue, self.row["title_id"])

    @strawberry.field(description="Its type, such as artwork, trailer or synopsis.")
    def asset_type(self) -> str | None:
        """Return the type."""
        return self.row["asset_type"]

    @strawberry.field(description="The location of its picture or clip.")
    def uri(self) -> str | None:
        """Return the address."""
        return self.row["uri"]

    @strawberry.field(description="Its text, if it is a text.")
    def text(self) -> str | None:
        """Return the text."""
        return self.row["text"]

    @strawberry.field(description="The concept it shares with other assets.")
    def concept(self) -> str | None:
        """Return the concept."""
        return self.row["concept"]

    @strawberry.field(description="The aspect ratio of its picture, such as 2:3.")
    def aspect(self) -> str | None:
        """Return the shape."""
        return self.row["aspect"]

    @strawberry.field(description="Its language and market.")
    def locale(self) -> str | None:
        """Return the locale."""
        return self.row["locale"]

    @strawberry.field(description="Its tags.")
    def tags(self) -> list[str]:
        """Return the tags."""
        return _drop_nulls(self.row["tags"])

    @strawberry.field(description="When it was made.")
    def created_at(self) -> datetime | None:
        """Return the time."""
        return self.row["created_at"]

    @strawberry.field(description="Additional columns of the input, by name.")
    def extra_columns(self) -> Named:
        """Return the other columns."""
        return Named(self.catalogue.assets.extra_columns(self.row))


def title(catalogue: Catalogue, key: str) -> Title | None:
    """Return the title of an id, None if the catalogue has none."""
    row = catalogue.titles.row(key)
    return None if row is None else Title(key=key, catalogue=catalogue, row=row)


def asset(catalogue: Catalogue, key: str) -> Asset | None:
    """Return the asset of an id, None if the catalogue has none."""
    row = catalogue.assets.row(key)
    return None if row is None else Asset(key=key, catalogue=catalogue, row=row)


def _look_up(find: Callable[[Catalogue, str], Any], catalogue: Catalogue, key: str) -> Any:
    entry = find(catalogue, key)
    assert entry is not None, "ids of pages come from the catalogue"
    return entry


def _select_ids(entries: Entries, words: str | None, ids: list[str] | None) -> list[str]:
    """Return the ids of a list, of which `words` and `ids` may ask for some."""
    keys = entries.ids if words is None else entries.find(words)
    if ids is None:
        return keys
    selectable = set(keys)
    return [key for key in dict.fromkeys(ids) if key in selectable]


def _drop_nulls(labels: list[str | None] | None) -> list[str]:
    return [label for label in labels or [] if label is not None]


@strawberry.type(description="What the catalogue has.")
class CatalogueQuery:
    """The questions about titles and assets."""

    @strawberry.field(description="A title by its id, as in the input.")
    def title(
        self,
        info: Info,
        title_id: Annotated[str, strawberry.argument(description="The title's id.")],
    ) -> Title | None:
        """Return the title."""
        return title(catalogue_of(info.context.snapshot), title_id)

    @strawberry.field(description="An asset by its id, as in the input.")
    def asset(
        self,
        info: Info,
        asset_id: Annotated[str, strawberry.argument(description="The asset's id.")],
    ) -> Asset | None:
        """Return the asset."""
        return asset(catalogue_of(info.context.snapshot), asset_id)

    @strawberry.field(description="All titles by id, or those that match `words`.")
    def titles(
        self,
        info: Info,
        first: First = PAGE,
        after: After = None,
        words: Words = None,
        ids: Ids = None,
    ) -> Connection[Title]:
        """Return a page of them."""
        catalogue = catalogue_of(info.context.snapshot)
        keys = _select_ids(catalogue.titles, words, ids)
        return Page(first, after).of(info, keys, lambda key: _look_up(title, catalogue, key))

    @strawberry.field(description="Launched titles, newest first, without parts such as episodes.")
    def launches(self, info: Info, first: First = PAGE, after: After = None) -> Connection[Title]:
        """Return a page of them."""
        catalogue = catalogue_of(info.context.snapshot)
        keys = catalogue.launched(info.context.snapshot.data_until)
        return Page(first, after).of(info, keys, lambda key: _look_up(title, catalogue, key))

    @strawberry.field(description="All assets by id, or those that match `words`.")
    def assets(
        self,
        info: Info,
        first: First = PAGE,
        after: After = None,
        words: Words = None,
        ids: Ids = None,
    ) -> Connection[Asset]:
        """Return a page of them."""
        catalogue = catalogue_of(info.context.snapshot)
        keys = _select_ids(catalogue.assets, words, ids)
        return Page(first, after).of(info, keys, lambda key: _look_up(asset, catalogue, key))
