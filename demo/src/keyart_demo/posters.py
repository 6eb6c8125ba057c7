"""Briefs to the artist for the artworks and clips of a catalogue."""

from typing import Final

from keyart_demo.art.brief import CLIP_SECONDS, Brief, Script
from keyart_demo.catalogue.languages.known import ENGLISH, SCRIPTS
from keyart_demo.catalogue.model import Asset, Catalogue, Title

SIZES: Final = {"2:3": (720, 1080), "16:9": (1280, 720), "1:1": (1080, 1080)}
"""Width and height in pixels, by aspect."""


def brief_of(catalogue: Catalogue, asset: Asset) -> Brief:
    """Return the brief of an artwork or a clip.

    A localised variant has the title's words in its locale, or in Latin letters if there are none;
    otherwise it shows the same image.

    Raises:
        ValueError: The asset is a synopsis.
    """
    if asset.concept is None:
        raise ValueError(f"{asset.asset_id} is a {asset.asset_type}: there is nothing to draw")
    title = catalogue.titles[asset.title]
    words, script = _words(title, asset.locale)
    return Brief(
        look=title.look,
        variant=asset.variant,
        concept=asset.concept,
        style=title.style,
        setting=title.setting,
        motif=title.motif,
        lead=title.lead,
        title=words,
        script=script,
        subtitle="" if script is Script.LATIN else _latin(title),
        tagline=title.tagline,
        names=title.names,
        seconds=asset.seconds or CLIP_SECONDS,
    )


def size_of(asset: Asset) -> tuple[int, int]:
    """Return the width and height in pixels of a full-size artwork or clip."""
    return SIZES[asset.aspect or "2:3"]


def _words(title: Title, locale: str | None) -> tuple[str, Script]:
    """Return the title as it appears on artwork for a locale."""
    if locale is None or locale == title.language:
        return title.name, title.script
    if locale in title.elsewhere:
        return title.elsewhere[locale], SCRIPTS[locale]
    return title.latin_name, Script.LATIN


def _latin(title: Title) -> str:
    """Return the line below a title in another script."""
    if title.script is Script.LATIN:
        return title.elsewhere.get(ENGLISH, title.name)
    return title.latin_name
