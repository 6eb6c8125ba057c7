"""The episodes of a series; all episodes of a season are released at once."""

from dataclasses import replace

import numpy as np

from keyart_demo.catalogue.chance import some
from keyart_demo.catalogue.composing import composed
from keyart_demo.catalogue.deals import EPISODE
from keyart_demo.catalogue.drafting import MINUTE, Draft
from keyart_demo.catalogue.languages.english import EPISODES
from keyart_demo.catalogue.languages.known import ENGLISH
from keyart_demo.catalogue.model import Title
from keyart_demo.catalogue.synopses import episode_synopses

_MINUTES = (22, 61)
"""From, up to but not including."""
_SPREAD = 4
"""Minutes by which episodes of one series differ."""


def episodes_of(draft: Draft, first: int, rng: np.random.Generator) -> list[Title]:
    """Return the episodes of a drafted series, numbered from `first`."""
    series = draft.title
    length = int(rng.integers(*_MINUTES))
    names = _names(draft, rng)
    stories = episode_synopses(rng, draft.theme.tone, draft.tell, draft.episodes)
    return [
        replace(
            series,
            number=first + place,
            title_id=f"{series.title_id}e{place + 1:02d}",
            name=name,
            latin_name=latin,
            content_type=EPISODE,
            synopsis=story,
            runtime_seconds=_minutes(rng, length) * MINUTE,
            parent=series.number,
            elsewhere={},
        )
        for place, ((name, latin), story) in enumerate(zip(names, stories, strict=True))
    ]


def _minutes(rng: np.random.Generator, length: int) -> int:
    low, high = _MINUTES
    return min(max(length + int(rng.integers(-_SPREAD, _SPREAD + 1)), low), high - 1)


def _names(draft: Draft, rng: np.random.Generator) -> list[tuple[str, str]]:
    """Return a name for each episode and the same in Latin letters, all different."""
    series = draft.title
    if series.language == ENGLISH:
        return [(name, name) for name in some(rng, EPISODES[draft.theme.tone], draft.episodes)]
    names: dict[str, str] = {series.name: ""}
    while len(names) <= draft.episodes:
        parts = composed(rng, series.language, draft.theme.tone, draft.theme.motifs)
        text = parts.text(series.language) or ""
        latin = text if series.name == series.latin_name else parts.text(ENGLISH) or ""
        names.setdefault(text, latin)
    del names[series.name]
    return list(names.items())
