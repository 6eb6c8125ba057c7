"""What the artist is told of an artwork: the title's words in the right language."""

from datetime import date

import pytest

from keyart_demo.art.brief import Script
from keyart_demo.catalogue.build import catalogue
from keyart_demo.catalogue.model import Asset, Catalogue
from keyart_demo.posters import brief_of, size_of


@pytest.fixture(scope="module")
def known() -> Catalogue:
    return catalogue(400, 1, date(2026, 6, 1), 112)


def drawn(known: Catalogue) -> list[Asset]:
    return [asset for asset in known.assets if asset.concept is not None]


def test_artwork_in_the_titles_language_has_its_name(known: Catalogue) -> None:
    for asset in drawn(known):
        title = known.titles[asset.title]
        brief = brief_of(known, asset)
        if asset.locale == title.language:
            assert (brief.title, brief.script) == (title.name, title.script)
            latin = title.latin_name if title.script is not Script.LATIN else ""
            assert brief.subtitle == latin
        assert (brief.look, brief.motif, brief.lead) == (title.look, title.motif, title.lead)


def test_localised_artwork_has_other_words(known: Catalogue) -> None:
    localised = [a for a in drawn(known) if a.locale != known.titles[a.title].language]
    assert len(localised) > 50
    for asset in localised:
        brief = brief_of(known, asset)
        assert brief.title != known.titles[asset.title].name
        assert (brief.subtitle == "") == (brief.script is Script.LATIN)
    assert len({brief_of(known, asset).script for asset in localised}) >= 4


def test_crops_and_languages_of_an_idea_are_one_picture(known: Catalogue) -> None:
    pictures: dict[str, set[tuple[int, int, str]]] = {}
    for asset in drawn(known):
        brief = brief_of(known, asset)
        pictures.setdefault(asset.idea, set()).add((brief.look, brief.variant, brief.concept))
    assert all(len(same) == 1 for same in pictures.values())
    assert len({min(same) for same in pictures.values()}) == len(pictures)


def test_sizes_follow_the_aspect(known: Catalogue) -> None:
    sizes = {asset.aspect: size_of(asset) for asset in drawn(known)}
    assert sizes == {"2:3": (720, 1080), "16:9": (1280, 720)}


def test_a_clip_runs_as_long_as_the_catalogue_says(known: Catalogue) -> None:
    clips = [asset for asset in known.assets if asset.asset_type == "video"]
    assert {brief_of(known, clip).seconds - (clip.seconds or 0) for clip in clips} == {0}


def test_a_synopsis_cannot_be_drawn(known: Catalogue) -> None:
    synopsis = next(asset for asset in known.assets if asset.concept is None)
    with pytest.raises(ValueError, match="nothing to draw"):
        brief_of(known, synopsis)
