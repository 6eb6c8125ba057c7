"""The artworks, clips and synopses of a title."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import numpy as np

from keyart_demo.art.brief import Concept, Style
from keyart_demo.catalogue import synopses
from keyart_demo.catalogue.chance import some
from keyart_demo.catalogue.deals import GAME, LIVE
from keyart_demo.catalogue.drafting import Draft
from keyart_demo.catalogue.languages.known import ENDONYMS, ENGLISH
from keyart_demo.catalogue.model import Asset, Title

ARTWORK, VIDEO, SYNOPSIS = "artwork", "video", "synopsis"
PORTRAIT, WIDE = "2:3", "16:9"

NAMES = {
    Concept.LEAD: "Lead face",
    Concept.ENSEMBLE: "Ensemble",
    Concept.OBJECT: "Object",
    Concept.ACTION: "Action",
    Concept.LANDSCAPE: "Landscape",
    Concept.TYPE: "Type only",
}
TAGS: dict[Concept, tuple[str, ...]] = {
    Concept.LEAD: ("face", "one person", "close-up"),
    Concept.ENSEMBLE: ("group", "faces"),
    Concept.OBJECT: ("object", "no people"),
    Concept.ACTION: ("movement", "from afar"),
    Concept.LANDSCAPE: ("place", "wide view"),
    Concept.TYPE: ("lettering", "no people"),
}
LIGHT: dict[Style, str] = {
    Style.THRILLER: "dark",
    Style.HORROR: "dark",
    Style.SCIFI: "dark",
    Style.FANTASY: "dark",
    Style.COMEDY: "bright",
}
"""The look shared by all palettes of a style; other styles have no tag for it."""
CLIPS = (
    ("Trailer", "trailer", Concept.ACTION),
    ("Teaser", "teaser", Concept.LANDSCAPE),
    ("Character moment", "moment", Concept.LEAD),
)
"""Name, idea, and the concept to cut it from."""

MOST_ARTWORKS = 10
_REFRESHED = 0.08
"""Share of the titles launched before the world's days that get a new artwork within them."""
_BEFORE_LAUNCH_DAYS = (10, 45)


@dataclass
class Maker:
    """Makes the assets of one title after another."""

    rng: np.random.Generator
    start: datetime
    """The start of the world's days."""
    days: int
    made: list[Asset] = field(default_factory=list[Asset])

    def make(self, draft: Draft) -> None:
        """Add the assets of a title."""
        before = timedelta(days=int(self.rng.integers(*_BEFORE_LAUNCH_DAYS)))
        created = draft.title.launched_at - before
        drawn = [*self._artworks(draft.title, created), *self._clips(draft.title, created)]
        for place, asset in enumerate((*drawn, *self._synopses(draft, created)), 1):
            self.made.append(self._numbered(asset, draft.title, place))

    def _artworks(self, title: Title, created: datetime) -> list[Asset]:
        """Return 4 to 10 artworks: 4 to 6 ideas, some also wide, some in other languages."""
        rng = self.rng
        ideas = self._ideas(title)
        artworks = [_artwork(title, idea, PORTRAIT, title.language, created) for idea in ideas]
        if rng.random() < _REFRESHED and title.launched_at < self.start:
            renewed = self.start + timedelta(days=int(self.days * (0.2 + 0.3 * rng.random())))
            artworks[-1] = _artwork(title, ideas[-1], PORTRAIT, title.language, renewed)
        extra = [
            _artwork(title, idea, WIDE, title.language, created)
            for idea in some(rng, ideas[:-1], 1 + int(rng.integers(3)))
        ]
        for locale in self._locales(title):
            extra.append(_artwork(title, ideas[0], PORTRAIT, locale, created))
            if rng.random() < 0.4:
                extra.append(_artwork(title, ideas[0], WIDE, locale, created))
        return (artworks + extra)[:MOST_ARTWORKS]

    def _ideas(self, title: Title) -> list[Concept]:
        """Return 4 to 6 concepts; a match has no lead, so faces are rarer."""
        wanted = [4, 4, 5, 5, 6][int(self.rng.integers(5))]
        ideas = some(self.rng, tuple(Concept), wanted)
        if title.content_type != LIVE and Concept.LEAD not in ideas:
            ideas[int(self.rng.integers(wanted))] = Concept.LEAD
        return ideas

    def _locales(self, title: Title) -> list[str]:
        """Return up to two languages for localised artwork of a title."""
        if title.language != ENGLISH and ENGLISH in title.elsewhere:
            others = [code for code in title.elsewhere if code != ENGLISH]
            return [ENGLISH, *some(self.rng, others, int(self.rng.integers(2)))]
        return some(self.rng, tuple(title.elsewhere), int(self.rng.integers(3)))

    def _clips(self, title: Title, created: datetime) -> Iterator[Asset]:
        count = int(self.rng.choice(4, p=(0.25, 0.35, 0.25, 0.15)))
        for place, (name, idea, concept) in enumerate(CLIPS[:count]):
            yield Asset(
                number=0,
                asset_id="",
                title=title.number,
                asset_type=VIDEO,
                name=name,
                idea=f"{title.title_id}-{idea}",
                concept=concept,
                created_at=created,
                aspect=WIDE,
                locale=title.language,
                tags=(idea, *TAGS[concept], *_light(title)),
                seconds=6 + 0.5 * int(self.rng.integers(9)),
                variant=len(Concept) + place,
            )

    def _synopses(self, draft: Draft, created: datetime) -> Iterator[Asset]:
        """Yield 1 to 3 synopses: the plot; the mood, in two languages; or the lead."""
        rng, title, tone = self.rng, draft.title, draft.theme.tone
        yield _synopsis(title, "Plot", ENGLISH, title.synopsis, created)
        if title.content_type == GAME:
            return
        if rng.random() < 0.6:
            text = synopses.mood(rng, title, tone, draft.tell)
            yield _synopsis(title, "Mood", ENGLISH, text, created)
            own = synopses.native(rng, title.language, tone)
            if own is not None and title.content_type != LIVE:
                yield _synopsis(title, "Mood", title.language, own, created)
        elif title.content_type != LIVE and rng.random() < 0.8:
            text = synopses.character(rng, tone, draft.tell)
            yield _synopsis(title, "Character", ENGLISH, text, created)

    def _numbered(self, asset: Asset, title: Title, place: int) -> Asset:
        """Return the asset with its number, id and file."""
        endings = {ARTWORK: "webp", VIDEO: "mp4"}
        asset_id = f"{title.title_id}a{place:02d}"
        ending = endings.get(asset.asset_type)
        uri = f"media/{asset_id}.{ending}" if ending else None
        return replace(asset, number=len(self.made), asset_id=asset_id, uri=uri)


def _artwork(title: Title, concept: Concept, aspect: str, locale: str, created: datetime) -> Asset:
    name = NAMES[concept]
    if locale != title.language:
        name += f", {ENDONYMS[locale]}"
    tags = (*TAGS[concept], *_light(title))
    if aspect == WIDE:
        name += ", wide"
    if concept is Concept.OBJECT:
        tags = (title.motif.value, *tags)
    if concept is Concept.LANDSCAPE:
        tags = (title.setting.value, *tags)
    return Asset(
        number=0,
        asset_id="",
        title=title.number,
        asset_type=ARTWORK,
        name=name,
        idea=f"{title.title_id}-{concept.value}",
        concept=concept,
        created_at=created,
        aspect=aspect,
        locale=locale,
        tags=tags,
        variant=list(Concept).index(concept),
    )


def _synopsis(title: Title, angle: str, locale: str, text: str, created: datetime) -> Asset:
    return Asset(
        number=0,
        asset_id="",
        title=title.number,
        asset_type=SYNOPSIS,
        name=angle if locale == ENGLISH else f"{angle}, {ENDONYMS[locale]}",
        idea=f"{title.title_id}-{angle.lower()}",
        concept=None,
        created_at=created,
        text=text,
        locale=locale,
        tags=(angle.lower(),),
    )


def _light(title: Title) -> tuple[str, ...]:
    light = LIGHT.get(title.style)
    return (light,) if light else ()
