"""A catalogue as arrays: titles, their episodes, and their assets."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from keyart_demo.arrays import F64, I64, Flags
from keyart_demo.catalogue.model import Asset, Catalogue, Title
from keyart_demo.markets import COUNTRIES, LANGUAGES
from keyart_demo.world_size import DAY_US, World, microseconds

ASSET_TYPES = ("artwork", "video", "synopsis")
ARTWORK, VIDEO, SYNOPSIS = range(3)
MOST_TASTES = 3
"""The most tastes of one title; further ones are left out."""
SESSION_SECONDS = 2_700
"""The length of a session with a title that has no runtime, such as a game."""
WIDE = "16:9"


@dataclass(frozen=True)
class Shelf:
    """Titles that can be shown: films, series, live events and games, by place on the shelf.

    Attributes:
        title: each place's number in the catalogue's titles, shape (shown,).
        launched: instants in µs since 1970 UTC.
        launch_day: day of the world; negative for titles from before the first day.
        licensed: shape (shown, countries).
        appeal: popularity relative to others.
        runtime: seconds, of an episode if there are any.
        kind: content types.
        taste, draw: shape (shown, MOST_TASTES): the tastes that like it, −1 for none, and how much,
            in percent.
        first_episode, episodes: the place in `episode` of a series' first one, and their number.
        episode: the episodes' numbers in the catalogue's titles.
        play_runtime: seconds, by number in the catalogue's titles; 0 where there is none.
    """

    title: I64
    launched: I64
    launch_day: I64
    licensed: Flags
    appeal: F64
    runtime: I64
    kind: tuple[str, ...]
    taste: I64
    draw: I64
    first_episode: I64
    episodes: I64
    episode: I64
    play_runtime: I64

    @property
    def count(self) -> int:
        """The number of places."""
        return self.title.size

    def match(self, strength: I64, profile: I64, shown: I64) -> F64:
        """Return how well titles fit profiles, 0 … 1, by rows of `strength` and places."""
        total = np.zeros(profile.size, np.int64)
        for place in range(MOST_TASTES):
            total += strength[profile, self.taste[shown, place]] * self.draw[shown, place]
        return np.minimum(total, 10_000) / 10_000


def shelve(world: World, catalogue: Catalogue) -> Shelf:
    """Return the catalogue as arrays."""
    shown = [title for title in catalogue.titles if title.parent is None]
    launched = np.array([microseconds(title.launched_at) for title in shown])
    episodes = _episodes(catalogue, shown)
    counts = np.array([len(numbers) for numbers in episodes])
    taste, draw = _tastes(shown)
    pairs = zip(shown, episodes, strict=True)
    runtimes = [(_first(catalogue, numbers) or t).runtime_seconds for t, numbers in pairs]
    return Shelf(
        title=np.array([title.number for title in shown]),
        launched=launched,
        launch_day=(launched - world.start_us) // DAY_US,
        licensed=np.array([[c in title.countries for c in COUNTRIES] for title in shown]),
        appeal=np.array([title.appeal for title in shown]),
        runtime=np.array([runtime or SESSION_SECONDS for runtime in runtimes]),
        kind=tuple(title.content_type for title in shown),
        taste=taste,
        draw=draw,
        first_episode=np.cumsum(counts) - counts,
        episodes=counts,
        episode=np.array([number for numbers in episodes for number in numbers], np.int64),
        play_runtime=np.array([title.runtime_seconds for title in catalogue.titles]),
    )


def _episodes(catalogue: Catalogue, shown: Sequence[Title]) -> list[list[int]]:
    by_series: dict[int, list[int]] = {title.number: [] for title in shown}
    for title in catalogue.titles:
        if title.parent is not None:
            by_series[title.parent].append(title.number)
    return [by_series[title.number] for title in shown]


def _first(catalogue: Catalogue, numbers: Sequence[int]) -> Title | None:
    return catalogue.titles[numbers[0]] if numbers else None


def _tastes(shown: Sequence[Title]) -> tuple[I64, I64]:
    taste = np.full((len(shown), MOST_TASTES), -1)
    draw = np.zeros((len(shown), MOST_TASTES), np.int64)
    for row, title in enumerate(shown):
        strongest = sorted(title.tastes.items(), key=lambda pair: (-pair[1], pair[0]))
        for place, (number, strength) in enumerate(strongest[:MOST_TASTES]):
            taste[row, place], draw[row, place] = number, round(100 * strength)
    return taste, draw


@dataclass(frozen=True)
class Ideas:
    """The assets of each title by type, one per idea, and the variants of each.

    Attributes:
        main: for each place on the shelf and asset type, the numbers of the ideas' main assets.
        variant: shape (assets, languages, 2): the replacement for a main asset if the profile
            speaks a language and the image is tall (0) or wide (1).
        idea: shape (assets,): the main asset of each asset's idea.
    """

    main: tuple[tuple[tuple[int, ...], ...], ...]
    variant: I64
    idea: I64

    def of(self, shown: int, asset_type: int) -> tuple[int, ...]:
        """Return the main assets of one title and type."""
        return self.main[shown][asset_type]

    def without(self, stopped: Collection[int]) -> "Ideas":
        """Return the ideas without some assets, except where a title would have none of a type."""

        def left(assets: tuple[int, ...]) -> tuple[int, ...]:
            return tuple(asset for asset in assets if asset not in stopped) or assets

        return replace(self, main=tuple(tuple(map(left, types)) for types in self.main))


def ideas(world: World, catalogue: Catalogue, shelf: Shelf) -> Ideas:
    """Group the assets of `catalogue` by idea, without those made during the world's days."""
    groups: dict[tuple[int, int, str], list[Asset]] = {}
    for asset in catalogue.assets:
        key = (asset.title, ASSET_TYPES.index(asset.asset_type), asset.idea)
        groups.setdefault(key, []).append(asset)
    count = len(catalogue.assets)
    idea = np.arange(count)
    variant = np.broadcast_to(idea[:, None, None], (count, len(LANGUAGES), 2)).copy()
    main: dict[tuple[int, int], list[int]] = {}
    for (title, asset_type, _), assets in groups.items():
        first = min(assets, key=lambda asset: asset.number)
        if first.created_at <= max(world.start, catalogue.titles[title].launched_at):
            main.setdefault((title, asset_type), []).append(first.number)
        idea[[asset.number for asset in assets]] = first.number
        if len(assets) > 1:
            variant[first.number] = _variants(first, assets)
    return Ideas(
        tuple(tuple(tuple(main.get((int(t), k), ())) for k in range(3)) for t in shelf.title),
        variant,
        idea,
    )


def _variants(main: Asset, assets: Sequence[Asset]) -> I64:
    """Return the numbers for each language and shape, language first."""
    chosen = np.empty((len(LANGUAGES), 2), np.int64)
    for row, language in enumerate(LANGUAGES):
        local = [
            asset for asset in assets if asset.locale is not None and asset.locale[:2] == language
        ]
        for wide in range(2):
            fits = [asset for asset in local or assets if (asset.aspect == WIDE) == bool(wide)]
            unlocal = [asset for asset in fits if local or asset.locale == main.locale]
            chosen[row, wide] = (unlocal or local or [main])[0].number
    return chosen
