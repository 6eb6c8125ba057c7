"""What the titles of one taste are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from keyart_demo.art.brief import Lead, Motif, Setting, Style
from keyart_demo.catalogue.languages.language import Tone


@dataclass(frozen=True, slots=True)
class Theme:
    """A taste and its stories.

    Plots are sentences with choices, `[this|that]`, and places: `{name}` the lead's given name,
    `{other}` somebody else's, `{who}` what the lead is ("a night nurse"), `{place}` a place with
    its article, `{thing}` the motif with its article, `{she}`, `{her}` (hers), `{him}` (object)
    and `{herself}` for the lead. First letters of sentences are raised afterwards.
    """

    name: str
    """As a strategist would say it."""
    tone: Tone
    genres: tuple[str, ...]
    tags: tuple[str, ...]
    """The leading one first: every title that serves the taste has it, and no other."""
    moods: tuple[str, ...]
    neighbours: tuple[str, ...]
    """Names of tastes that its titles may serve as well."""
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
    """How often which language, in percent; the rest is as everywhere."""
    series: float = 1.0
    """How much likelier a series is here than elsewhere."""
    live: float = 0.0
    """How much of the live events is here."""
    games: float = 0.0
    live_plots: tuple[str, ...] = ()
    game_plots: tuple[str, ...] = ()
    popularity: float = 1.0
    """How many of the titles are here, beside other tastes."""
