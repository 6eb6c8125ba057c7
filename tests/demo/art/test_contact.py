"""The contact sheet: 60 artworks of 60 titles, all concepts, on dark and on light."""

from keyart_demo.art.brief import Concept
from keyart_demo.art.contact import chosen, sizes


def test_it_shows_sixty_titles_and_every_concept_equally_often() -> None:
    cells = sizes()
    briefs = chosen(7, cells)
    assert len(briefs) == len(cells) == 60
    assert len({brief.look for brief in briefs}) == 60
    for concept in Concept:
        assert sum(brief.concept is concept for brief in briefs) == 10
    assert sum(size.wide for size in cells) == 16
