"""The ingredients of the titles of one taste."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from keyart_demo.art.brief import Lead, Motif, Setting, Style
from keyart_demo.catalogue.languages.language import Tone


@dataclass(frozen=True, slots=True)
class Theme:
    """A taste and its stories.

    Plots are sentences with choices, `[this|that]`, and placeholders: `{name}` the lead's given
    name, `{other}` another person's, `{who}` the lead's role ("a night nurse"), `{place}` a place
    with its article, `{thing}` the motif with its article, `{she}`, `{her}` (hers), `{him}`
    (object) and `{herself}` for the lead. Sentences get capital first letters afterwards.
    """

    name: str
    """As a strategist would say it."""
    tone: Tone
    genres: tuple[str, ...]
    tags: tuple[str, ...]
    """The leading tag is first: every title for the taste has it, and no other title does."""
    moods: tuple[str, ...]
    neighbours: tuple[str, ...]
    """Names of other tastes that its titles may suit."""
    styles: tuple[Style, ...]
    settings: tuple[Setting, ...]
    motifs: tuple[Motif, ...]
    leads: tuple[Lead, ...]
    maturities: tuple[str, ...]
    names: tuple[str, ...]
    """Whole English names."""
    people: tuple[str, ...]
    places: tuple[str, ...]
    plots: tuple[str, ...]
    languages: Mapping[str, int] = field(default_factory=dict[str, int])
    """The percentage of each language; the rest is as in other themes."""
    series: float = 1.0
    """How many times as likely a series is here as elsewhere."""
    live: float = 0.0
    """The weight of this theme among live events."""
    games: float = 0.0
    live_plots: tuple[str, ...] = ()
    game_plots: tuple[str, ...] = ()
    popularity: float = 1.0
    """The weight of this theme among all titles."""
